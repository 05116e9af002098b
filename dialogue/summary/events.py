"""Events of summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import ThreadPayload, topic_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GistPayload(ThreadPayload):
    """Base of the events of a thread's overview; they enter only the topic of the thread."""

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWritten(GistPayload):
    """A facilitator wrote or rewrote the summary of a thread. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.summary_written"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWithdrawn(GistPayload):
    """The summary of a thread was withdrawn, with its earlier versions."""

    kind: ClassVar[str] = "dialogue.summary_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaChanged(GistPayload):
    """A question changed, as `change` says. `confirmed`: see `MessagePosted`.

    `change` is asked, proposed, edited, placed, removed, open, answered, aside or declined.
    """

    kind: ClassVar[str] = "dialogue.agenda_changed"
    question_id: UUID
    change: str
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsChanged(GistPayload):
    """A statement was collected, edited or removed (`change`). `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.statements_changed"
    statement_id: UUID
    change: str
    confirmed: tuple[str, ...] = ()
