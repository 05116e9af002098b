"""Founding initiative groups and taking them through their states."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext, gettext_lazy as _

from groups.common.hooks import CHECKS
from groups.common.people import given
from groups.common.periods import COUNTRY_ZONE
from groups.common.texts import check_names, sector_names
from groups.grants import sync_grants
from groups.initiative_groups.events import GroupEdited, GroupFounded, GroupStateChanged, SeatsRequired
from groups.initiative_groups.models import (
    ESSENTIAL,
    GroupState,
    GroupStateChange,
    InitiativeGroup,
    Milestone,
    RequiredSeat,
    Visibility,
)
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.organisations.models import Sector
from groups.seats.models import Role
from groups.seats.pending_requests import turn_away_who_comes
from groups.seats.selectors import seated, sectors_taking_part
from groups.territories.models import Territory
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Forbidden, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.text import in_both


def begin_with(group: InitiativeGroup) -> None:
    """The milestones of a new group: every check, and the quorum, which the minutes tell."""
    names = sorted(CHECKS, key=lambda name: CHECKS[name].place)
    quorum = in_both(lambda: gettext("Quorum reached at the last meeting"))
    Milestone.objects.bulk_create(
        [
            *(Milestone(group=group, check_name=name, position=place) for place, name in enumerate(names)),
            Milestone(group=group, title_uk=quorum["uk"], title_en=quorum["en"], position=len(names)),
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What a group is founded with. `quorum` counts members, `required_seats` those wanted of a sector."""

    name_uk: str
    purpose_uk: str
    name_en: str = ""
    purpose_en: str = ""
    mandate_document: str = ""
    visibility: Visibility = Visibility.LISTED
    cadence_uk: str = ""
    cadence_en: str = ""
    quorum: int = 1
    time_zone: str = COUNTRY_ZONE
    founded_on: date | None = None
    required_seats: Mapping[Sector, int] | None = None


@service(TerritoryAction.FOUND_GROUP, GroupAction.FOUND_SUBGROUP)
def found_group(
    *, actor: Actor, territory_id: UUID, charter: Charter, parent_id: UUID | None = None
) -> InitiativeGroup:
    """Propose a group in a territory, or a subgroup of `parent_id`, which takes a right on that group, too.

    Members come next, then it is active.
    """
    territory = load(TerritoryPolicy(), actor, territory_id, TerritoryAction.FOUND_GROUP)
    parent = _parent_for(actor, parent_id, territory)
    _check(charter)
    group = InitiativeGroup.objects.create(
        territory=territory,
        parent=parent,
        name_uk=charter.name_uk,
        name_en=charter.name_en,
        purpose_uk=charter.purpose_uk,
        purpose_en=charter.purpose_en,
        mandate_document=charter.mandate_document,
        visibility=charter.visibility,
        cadence_uk=charter.cadence_uk,
        cadence_en=charter.cadence_en,
        quorum=charter.quorum,
        time_zone=charter.time_zone,
        founded_on=charter.founded_on or today(charter.time_zone),
    )
    seats = charter.required_seats if charter.required_seats is not None else dict.fromkeys(ESSENTIAL, 1)
    _set_seats(group, seats)
    begin_with(group)
    record(actor, GroupFounded(group_id=group.id))
    return group


def _parent_for(actor: Actor, parent_id: UUID | None, territory: Territory) -> InitiativeGroup | None:
    if parent_id is None:
        return None
    parent = load(GroupPolicy(), actor, parent_id, GroupAction.READ, lock=True)
    if parent.parent_id is not None:
        raise Invalid.field("/parent", "too_deep", _("A subgroup has no subgroups of its own."))
    if parent.state == GroupState.DISSOLVED:
        raise Invalid.field("/parent", "dissolved", _("This group is dissolved."))
    if not territory.code.startswith(parent.territory.prefix):
        raise Invalid.field(
            "/territory", "outside_parent", _("A subgroup works inside its group’s territory.")
        )
    if not GroupPolicy().permits(actor, GroupAction.FOUND_SUBGROUP, parent):
        raise Forbidden
    return parent


def _check(charter: Charter) -> None:
    if charter.time_zone not in available_timezones():
        raise Invalid.field("/time_zone", "unknown", _("There is no such time zone."))
    _check_quorum(charter.quorum)
    check_names({"name_uk": charter.name_uk, "name_en": charter.name_en})


def _check_quorum(quorum: int) -> None:
    if quorum < 1:
        raise Invalid.field("/quorum", "out_of_range", _("The quorum is at least one member."))


def _set_seats(group: InitiativeGroup, seats: Mapping[Sector, int]) -> None:
    if any(count < 1 for count in seats.values()):
        raise Invalid.field(
            "/required_seats", "out_of_range", _("A sector that is wanted takes at least one seat.")
        )
    RequiredSeat.objects.filter(group=group).delete()
    RequiredSeat.objects.bulk_create(
        RequiredSeat(group=group, sector=sector, count=count) for sector, count in seats.items()
    )


# What of a charter may be changed later: not the territory, nor the zone in which deadlines were reckoned.
EDITABLE = frozenset(
    {
        "name_uk",
        "name_en",
        "purpose_uk",
        "purpose_en",
        "mandate_document",
        "visibility",
        "cadence_uk",
        "cadence_en",
        "quorum",
    }
)


