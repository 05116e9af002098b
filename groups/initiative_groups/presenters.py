"""From rows to the shapes of the API. Other rooms use the first part for the people in their own answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from groups.common import schemas as common_schemas
from groups.common.hooks import steps_open_to, unread_in
from groups.common.presenters import group_ref, territory_ref
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.initiative_groups.selectors import GroupFigures, SeatCount, figures_of, groups_known_to
from groups.seats.pending_requests import requests_waiting_in
from groups.seats.selectors import roles_of
from viche.kernel.actor import Actor
from viche.kernel.events import heads
from viche.kernel.policy import short_name
from viche.kernel.text import both

# ---- groups and members ----------------------------------------------------------------------------------


def group_facts(row: InitiativeGroup, figures: GroupFigures) -> common_schemas.GroupFacts:
    """Needs `territory` loaded."""
    return {
        "id": row.id,
        "name": both(row, "name"),
        "purpose": both(row, "purpose"),
        "territory": territory_ref(row.territory),
        "state": cast("common_schemas.GroupStateName", row.state),
        "visibility": cast("common_schemas.VisibilityName", row.visibility),
        "mandate_document": row.mandate_document,
        "cadence": both(row, "cadence"),
        "quorum": row.quorum,
        "time_zone": row.time_zone,
        "founded_on": row.founded_on,
        "sectors": [_sector_seats(one) for one in figures.sectors],
        "member_count": figures.members,
        "version": row.version,
    }


def _sector_seats(row: SeatCount) -> common_schemas.SectorSeats:
    return {
        "sector": cast("common_schemas.SectorName", row.sector.value),
        "seated": row.seated,
        "required": row.required,
    }


def groups(rows: Sequence[InitiativeGroup], actor: Actor) -> list[common_schemas.GroupOut]:
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
            "role": cast("common_schemas.RoleName | None", roles[row.id].value if row.id in roles else None),
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


def parents_of(rows: Sequence[InitiativeGroup], actor: Actor) -> dict[UUID | None, common_schemas.GroupRef]:
    """The groups above some groups, by id, as far as the reader may know of them."""
    above = groups_known_to(actor).filter(pk__in=[row.parent_id for row in rows if row.parent_id])
    return {row.pk: group_ref(row) for row in above}
