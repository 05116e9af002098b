"""How groups are shown to those who do not sit in them, and what a group says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants.policies import READ
from groups.initiative_groups import presenters
from groups.initiative_groups.models import GroupStateChange, InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.selectors import GroupFigures, figures_of
from groups.seats.selectors import roles_of
from viche.kernel.actor import Actor
from viche.kernel.text import both


def cards(rows: Sequence[InitiativeGroup], actor: Actor) -> list[common_schemas.GroupCard]:
    """A page of the directory. Needs `territory` loaded."""
    ids = [row.id for row in rows]
    figures, roles = figures_of(ids), roles_of(actor, ids)
    standings = GroupPolicy().standings(actor, rows)
    parents = presenters.parents_of(rows, actor)
    return [
        {
            "id": row.id,
            "name": both(row, "name"),
            "purpose": both(row, "purpose"),
            "territory": common_presenters.territory_ref(row.territory),
            "parent": parents.get(row.parent_id),
            "state": cast("common_schemas.GroupStateName", row.state),
            "visibility": cast("common_schemas.VisibilityName", row.visibility),
            **_sectors(figures[row.id]),
            "role": cast("common_schemas.RoleName | None", roles[row.id].value if row.id in roles else None),
            "reads": standings[row.id].coordinates or READ in standings[row.id].codenames,
        }
        for row in rows
    ]


def public(row: InitiativeGroup) -> common_schemas.PublicGroup:
    """Needs `territory` loaded."""
    return {
        "id": row.id,
        "name": both(row, "name"),
        "purpose": both(row, "purpose"),
        "territory": common_presenters.territory_ref(row.territory),
        "state": cast("common_schemas.GroupStateName", row.state),
        "cadence": both(row, "cadence"),
        "founded_on": row.founded_on,
        **_sectors(figures_of([row.id])[row.id]),
    }


def _sectors(figures: GroupFigures) -> common_schemas.SectorsSeen:
    rows = figures.sectors
    return {
        "sectors": [cast("common_schemas.SectorName", one.sector.value) for one in rows if one.seated],
        "missing": [
            cast("common_schemas.SectorName", one.sector.value) for one in rows if one.seated < one.required
        ],
    }


def state_change(row: GroupStateChange) -> common_schemas.StateChangeOut:
    return {
        "id": row.id,
        "before": cast("common_schemas.GroupStateName", row.before),
        "after": cast("common_schemas.GroupStateName", row.after),
        "reason": row.reason,
        "person": common_presenters.person(row.person) if row.person else None,
        "at": row.at,
    }
