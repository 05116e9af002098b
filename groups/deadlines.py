"""Deadlines of this app: moments at which grants change by themselves."""

from __future__ import annotations

from groups.grants.models import GrantDue
from groups.mandates.expiry import resync_due_grants
from viche.deadlines.registry import register_deadline
from viche.kernel.actor import Actor


def fire(actor: Actor, rows: list[GrantDue]) -> None:
    resync_due_grants(actor=actor, rows=rows)


register_deadline("groups.grants", model=GrantDue, fire=fire)
