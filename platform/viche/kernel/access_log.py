"""The access log: API code reports objects that it is about to show; the privacy app stores the entries.

Only restricted or personal data is logged. Data that every member reads is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from viche.kernel.actor import Actor
from viche.kernel.clock import now

LOG_INTERVAL = timedelta(hours=1)


class AccessMode(StrEnum):
    """How an object was shown.

    PAGE: opened; LIST: in a list; LIVE: pushed to an open page; FILE: as a file; LINK: as a file by a bearer
    link, which works without a sign-in for anyone who has the link.
    """

    PAGE = "page"
    LIST = "list"
    LIVE = "live"
    FILE = "file"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Read:
    """One object that is shown. `kind` is named as in links: `thread`, `action`, `account` …

    `subject_id` is the person whose data it is; None: the app decides which people the object concerns.
    """

    kind: str
    id: UUID
    subject_id: UUID | None = None


Asked = tuple[Actor, Read]
Recorder = Callable[[Sequence[Asked], AccessMode], None]

_RECORDERS: list[Recorder] = []


def register_access_recorder(recorder: Recorder) -> None:
    """Register a recorder of accesses. If it raises, the response is not sent."""
    _RECORDERS.append(recorder)


def log_access(actor: Actor, reads: Iterable[Read], way: AccessMode = AccessMode.PAGE) -> None:
    """Log that objects are shown to `actor`, in one batch.

    `Endpoint.records` calls it after `read_snapshot()`, which is read-only, and before the response is sent:
    if it raises, nothing is shown. Repeats within the hour are not logged again.
    """
    log_access_of_many([(actor, one) for one in reads], way)


def log_each(build_read: Callable[[Any], Read | None]) -> Callable[[Actor, Any], None]:
    """Return a recorder for `Endpoint.records` that logs each item of a list, or one object that is opened.

    `build_read` gets what is shown of it, and returns None where that is not logged.
    """

    def log(actor: Actor, shown: Mapping[str, Any]) -> None:
        items, way = list_shown(shown)
        log_access(actor, [read for one in items if (read := build_read(one)) is not None], way)

    return log


def list_shown(shown: Mapping[str, Any]) -> tuple[Sequence[Any], AccessMode]:
    """Return the items of a list, or the one object that an answer shows, and in which mode."""
    return (shown["items"], AccessMode.LIST) if "items" in shown else ([shown], AccessMode.PAGE)


def log_access_of_many(asked: Sequence[Asked], way: AccessMode) -> None:
    """Log accesses of several actors. Access to one's own data is not logged."""
    theirs = [(actor, one) for actor, one in asked if actor.person_id not in (None, one.subject_id)]
    if theirs:
        for write in _RECORDERS:
            write(theirs, way)


def hour_of(at: datetime) -> datetime:
    """Return the start of the hour of a moment. Accesses are logged once per hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def get_access_log_expiry() -> datetime:
    """Return until when the current log entry covers a reader who stays subscribed."""
    return hour_of(now()) + LOG_INTERVAL
