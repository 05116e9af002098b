"""Who is about to be shown what: adapters say it here before they answer, the privacy room writes it down.

Only what is restricted or personal is told. What everybody at the table reads costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from viche.kernel.actor import Actor
from viche.kernel.clock import now

SPAN = timedelta(hours=1)


class Way(StrEnum):
    """How something was shown: opened, in a list, on an open page as it happened, as a file, or as a file
    by a link, which opens without a sign-in: by the reader who asked for the link or anybody with it.
    """

    PAGE = "page"
    LIST = "list"
    LIVE = "live"
    FILE = "file"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Read:
    """One object that somebody is shown, named as in links: `thread`, `action`, `account` …

    `subject_id` is the person whose data it is. None: whoever is concerned by the object, as its room says.
    """

    kind: str
    id: UUID
    subject_id: UUID | None = None


Asked = tuple[Actor, Read]
Recorder = Callable[[Sequence[Asked], Way], None]

_RECORDERS: list[Recorder] = []


def on_reads(recorder: Recorder) -> None:
    """Register who writes down what is read. What it raises keeps the answer from being given."""
    _RECORDERS.append(recorder)


def note_reads(actor: Actor, reads: Iterable[Read], way: Way = Way.PAGE) -> None:
    """Have it written down that `actor` is shown some things; of many at once as quickly as of one.

    Belongs after a `snapshot()`, which cannot write, and before the answer: what cannot be written down is
    not shown. The same again within the hour adds nothing.
    """
    note_reads_of_many([(actor, one) for one in reads], way)


def note_reads_of_many(asked: Sequence[Asked], way: Way) -> None:
    """The same for several people."""
    theirs = [(actor, one) for actor, one in asked if actor.person_id not in (None, one.subject_id)]
    if theirs:
        for write in _RECORDERS:
            write(theirs, way)


def hour_of(at: datetime) -> datetime:
    """The full hour in which a moment lies: what is read again within it is not written again."""
    return at.replace(minute=0, second=0, microsecond=0)


def noted_until() -> datetime:
    """Until when what was noted now holds for somebody who goes on listening."""
    return hour_of(now()) + SPAN
