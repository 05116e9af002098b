"""Presenters of groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from groups.common import schemas as common_schemas
from groups.common.hooks import count_unread_in, list_open_steps
from groups.common.presenters import show_group_ref, show_territory_ref
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.initiative_groups.selectors import GroupFigures, SeatCount, count_members_of, list_groups_known_to
from groups.seats.pending_requests import count_pending_requests_in
from groups.seats.selectors import get_roles_of
from viche.kernel.actor import Actor
from viche.kernel.events import get_heads
from viche.kernel.policy import short_name_of
from viche.kernel.text import bilingual_of

# ---- groups and members ----------------------------------------------------------------------------------


def show_group_facts(row: InitiativeGroup, figures: GroupFigures) -> common_schemas.GroupFacts:
    """Return the fields that are the same for every reader. Needs `territory` loaded."""
    return {
        "id": row.id,
        "name": bilingual_of(row, "name"),
        "purpose": bilingual_of(row, "purpose"),
        "territory": show_territory_ref(row.territory),
        "state": cast("common_schemas.GroupStateName", row.state),
        "visibility": cast("common_schemas.VisibilityName", row.visibility),
        "mandate_document": row.mandate_document,
        "cadence": bilingual_of(row, "cadence"),
        "quorum": row.quorum,
        "time_zone": row.time_zone,
        "founded_on": row.founded_on,
        "sectors": [_show_sector_seats(one) for one in figures.sectors],
        "member_count": figures.members,
        "observer_count": figures.observers,
        "version": row.version,
    }


def _show_sector_seats(row: SeatCount) -> common_schemas.SectorSeats:
    return {
        "sector": cast("common_schemas.SectorName", row.sector.value),
        "seated": row.seated,
        "required": row.required,
    }


def show_groups(rows: Sequence[InitiativeGroup], actor: Actor) -> list[common_schemas.GroupOut]:
    """Return a page of groups as one reader sees them, in few queries. Needs `territory` loaded."""
    ids = [row.id for row in rows]
    parents = show_parents_of(rows, actor)
    figures, roles, unread = count_members_of(ids), get_roles_of(actor, ids), count_unread_in(actor, ids)
    policy = GroupPolicy()
    standings = policy.get_group_access(actor, rows)
    seqs = get_heads(f"group:{pk}" for pk in ids)
    allowed = {row.id: policy.allowed_by(actor, standings[row.id], row) for row in rows}
    answering = [pk for pk, steps in allowed.items() if short_name_of(GroupAction.ADD_MEMBER) in steps]
    # Saves a query for readers who may answer nowhere.
    waiting = dict.fromkeys(answering, 0) | (count_pending_requests_in(answering) if answering else {})
    return [
        {
            **show_group_facts(row, figures[row.id]),
            "parent": parents.get(row.parent_id),
            "role": cast("common_schemas.RoleName | None", roles[row.id].value if row.id in roles else None),
            "unread": unread[row.id],
            "requests_waiting": waiting.get(row.id),
            "allowed": [
                *allowed[row.id],
                *list_open_steps(actor, standings[row.id].codenames, row.state),
            ],
            "seq": seqs[f"group:{row.id}"],
        }
        for row in rows
    ]


def show_parents_of(
    rows: Sequence[InitiativeGroup], actor: Actor
) -> dict[UUID | None, common_schemas.GroupRef]:
    """Return the parents of some groups, by id, as far as the reader may know of them."""
    above = list_groups_known_to(actor).filter(pk__in=[row.parent_id for row in rows if row.parent_id])
    return {row.pk: show_group_ref(row) for row in above}
