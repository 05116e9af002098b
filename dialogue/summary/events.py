"""Events of summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.threads.events import ThreadPayload, topic_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GistPayload(ThreadPayload):
    """What the talk comes to is put otherwise. Only those who look at the thread hear of it."""

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.thread_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWritten(GistPayload):
    """Who leads a thread wrote its summary, perhaps anew. `confirmed`: see `MessagePosted`."""

    kind: ClassVar[str] = "dialogue.summary_written"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWithdrawn(GistPayload):
    """The summary of a thread was taken back, with everything that it said before."""

    kind: ClassVar[str] = "dialogue.summary_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaChanged(GistPayload):
    """A question was asked or proposed, edited, placed, removed, or is open, answered, aside or declined
    (`change`). `confirmed`: see `MessagePosted`.
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
