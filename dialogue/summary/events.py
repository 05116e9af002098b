"""Events of summary."""

from __future__ import annotations

from uuid import UUID

from dialogue.threads.events import ThreadPayload, topic_of


class GistPayload(ThreadPayload):
    """Base of the events of a thread's overview; they enter only the topic of the thread."""

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)


class SummaryWritten(GistPayload, kind="dialogue.summary_written", discloses=True):
    """A facilitator wrote or rewrote the summary of a thread. `confirmed`: see `MessagePosted`."""


class SummaryWithdrawn(GistPayload, kind="dialogue.summary_withdrawn"):
    """The summary of a thread was withdrawn, with its earlier versions."""


class AgendaChanged(GistPayload, kind="dialogue.agenda_changed", discloses=True):
    """A question changed, as `change` says. `confirmed`: see `MessagePosted`.

    `change` is asked, proposed, edited, placed, removed, open, answered, aside or declined.
    """

    question_id: UUID
    change: str


class StatementsChanged(GistPayload, kind="dialogue.statements_changed", discloses=True):
    """A statement was collected, edited or removed (`change`). `confirmed`: see `MessagePosted`."""

    statement_id: UUID
    change: str
