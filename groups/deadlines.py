"""What falls due in this room: the moments at which grants change by themselves."""

from __future__ import annotations

from groups.grants.models import GrantDue
from groups.mandates.expiry import look_again
from viche.deadlines.registry import due
from viche.kernel.actor import Actor


def fire(actor: Actor, rows: list[GrantDue]) -> None:
    look_again(actor=actor, rows=rows)


due("groups.grants", model=GrantDue, fire=fire)
