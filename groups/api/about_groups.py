"""How groups are shown to those who do not sit in them, and what a group says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from groups.api import present, shapes
from groups.models import GroupStateChange, InitiativeGroup
from groups.policies import READ, GroupPolicy
from groups.readiness import Step
from groups.registry import CHECKS
from groups.selectors import GroupFigures, SectorBalance, figures_of, roles_of
from viche.kernel.actor import Actor
from viche.kernel.text import both


def cards(rows: Sequence[InitiativeGroup], actor: Actor) -> list[shapes.GroupCard]:
    """A page of the directory. Needs `territory` loaded."""
    ids = [row.id for row in rows]
    figures, roles = figures_of(ids), roles_of(actor, ids)
    standings = GroupPolicy().standings(actor, rows)
    parents = present.parents_of(rows, actor)
    return [
        {
            "id": row.id,
            "name": both(row, "name"),
            "purpose": both(row, "purpose"),
            "territory": present.territory_ref(row.territory),
            "parent": parents.get(row.parent_id),
            "state": cast("shapes.GroupStateName", row.state),
            "visibility": cast("shapes.VisibilityName", row.visibility),
            **_sectors(figures[row.id]),
            "role": cast("shapes.RoleName | None", roles[row.id].value if row.id in roles else None),
            "reads": standings[row.id].coordinates or READ in standings[row.id].codenames,
        }
        for row in rows
    ]


def public(row: InitiativeGroup) -> shapes.PublicGroup:
    """Needs `territory` loaded."""
    return {
        "id": row.id,
        "name": both(row, "name"),
        "purpose": both(row, "purpose"),
        "territory": present.territory_ref(row.territory),
        "state": cast("shapes.GroupStateName", row.state),
        "cadence": both(row, "cadence"),
        "founded_on": row.founded_on,
        **_sectors(figures_of([row.id])[row.id]),
    }


def _sectors(figures: GroupFigures) -> shapes.SectorsSeen:
    rows = figures.sectors
    return {
        "sectors": [cast("shapes.SectorName", one.sector.value) for one in rows if one.seated],
        "missing": [cast("shapes.SectorName", one.sector.value) for one in rows if one.seated < one.required],
    }


def state_change(row: GroupStateChange) -> shapes.StateChangeOut:
    return {
        "id": row.id,
        "before": cast("shapes.GroupStateName", row.before),
        "after": cast("shapes.GroupStateName", row.after),
        "reason": row.reason,
        "person": present.person(row.person) if row.person else None,
        "at": row.at,
    }


def readiness(steps: Sequence[Step], allowed: list[str], version: int) -> shapes.ReadinessOut:
    """`allowed` is what the reader may do in the group, `version` that of the group."""
    return {
        "items": [_milestone(step) for step in steps],
        "reached": sum(step.reached for step in steps),
        "checks": [{"check": name, "title": check.title()} for name, check in CHECKS.items()],
        "allowed": [one for one in ("set_milestones", "reach_milestone") if one in allowed],
        "version": version,
    }


def _milestone(step: Step) -> shapes.MilestoneOut:
    return {
        "id": step.id,
        "check": step.check,
        "title": step.title,
        "looks": step.looks,
        "reached": step.reached,
        "reached_on": step.reached_on,
        "note": step.note,
    }


def balance(rows: Sequence[SectorBalance], since: datetime) -> shapes.BalanceOut:
    return {"since": since, "sectors": [_balance(row) for row in rows]}


def _balance(row: SectorBalance) -> shapes.SectorBalanceOut:
    return {
        "sector": cast("shapes.SectorName", row.seats.sector.value),
        "seated": row.seats.seated,
        "required": row.seats.required,
        "heard": row.heard,
        "messages": row.times.get("messages", 0),
        "organisations": [
            {"organisation": present.organisation(one.organisation), "heard": one.heard}
            for one in row.organisations
        ],
    }
