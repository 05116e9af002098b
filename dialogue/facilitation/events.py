"""Events of facilitation."""

from __future__ import annotations

from uuid import UUID

from dialogue.threads.events import ThreadPayload


class ThreadHandedOver(ThreadPayload, kind="dialogue.thread_handed_over", discloses=True):
    """A thread was handed over to another facilitator, as its facilitation step says.

    `confirmed`: see `MessagePosted`.
    """

    step_id: UUID
