"""Presenters of milestones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.common.hooks import CHECKS
from groups.memberships.balance import SectorBalance
from groups.milestones.selectors import Step


def readiness(steps: Sequence[Step], allowed: list[str], version: int) -> common_schemas.ReadinessOut:
    """`allowed` is what the reader may do in the group, `version` that of the group."""
    return {
        "items": [_milestone(step) for step in steps],
        "reached": sum(step.reached for step in steps),
        "checks": [{"check": name, "title": check.title()} for name, check in CHECKS.items()],
        "allowed": [one for one in ("set_milestones", "reach_milestone") if one in allowed],
        "version": version,
    }


def _milestone(step: Step) -> common_schemas.MilestoneOut:
    return {
        "id": step.id,
        "check": step.check,
        "title": step.title,
        "looks": step.looks,
        "reached": step.reached,
        "reached_on": step.reached_on,
        "note": step.note,
    }


def balance(rows: Sequence[SectorBalance], since: datetime) -> common_schemas.BalanceOut:
    return {"since": since, "sectors": [_balance(row) for row in rows]}


def _balance(row: SectorBalance) -> common_schemas.SectorBalanceOut:
    return {
        "sector": cast("common_schemas.SectorName", row.seats.sector.value),
        "seated": row.seats.seated,
        "required": row.seats.required,
        "heard": row.heard,
        "messages": row.times.get("messages", 0),
        "organisations": [
            {"organisation": common_presenters.organisation(one.organisation), "heard": one.heard}
            for one in row.organisations
        ],
    }
