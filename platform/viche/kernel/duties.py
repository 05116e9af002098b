"""Registry of duties: everything that waits for an answer or a step of one person, shown by Today.

Each app registers its kinds in a module `duties.py`, with a function that finds what waits for an actor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.text import Text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

T = TypeVar("T")

MAX_PER_FINDER = 100
"""How many duties one finder returns at most."""

NOTICE = timedelta(days=2)
"""How long before its term a duty becomes pressing: for a day, as the day before its last one begins."""


class Step(StrEnum):
    """What is expected of the person; clients choose an icon by it."""

    ANSWER = "answer"
    VERIFY = "verify"
    READ = "read"
    SPEAK = "speak"
    WORK = "work"
    RENEW = "renew"


@dataclass(frozen=True, slots=True)
class DutyKind:
    """A kind of duty: what it is called, and the label of the button that leads to it."""

    name: str
    step: Step
    label: StrOrPromise
    button: StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that waits for one person since `since`, until its term `due_at`, if it has one.

    `due_on` is the last day, where the term is a whole day that ends at `due_at`. `id` is that of the object.
    `organisation` is the one that it concerns. `is_shared`: its whole group may read it. `reads` is what the
    access log records when it is shown.
    """

    kind: DutyKind
    id: UUID
    title: Text
    url: str
    since: datetime
    due_on: date | None = None
    due_at: datetime | None = None
    number: int | None = None
    note: Text | None = None
    organisation: object | None = None
    group_id: UUID | None = None
    is_shared: bool = False
    reads: tuple[Read, ...] = ()

    def is_overdue(self, at: datetime) -> bool:
        """Return whether the term has passed."""
        return self.due_at is not None and self.due_at <= at

    def get_need_time(self, at: datetime) -> datetime:
        """Return when the need arose, or when its term made it pressing: shortly before it and as it passed.

        So a request that came weeks ago is new again on the day before its term.
        """
        due = self.due_at
        pressing = () if due is None else (due - NOTICE, due)
        return max([self.since, *(moment for moment in pressing if moment <= at)])


@dataclass(frozen=True, slots=True)
class DutyReader:
    """The person whose duties are looked for, with what several finders need of their rights."""

    actor: Actor
    _loaded: dict[Any, Any] = field(default_factory=dict)

    def load(self, function: Callable[..., T], *known: object) -> T:
        """Return `function(actor, *known)`, called once however many finders ask for it."""
        if function not in self._loaded:
            self._loaded[function] = function(self.actor, *known)
        return cast("T", self._loaded[function])


DutyFinder = Callable[[DutyReader], Iterable[Duty]]

DUTY_KINDS: dict[str, DutyKind] = {}
FINDERS: list[DutyFinder] = []


def register_duties(find: DutyFinder, *kinds: DutyKind) -> None:
    """Register kinds of duties, and the function that finds those of a person.

    `find` returns only what the actor may see, in a number of queries that does not grow.
    """
    DUTY_KINDS.update((kind.name, kind) for kind in kinds)
    FINDERS.append(find)


def list_duties(reader: DutyReader) -> list[Duty]:
    """Return everything that waits for a person, the newest need first."""
    at = now()
    found = [duty for find in FINDERS for duty in find(reader)]
    return sorted(found, key=lambda duty: (duty.get_need_time(at), duty.id), reverse=True)
