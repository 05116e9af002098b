"""Registry of deadlines: a domain registers a table of DueRow and the service that fires its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from viche.kernel.actor import Actor
from viche.kernel.models import DueRow
from viche.kernel.row_claims import Claim

# fire(actor, rows): rows of the registered model, in the order of due_at.
FireRows = Callable[[Actor, list[Any]], object]
# fire_at_once(actor, claim): returns how many rows were claimed.
FireClaim = Callable[[Actor, Claim], int]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A kind of deadline; see `register_deadline`."""

    kind: str
    model: type[DueRow]
    fire: FireRows
    fire_at_once: FireClaim | None = None


DEADLINES: dict[str, Deadline] = {}


def register_deadline(
    kind: str, *, model: type[DueRow], fire: FireRows, fire_at_once: FireClaim | None = None
) -> None:
    """Register what happens when rows of `model` fall due.

    `fire(actor, rows)` runs in the transaction that claims the rows and marks them as fired, so its effect in
    the database happens exactly once: it is committed together with the mark, or not at all. It must only
    write to the database (record events; external effects are triggered by those). It skips rows that no
    longer apply: they count as fired. It may be called again for some of the rows after it failed and was
    rolled back.

    `fire_at_once(actor, claim)` does the same in one statement, a unit of work of its own, that also claims
    and marks the rows, and returns how many it claimed. When it fails, the rows are given to `fire`, which
    isolates the failing row.
    """
    known = DEADLINES.get(kind)
    if known is not None and known.model is not model:
        raise ValueError(f"Two deadlines are called {kind}")
    DEADLINES[kind] = Deadline(kind, model, fire, fire_at_once)
