"""What clients write down while faults are made: every message they sent, every event they heard.

Nothing here knows how the product works: this is what any partner could write down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from typing import NamedTuple


class Outcome(StrEnum):
    """What the sender knows of a message. Unknown: it may have been stored, once, or not at all."""

    OK = "ok"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Answer(NamedTuple):
    """The acknowledgement of a message: when it came, and as what the message was stored."""

    at: float
    message_id: str
    number: int


@dataclass(slots=True)
class Attempt:
    """One message of one sender, however often it was sent. Times are monotonic seconds."""

    sender: str
    thread: str
    client_id: str
    body: str
    invoked: float = field(default_factory=monotonic)
    tries: int = 0
    answers: list[Answer] = field(default_factory=list)
    refusal: str = ""  # the code of a refusal that says that nothing was stored

    @property
    def outcome(self) -> Outcome:
        if self.answers:
            return Outcome.OK
        return Outcome.FAIL if self.refusal else Outcome.UNKNOWN


class Heard(NamedTuple):
    """One event of a topic. `number` and `body` are those of a message; None for any other event."""

    seq: int
    number: int | None
    body: str | None


@dataclass(slots=True)
class Stretch:
    """A part of what was heard without loading anew: it begins where `known` messages were there at `after`.

    `loaded` are the messages that were read to get there, as number and body.
    """

    after: int = 0
    known: int = 0
    loaded: list[tuple[int, str]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    @property
    def at(self) -> int:
        """The number of the last event."""
        return self.heard[-1].seq if self.heard else self.after


@dataclass(slots=True)
class Ear:
    """What one listener heard of one thread. `to_the_end`: it listened until everything had been said."""

    listener: str
    thread: str
    stretches: list[Stretch] = field(default_factory=lambda: [Stretch()])
    to_the_end: bool = True

    @property
    def at(self) -> int:
        return self.stretches[-1].at


class Stored(NamedTuple):
    """One message as REST tells it in the end."""

    number: int
    message_id: str
    client_id: str
    body: str


@dataclass(slots=True)
class Final:
    """The end of one thread by REST: all its messages, and the number of the last event of its topic."""

    messages: list[Stored]
    seq: int


@dataclass(slots=True)
class History:
    """Everything that the clients of one trial wrote down."""

    attempts: dict[str, Attempt] = field(default_factory=dict)
    ears: list[Ear] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        # A copy, made at one blow: the clients go on in a thread of theirs.
        return sum(one.outcome is outcome for one in list(self.attempts.values()))

    def refusals(self) -> set[str]:
        """Why messages were refused."""
        return {one.refusal for one in self.attempts.values() if one.outcome is Outcome.FAIL}

    @property
    def deliveries(self) -> int:
        return sum(len(stretch.heard) for ear in self.ears for stretch in ear.stretches)

    def of_thread(self, thread: str) -> Sequence[Attempt]:
        return [one for one in self.attempts.values() if one.thread == thread]


Finals = Mapping[str, Final]  # by thread
