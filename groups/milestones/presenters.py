"""Presenters of milestones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.common.hooks import MILESTONE_CHECKS
from groups.memberships.balance import SectorBalance
from groups.milestones.selectors import MilestoneStatus


def show_readiness(
    steps: Sequence[MilestoneStatus], allowed: list[str], version: int
) -> common_schemas.ReadinessOut:
    """Return the milestones of a group.

    `allowed` lists the reader's actions in the group, `version` is that of the group.
    """
    return {
        "items": [_show_milestone(step) for step in steps],
        "reached": sum(step.reached for step in steps),
        "checks": [{"check": name, "title": check.title()} for name, check in MILESTONE_CHECKS.items()],
        "allowed": [one for one in ("set_milestones", "reach_milestone") if one in allowed],
        "version": version,
    }


def _show_milestone(step: MilestoneStatus) -> common_schemas.MilestoneOut:
    return {
        "id": step.id,
        "check": step.check,
        "title": step.title,
        "looks": step.looks,
        "reached": step.reached,
        "reached_on": step.reached_on,
        "note": step.note,
    }


def show_balance(rows: Sequence[SectorBalance], since: datetime) -> common_schemas.BalanceOut:
    return {"since": since, "sectors": [_show_sector_balance(row) for row in rows]}


def _show_sector_balance(row: SectorBalance) -> common_schemas.SectorBalanceOut:
    return {
        "sector": cast("common_schemas.SectorName", row.seats.sector.value),
        "seated": row.seats.seated,
        "required": row.seats.required,
        "heard": row.heard,
        "messages": row.times.get("messages", 0),
        "organisations": [
            {"organisation": common_presenters.show_organisation(one.organisation), "heard": one.heard}
            for one in row.organisations
        ],
    }
