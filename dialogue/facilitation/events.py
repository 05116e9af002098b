"""Events of facilitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import ThreadPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadHandedOver(ThreadPayload):
    """Somebody else leads a thread from now on, as the step of its record says. `confirmed`: see
    `MessagePosted`.
    """

    kind: ClassVar[str] = "dialogue.thread_handed_over"
    step_id: UUID
    confirmed: tuple[str, ...] = ()
