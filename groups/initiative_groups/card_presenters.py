"""Presenters of groups for readers without a seat: directory cards, the public page, state changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants.policies import READ
from groups.initiative_groups import presenters
from groups.initiative_groups.models import GroupStateChange, InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.selectors import GroupFigures, count_members_of
from groups.seats.selectors import get_roles_of
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of


def show_cards(rows: Sequence[InitiativeGroup], actor: Actor) -> list[common_schemas.GroupCard]:
    """Return a page of the directory. Needs `territory` loaded."""
    ids = [row.id for row in rows]
    figures, roles = count_members_of(ids), get_roles_of(actor, ids)
    standings = GroupPolicy().get_group_access(actor, rows)
    parents = presenters.show_parents_of(rows, actor)
    return [
        {
            "id": row.id,
            "name": bilingual_of(row, "name"),
            "purpose": bilingual_of(row, "purpose"),
            "territory": common_presenters.show_territory_ref(row.territory),
            "parent": parents.get(row.parent_id),
            "state": cast("common_schemas.GroupStateName", row.state),
            "visibility": cast("common_schemas.VisibilityName", row.visibility),
            **_show_sectors(figures[row.id]),
            "role": cast("common_schemas.RoleName | None", roles[row.id].value if row.id in roles else None),
            "reads": standings[row.id].coordinates or READ in standings[row.id].codenames,
        }
        for row in rows
    ]


def show_public_page(row: InitiativeGroup) -> common_schemas.PublicGroup:
    """Return the public page. Needs `territory` loaded."""
    return {
        "id": row.id,
        "name": bilingual_of(row, "name"),
        "purpose": bilingual_of(row, "purpose"),
        "territory": common_presenters.show_territory_ref(row.territory),
        "state": cast("common_schemas.GroupStateName", row.state),
        "cadence": bilingual_of(row, "cadence"),
        "founded_on": row.founded_on,
        **_show_sectors(count_members_of([row.id])[row.id]),
    }


def _show_sectors(figures: GroupFigures) -> common_schemas.SectorsSeen:
    rows = figures.sectors
    return {
        "sectors": [cast("common_schemas.SectorName", one.sector.value) for one in rows if one.seated],
        "missing": [
            cast("common_schemas.SectorName", one.sector.value) for one in rows if one.seated < one.required
        ],
    }


def show_state_change(row: GroupStateChange) -> common_schemas.StateChangeOut:
    return {
        "id": row.id,
        "before": cast("common_schemas.GroupStateName", row.before),
        "after": cast("common_schemas.GroupStateName", row.after),
        "reason": row.reason,
        "person": common_presenters.show_person(row.person) if row.person else None,
        "at": row.at,
    }
