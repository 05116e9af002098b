"""Events of facilitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import ThreadPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadHandedOver(ThreadPayload):
    """A thread was handed over to another facilitator, as its facilitation step says.

    `confirmed`: see `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.thread_handed_over"
    step_id: UUID
    confirmed: tuple[str, ...] = ()
