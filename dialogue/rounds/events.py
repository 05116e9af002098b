"""Events of rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import ThreadPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStarted(ThreadPayload):
    """A round was started. `confirmed`: see `MessagePosted`, of the question."""

    kind: ClassVar[str] = "dialogue.round_started"
    round_id: UUID
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEnded(ThreadPayload):
    """A round ended because its time ran out or a facilitator ended it."""

    kind: ClassVar[str] = "dialogue.round_ended"
    round_id: UUID
