"""Events of rounds."""

from __future__ import annotations

from uuid import UUID

from dialogue.threads.events import ThreadPayload


class RoundStarted(ThreadPayload, kind="dialogue.round_started", discloses=True):
    """A round was started. `confirmed`: see `MessagePosted`, of the question."""

    round_id: UUID


class RoundEnded(ThreadPayload, kind="dialogue.round_ended"):
    """A round ended because its time ran out or a facilitator ended it."""

    round_id: UUID
