"""Events of deadlines of dossiers."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload


class DeadlinePayload(DossierPayload):
    """A fact about a deadline; `name` is that of its declaration."""

    deadline_id: UUID
    name: str


class DossierDeadlineNear(DeadlinePayload, kind="programmes.deadline_near"):
    """The last day of a deadline comes in three days."""


class DossierDeadlineReached(DeadlinePayload, kind="programmes.deadline_reached"):
    """The last day of a deadline passed before a transition ended it."""
