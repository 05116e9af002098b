"""What falls due: a domain names its table of DueRow and the service that is called when rows fall due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from viche.kernel.actor import Actor
from viche.kernel.claims import Claim
from viche.kernel.models import DueRow

# fire(actor, rows): rows of the registered model, in the order of due_at.
Fire = Callable[[Actor, list[Any]], object]
# fire_at_once(actor, claim): how many rows were claimed.
FireAtOnce = Callable[[Actor, Claim], int]


@dataclass(frozen=True, slots=True)
class Deadline:
    """One kind of deadline; see `due`."""

    kind: str
    model: type[DueRow]
    fire: Fire
    fire_at_once: FireAtOnce | None = None


DEADLINES: dict[str, Deadline] = {}


def due(kind: str, *, model: type[DueRow], fire: Fire, fire_at_once: FireAtOnce | None = None) -> None:
    """Register what happens when rows of `model` fall due.

    `fire(actor, rows)` runs in the transaction that claims the rows and marks them as fired, so its effect in
    the database happens exactly once: everything it does is committed together with the mark, or nothing is.
    It must only write to the database (record events; what leaves the house hangs on those). Rows that should
    no longer happen are passed over by it: they count as fired. It may be called again for some of the rows
    after it failed and everything it did was undone.

    `fire_at_once(actor, claim)` does the same in one statement, a unit of work of its own, that claims and
    marks the rows as well, and returns how many it claimed. Where it fails, the rows are given to `fire`,
    which finds the one at fault.
    """
    known = DEADLINES.get(kind)
    if known is not None and known.model is not model:
        raise ValueError(f"Two deadlines are called {kind}")
    DEADLINES[kind] = Deadline(kind, model, fire, fire_at_once)
