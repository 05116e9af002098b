"""Events of the opening and closing days of threads."""

from __future__ import annotations

from enum import StrEnum

from dialogue.threads.events import ThreadPayload


class Stage(StrEnum):
    """Which notification is due.

    The last day is tomorrow, today or has passed, or a draft was not opened on its first day.
    """

    NEAR = "near"
    LAST_DAY = "last_day"
    PASSED = "passed"
    NOT_OPENED = "not_opened"


class ThreadTermDue(ThreadPayload, kind="dialogue.thread_term_due"):
    """A `day` of a thread is near, has come or has passed (`stage`). It enters no topic."""

    stage: str
    day: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ()