@service(GroupAction.EDIT)
def edit_group(
    *, actor: Actor, group_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> InitiativeGroup:
    """Change fields of a charter (`EDITABLE`); what is left out stays.

    Raises Invalid for a quorum below one or a name that mixes alphabets, ValueError for what is fixed.
    """
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(unknown)
    group = _load(actor, group_id, GroupAction.EDIT, expected_version)
    _check_quorum(changes.get("quorum", group.quorum))
    changed = {name: value for name, value in changes.items() if getattr(group, name) != value}
    check_names({name: value for name, value in changed.items() if name in ("name_uk", "name_en")})
    if changed:
        known_to = group.visibility
        for name, value in changed.items():
            setattr(group, name, value)
        _save(group, *changed)
        record(actor, _edited(group, changed, known_to))
    return group


def _edited(group: InitiativeGroup, changed: Collection[str], known_to: str) -> GroupEdited:
    before, after = (known_to, group.visibility) if "visibility" in changed else (None, None)
    fields = tuple(sorted(changed))
    return GroupEdited(group_id=group.id, fields=fields, visibility_before=before, visibility_after=after)


@service(GroupAction.REQUIRE_SEATS)
def require_seats(
    *, actor: Actor, group_id: UUID, seats: Mapping[Sector, int], expected_version: int | None = None
) -> InitiativeGroup:
    """Say how many seats each sector should take; a sector that is left out is not expected."""
    group = _load(actor, group_id, GroupAction.REQUIRE_SEATS, expected_version)
    _set_seats(group, seats)
    _save(group)
    record(actor, SeatsRequired(group_id=group.id))
    return group


@service(GroupAction.ACTIVATE)
def activate_group(
    *, actor: Actor, group_id: UUID, reason: str = "", expected_version: int | None = None
) -> InitiativeGroup:
    """Let a proposed or suspended group work.

    Raises Conflict while police, local government, civil society or a facilitator are missing.
    """
    group = _load(actor, group_id, GroupAction.ACTIVATE, expected_version)
    _check_table(group)
    return _enter(actor, group, GroupState.ACTIVE, reason)


@service(GroupAction.SUSPEND)
def suspend_group(
    *, actor: Actor, group_id: UUID, reason: str, expected_version: int | None = None
) -> InitiativeGroup:
    """Let a group rest: its members read and no more, until it is activated again."""
    group = _load(actor, group_id, GroupAction.SUSPEND, expected_version)
    return _enter(actor, group, GroupState.SUSPENDED, given(reason))


@service(GroupAction.DISSOLVE)
def dissolve_group(
    *, actor: Actor, group_id: UUID, reason: str, expected_version: int | None = None
) -> InitiativeGroup:
    """End a group for good. Who could read it still can; nobody writes any more, and whoever was on their way
    to a seat is told the reason.
    """
    group = _load(actor, group_id, GroupAction.DISSOLVE, expected_version)
    going_on = InitiativeGroup.objects.filter(parent=group).exclude(state=GroupState.DISSOLVED)
    if going_on.exists():
        raise Conflict("subgroups_remain", _("Dissolve its subgroups first."))
    turn_away_who_comes(actor, group, given(reason))
    return _enter(actor, group, GroupState.DISSOLVED, reason)


@service(GroupAction.ACTIVATE, GroupAction.SUSPEND, GroupAction.DISSOLVE)
def enter_state(
    *, actor: Actor, group_id: UUID, to: GroupState, reason: str = "", expected_version: int | None = None
) -> InitiativeGroup:
    """Take the step to a state by the service of that step. Raises Invalid for one that nobody enters."""
    step = {
        GroupState.ACTIVE: activate_group,
        GroupState.SUSPENDED: suspend_group,
        GroupState.DISSOLVED: dissolve_group,
    }.get(to)
    if step is None:
        raise Invalid.field("/to", "invalid_choice", _("A group is only proposed at its founding."))
    return step(actor=actor, group_id=group_id, reason=reason, expected_version=expected_version)


def _load(actor: Actor, group_id: UUID, action: GroupAction, expected_version: int | None) -> InitiativeGroup:
    group = load(GroupPolicy(), actor, group_id, action, lock=True)
    if expected_version is not None and group.version != expected_version:
        raise Stale
    return group


def _check_table(group: InitiativeGroup) -> None:
    seats, present = seated(now()).filter(group=group), sectors_taking_part(group.pk)
    if missing := [one for one in ESSENTIAL if one not in present]:
        words = _("These sectors are not at the table yet: %(sectors)s.") % {"sectors": sector_names(missing)}
        raise Conflict("sectors_missing", words)
    if not seats.filter(role=Role.FACILITATOR).exists():
        raise Conflict("facilitator_missing", _("Somebody must lead the group: seat a facilitator first."))


def _enter(actor: Actor, group: InitiativeGroup, state: GroupState, reason: str) -> InitiativeGroup:
    before, group.state = group.state, state
    _save(group)
    GroupStateChange.objects.create(
        group=group, before=before, after=state, reason=reason, person_id=actor.person_id
    )
    record(actor, GroupStateChanged(group_id=group.id, before=before, after=state))
    sync_grants(group, reason="group_state_changed")
    return group


def _save(group: InitiativeGroup, *fields: str) -> None:
    group.version += 1
    group.save(update_fields=["state", "version", *fields])
