"""Services of initiative groups: founding, charter and states."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext, gettext_lazy as _

from groups.common.hooks import MILESTONE_CHECKS
from groups.common.people import require_reason
from groups.common.periods import COUNTRY_ZONE
from groups.common.texts import check_names, describe_sectors
from groups.grants import sync_grants
from groups.initiative_groups.events import GroupEdited, GroupFounded, GroupStateChanged, SeatsRequired
from groups.initiative_groups.models import (
    ESSENTIAL_SECTORS,
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
from groups.seats.pending_requests import close_pending_joins
from groups.seats.selectors import list_occupied_seats, list_represented_sectors
from groups.territories.models import Territory
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.text import render_bilingual
from viche.kernel.versions import check_version, save_new_version


def create_default_milestones(group: InitiativeGroup) -> None:
    """Create the milestones of a new group: every check, and the quorum, a manual one."""
    names = sorted(MILESTONE_CHECKS, key=lambda name: MILESTONE_CHECKS[name].place)
    quorum = render_bilingual(lambda: gettext("Quorum reached at the last meeting"))
    Milestone.objects.bulk_create(
        [
            *(Milestone(group=group, check_name=name, position=place) for place, name in enumerate(names)),
            Milestone(group=group, title_uk=quorum["uk"], title_en=quorum["en"], position=len(names)),
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """The charter of a new group.

    `quorum` counts members, `required_seats` the seats of each sector.
    """

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
def create_group(
    *, actor: Actor, territory_id: UUID, charter: Charter, parent_id: UUID | None = None
) -> InitiativeGroup:
    """Found a group in a territory as a proposal, or a subgroup of `parent_id`.

    A subgroup also needs a permission on its parent. Members are added next, then the group is activated.
    """
    territory = load(TerritoryPolicy(), actor, territory_id, TerritoryAction.FOUND_GROUP)
    parent = _load_parent(actor, parent_id, territory)
    _check_charter(charter)
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
    seats = (
        charter.required_seats if charter.required_seats is not None else dict.fromkeys(ESSENTIAL_SECTORS, 1)
    )
    _set_seats(group, seats)
    create_default_milestones(group)
    record(actor, GroupFounded(group_id=group.id))
    return group


def _load_parent(actor: Actor, parent_id: UUID | None, territory: Territory) -> InitiativeGroup | None:
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


def _check_charter(charter: Charter) -> None:
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


# Fields that may change later: not the territory, nor the time zone in which deadlines were computed.
EDITABLE_FIELDS = frozenset(
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
    """Update fields of a charter (`EDITABLE_FIELDS`); fields that are left out keep their values.

    Raises Invalid for a quorum below one or a name that mixes alphabets, ValueError for fixed fields.
    """
    if unknown := changes.keys() - EDITABLE_FIELDS:
        raise ValueError(unknown)
    group = _lock_group(actor, group_id, GroupAction.EDIT, expected_version)
    _check_quorum(changes.get("quorum", group.quorum))
    changed = {name: value for name, value in changes.items() if getattr(group, name) != value}
    check_names({name: value for name, value in changed.items() if name in ("name_uk", "name_en")})
    if changed:
        known_to = group.visibility
        for name, value in changed.items():
            setattr(group, name, value)
        _save(group, *changed)
        record(actor, _build_edited_event(group, changed, known_to))
    return group


def _build_edited_event(group: InitiativeGroup, changed: Collection[str], known_to: str) -> GroupEdited:
    before, after = (known_to, group.visibility) if "visibility" in changed else (None, None)
    fields = tuple(sorted(changed))
    return GroupEdited(group_id=group.id, fields=fields, visibility_before=before, visibility_after=after)


@service(GroupAction.REQUIRE_SEATS)
def require_seats(
    *, actor: Actor, group_id: UUID, seats: Mapping[Sector, int], expected_version: int | None = None
) -> InitiativeGroup:
    """Set how many seats each sector should have; a sector that is left out requires none."""
    group = _lock_group(actor, group_id, GroupAction.REQUIRE_SEATS, expected_version)
    _set_seats(group, seats)
    _save(group)
    record(actor, SeatsRequired(group_id=group.id))
    return group


@service(GroupAction.ACTIVATE)
def activate_group(
    *, actor: Actor, group_id: UUID, reason: str = "", expected_version: int | None = None
) -> InitiativeGroup:
    """Activate a proposed or suspended group.

    Raises Conflict while police, local government, civil society or a facilitator are missing.
    """
    group = _lock_group(actor, group_id, GroupAction.ACTIVATE, expected_version)
    _check_ready(group)
    return _set_state(actor, group, GroupState.ACTIVE, reason)


@service(GroupAction.SUSPEND)
def suspend_group(
    *, actor: Actor, group_id: UUID, reason: str, expected_version: int | None = None
) -> InitiativeGroup:
    """Suspend a group: its members only read until it is activated again."""
    group = _lock_group(actor, group_id, GroupAction.SUSPEND, expected_version)
    return _set_state(actor, group, GroupState.SUSPENDED, require_reason(reason))


@service(GroupAction.DISSOLVE)
def dissolve_group(
    *, actor: Actor, group_id: UUID, reason: str, expected_version: int | None = None
) -> InitiativeGroup:
    """End a group for good: it stays readable by its readers, and read-only.

    Pending requests are declined with the reason. Raises Conflict while it has subgroups.
    """
    group = _lock_group(actor, group_id, GroupAction.DISSOLVE, expected_version)
    going_on = InitiativeGroup.objects.filter(parent=group).exclude(state=GroupState.DISSOLVED)
    if going_on.exists():
        raise Conflict("subgroups_remain", _("Dissolve its subgroups first."))
    close_pending_joins(actor, group, require_reason(reason))
    return _set_state(actor, group, GroupState.DISSOLVED, reason)


@service(GroupAction.ACTIVATE, GroupAction.SUSPEND, GroupAction.DISSOLVE)
def change_group_state(
    *, actor: Actor, group_id: UUID, to: GroupState, reason: str = "", expected_version: int | None = None
) -> InitiativeGroup:
    """Change the state by the service of that step. Raises Invalid for a state without one."""
    step = {
        GroupState.ACTIVE: activate_group,
        GroupState.SUSPENDED: suspend_group,
        GroupState.DISSOLVED: dissolve_group,
    }.get(to)
    if step is None:
        raise Invalid.field("/to", "invalid_choice", _("A group is only proposed at its founding."))
    return step(actor=actor, group_id=group_id, reason=reason, expected_version=expected_version)


def _lock_group(
    actor: Actor, group_id: UUID, action: GroupAction, expected_version: int | None
) -> InitiativeGroup:
    group = load(GroupPolicy(), actor, group_id, action, lock=True)
    check_version(group, expected_version)
    return group


def _check_ready(group: InitiativeGroup) -> None:
    seats, present = list_occupied_seats(now()).filter(group=group), list_represented_sectors(group.pk)
    if missing := [one for one in ESSENTIAL_SECTORS if one not in present]:
        words = _("These sectors are not at the table yet: %(sectors)s.") % {
            "sectors": describe_sectors(missing)
        }
        raise Conflict("sectors_missing", words)
    if not seats.filter(role=Role.FACILITATOR).exists():
        raise Conflict("facilitator_missing", _("The group needs a facilitator: add one first."))


def _set_state(actor: Actor, group: InitiativeGroup, state: GroupState, reason: str) -> InitiativeGroup:
    before, group.state = group.state, state
    _save(group)
    GroupStateChange.objects.create(
        group=group, before=before, after=state, reason=reason, person_id=actor.person_id
    )
    record(actor, GroupStateChanged(group_id=group.id, before=before, after=state))
    sync_grants(group, reason="group_state_changed")
    return group


def _save(group: InitiativeGroup, *fields: str) -> None:
    save_new_version(group, "state", *fields)
