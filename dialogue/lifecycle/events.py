"""What happens on the days of a thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from dialogue.threads.events import ThreadPayload


class Stage(StrEnum):
    """What is told of such a day: that the last one is near, has come or has passed, or that a draft was not
    opened on its first.
    """

    NEAR = "near"
    LAST_DAY = "last_day"
    PASSED = "passed"
    NOT_OPENED = "not_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadTermDue(ThreadPayload):
    """A `day` of a thread is near, has come or has passed: `stage`. Nobody who looks has to hear of it."""

    kind: ClassVar[str] = "dialogue.thread_term_due"
    stage: str
    day: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ()
