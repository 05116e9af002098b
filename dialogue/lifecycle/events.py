"""Events of the opening and closing days of threads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from dialogue.threads.events import ThreadPayload


class Stage(StrEnum):
    """Which notification is due.

    The last day is tomorrow, today or has passed, or a draft was not opened on its first day.
    """

    NEAR = "near"
    LAST_DAY = "last_day"
    PASSED = "passed"
    NOT_OPENED = "not_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadTermDue(ThreadPayload):
    """A `day` of a thread is near, has come or has passed (`stage`). It enters no topic."""

    kind: ClassVar[str] = "dialogue.thread_term_due"
    stage: str
    day: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ()
