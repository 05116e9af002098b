"""From rows to the shapes of the API. Other rooms use the first part for the people in their own answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol, cast
from uuid import UUID

from groups.api import shapes
from groups.models import InitiativeGroup, Mandate, Membership, Territory
from groups.policies import GroupAction, GroupPolicy, MandatePolicy
from groups.registry import steps_open_to, unread_in
from groups.selectors import (
    GroupFigures,
    Member,
    SeatCount,
    figures_of,
    groups_known_to,
    requests_waiting_in,
    roles_of,
)
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.events import heads
from viche.kernel.policy import short_name
from viche.kernel.text import both


class Named(Protocol):
    """What is shown like an organisation: names in both languages, and a sector."""

    @property
    def id(self) -> UUID: ...

    @property
    def sector(self) -> str: ...


def person(row: User) -> shapes.PersonRef:
    return {
        "id": row.id,
        "name": both(row, "name"),
        "gender": cast("shapes.GenderName", row.grammatical_gender),
    }


def organisation(row: Named) -> shapes.OrganisationRef:
    return {
        "id": row.id,
        "name": both(row, "name"),
        "short_name": both(row, "short_name"),
        "on_behalf": both(row, "on_behalf"),
        "sector": cast("shapes.SectorName", row.sector),
    }


def voice(speaker: User, mandate: Mandate | None, *, on_behalf: bool = False) -> shapes.Voice:
    """Needs `mandate.organisation`: select_related("mandate__organisation"), and `bring_holders` for many."""
    acting = mandate is not None and mandate.person_id != speaker.pk
    return {
        "person": person(speaker),
        "mandate_id": mandate.id if mandate else None,
        "organisation": organisation(mandate.organisation) if mandate else None,
        "position": both(mandate, "position") if mandate else None,
        "acting_for": person(mandate.person) if mandate and acting else None,
        "on_behalf": on_behalf and mandate is not None,
    }


def group_ref(row: InitiativeGroup) -> shapes.GroupRef:
    return {"id": row.id, "name": both(row, "name")}


def territory_ref(row: Territory) -> shapes.TerritoryRef:
    return {"id": row.id, "name": both(row, "name"), "level": cast("shapes.LevelName", row.level)}


# ---- groups and members ----------------------------------------------------------------------------------


def group_facts(row: InitiativeGroup, figures: GroupFigures) -> shapes.GroupFacts:
    """Needs `territory` loaded."""
    return {
        "id": row.id,
        "name": both(row, "name"),
        "purpose": both(row, "purpose"),
        "territory": territory_ref(row.territory),
        "state": cast("shapes.GroupStateName", row.state),
        "visibility": cast("shapes.VisibilityName", row.visibility),
        "mandate_document": row.mandate_document,
        "cadence": both(row, "cadence"),
        "quorum": row.quorum,
        "time_zone": row.time_zone,
        "founded_on": row.founded_on,
        "sectors": [_sector_seats(one) for one in figures.sectors],
        "member_count": figures.members,
        "version": row.version,
    }


def _sector_seats(row: SeatCount) -> shapes.SectorSeats:
    return {
        "sector": cast("shapes.SectorName", row.sector.value),
        "seated": row.seated,
        "required": row.required,
    }


def groups(rows: Sequence[InitiativeGroup], actor: Actor) -> list[shapes.GroupOut]:
    """A page of groups as one reader sees them, in few queries. Needs `territory` loaded."""
    ids = [row.id for row in rows]
    parents = parents_of(rows, actor)
    figures, roles, unread = figures_of(ids), roles_of(actor, ids), unread_in(actor, ids)
    policy = GroupPolicy()
    standings = policy.standings(actor, rows)
    seqs = heads(f"group:{pk}" for pk in ids)
    allowed = {row.id: policy.allowed_by(actor, standings[row.id], row) for row in rows}
    answering = [pk for pk, steps in allowed.items() if short_name(GroupAction.ADD_MEMBER) in steps]
    # For whoever may answer nowhere it is a query less.
    waiting = dict.fromkeys(answering, 0) | (requests_waiting_in(answering) if answering else {})
    return [
        {
            **group_facts(row, figures[row.id]),
            "parent": parents.get(row.parent_id),
            "role": cast("shapes.RoleName | None", roles[row.id].value if row.id in roles else None),
            "unread": unread[row.id],
            "requests_waiting": waiting.get(row.id),
            "allowed": [
                *allowed[row.id],
                *steps_open_to(actor, standings[row.id].codenames, row.state),
            ],
            "seq": seqs[f"group:{row.id}"],
        }
        for row in rows
    ]


def parents_of(rows: Sequence[InitiativeGroup], actor: Actor) -> dict[UUID | None, shapes.GroupRef]:
    """The groups above some groups, by id, as far as the reader may know of them."""
    above = groups_known_to(actor).filter(pk__in=[row.parent_id for row in rows if row.parent_id])
    return {row.pk: group_ref(row) for row in above}


def membership_facts(member: Member) -> shapes.MembershipFacts:
    row, mandate = member.membership, member.membership.mandate
    return {
        "id": row.id,
        "role": cast("shapes.RoleName", row.role),
        "since": row.since,
        "until": row.until,
        "person": person(mandate.person),
        "organisation": organisation(mandate.organisation),
        "position": both(mandate, "position"),
        "mandate_id": mandate.id,
        "starts_on": mandate.starts_on,
        "ends_on": mandate.ends_on,
        "deputy": person(member.deputy) if member.deputy else None,
        "version": row.version,
    }


def memberships(rows: Sequence[Member], allowed: Collection[str], actor: Actor) -> list[shapes.MembershipOut]:
    """Seats of one group as one reader sees them; `allowed` is what the reader may do in that group."""
    open_here = [one for one in ("change_role", "end_membership") if one in allowed]
    open_there = MandatePolicy().allowed_in(actor, [row.membership.mandate for row in rows])
    return [
        {**membership_facts(row), "allowed": open_here, "mandate_allowed": steps}
        for row, steps in zip(rows, open_there, strict=True)
    ]


def seat(row: Membership) -> shapes.SeatOut:
    return {"membership_id": row.id, "group": group_ref(row.group), "role": cast("shapes.RoleName", row.role)}
