"""What rooms register here: what they hold about people and why, what erasure does to it, who oversees, and
of what it is written down who read it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from viche.accounts.models import User
from viche.accounts.selectors import administrators_before
from viche.kernel.actor import Actor
from viche.kernel.text import Text

Words = str | Promise
Record = dict[str, Any]  # JSON values by the name of the field
Read = Callable[[UUID], Iterable[Record]]
Row = TypeVar("Row", bound=Model)
T = TypeVar("T")
PIECE = 1000  # rows that are in memory at once


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file to put into a person's copy. `key` is where its bytes lie, `sha256` what they are."""

    id: UUID
    name: str
    key: str
    sha256: str


KeptFiles = Callable[[UUID], Iterable[KeptFile]]


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of data that a room holds about people; see `personal_data`."""

    name: str
    title: Words
    purpose: Words
    recipients: Words
    covers: frozenset[str]
    read: Read
    files: KeptFiles | None = None


HOLDINGS: dict[str, Holding] = {}
# Columns that point to a person and are not in their copy, each with the reason.
WITHHELD: dict[str, str] = {}


def personal_data(
    name: str,
    *,
    title: Words,
    purpose: Words,
    recipients: Words,
    covers: Sequence[str] = (),
    files: KeptFiles | None = None,
) -> Callable[[Read], Read]:
    """Register `read(person_id)`: what this room holds about a person, for the copy that they ask for.

    It yields one row after another (`streamed`): there may be very many. `covers` are the columns that it
    answers for, as `app.model.field`. It holds neither what others wrote nor the personal data of others nor
    any secret.
    """

    def register(read: Read) -> Read:
        HOLDINGS[name] = Holding(name, title, purpose, recipients, frozenset(covers), read, files)
        return read

    return register


def streamed(rows: QuerySet[Row]) -> Iterator[Row]:
    """Rows of which a person may have very many, a piece at a time: a copy never holds them all."""
    return rows.iterator(PIECE)


def in_pieces(things: Iterable[T], size: int = PIECE) -> Iterator[list[T]]:
    """The same things, in lists of at most `size`."""
    rest = iter(things)
    while piece := list(islice(rest, size)):
        yield piece


def all_holdings() -> list[Holding]:
    """Every kind of data in the order in which people read it: the account first, then room by room."""
    return sorted(HOLDINGS.values(), key=lambda one: (one.name != "accounts.person", one.name))


def not_exported(reason: str, *columns: str) -> None:
    """Say why columns that point to a person are not in their copy."""
    WITHHELD.update(dict.fromkeys(columns, reason))


@dataclass(frozen=True, slots=True)
class Erasing:
    """Who is erased, and how."""

    person_id: UUID
    pseudonym: Text
    removes_messages: bool


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why somebody cannot be erased yet: a stable code, a sentence, and the page where it can be settled."""

    code: str
    text: Words
    url: str = ""


ERASERS: dict[str, Callable[[Actor, Erasing], None]] = {}
LAST_ERASERS: dict[str, Callable[[Actor, Erasing], None]] = {}
HINDRANCES: dict[str, Callable[[UUID], Hindrance | None]] = {}
# Whose requests an actor oversees, who oversees those of a person, and who may confirm an erasure.
CARE: list[Callable[[Actor], QuerySet[User]]] = []
OFFICERS: list[Callable[[UUID], Iterable[UUID]]] = []
SECOND_DECIDERS: list[Callable[[UUID, datetime], Iterable[UUID]]] = []
# They raise Invalid for a file that cannot be the document of a request.
DOCUMENT_CHECKS: list[Callable[[Actor, UUID], None]] = []


def on_erasure(name: str, erase: Callable[[Actor, Erasing], None], *, last: bool = False) -> None:
    """Register what a room does when somebody is erased, by its services, in the one transaction of it;
    `last`: when all others have let go of what is theirs.
    """
    (LAST_ERASERS if last else ERASERS)[name] = erase


def erasers() -> list[Callable[[Actor, Erasing], None]]:
    """What all of them do, in their order."""
    return [*ERASERS.values(), *LAST_ERASERS.values()]


def hinders_erasure(name: str, look: Callable[[UUID], Hindrance | None]) -> None:
    """Register a reason for which somebody cannot be erased yet."""
    HINDRANCES[name] = look


def overseen_by(
    in_care: Callable[[Actor], QuerySet[User]],
    officers: Callable[[UUID], Iterable[UUID]],
    second_deciders: Callable[[UUID, datetime], Iterable[UUID]],
) -> None:
    """Register the people in the care of an actor, the officers of a person, and who confirms an erasure of
    the person with them: holders of offices since before a moment.
    """
    CARE.append(in_care)
    OFFICERS.append(officers)
    SECOND_DECIDERS.append(second_deciders)


def on_document(check: Callable[[Actor, UUID], None]) -> None:
    """Register a check of the file that an actor attaches to a request as its document."""
    DOCUMENT_CHECKS.append(check)


def check_document(actor: Actor, file_id: UUID) -> None:
    """Raise Invalid at `/document_file` for a file that the actor cannot attach to a request."""
    for check in DOCUMENT_CHECKS:
        check(actor, file_id)


def people_in_care(actor: Actor) -> QuerySet[User]:
    """The people whose requests `actor` handles; nobody for whoever holds no such office."""
    found = User.objects.none()
    for in_care in CARE:
        found = found | in_care(actor)
    return found


def officers_of(person_id: UUID) -> set[UUID]:
    """Who handles the requests of a person."""
    return {officer for officers in OFFICERS for officer in officers(person_id)}


def second_deciders_of(person_id: UUID, before: datetime) -> set[UUID]:
    """Return the officers, coordinators and administrators who may confirm the erasure of a person.

    Each held the office before a moment; the person themselves is left out.
    """
    found = {holder for deciders in SECOND_DECIDERS for holder in deciders(person_id, before)}
    return (found | administrators_before(before)) - {person_id}


def hindrances_of(person_id: UUID) -> list[Hindrance]:
    """Everything that stands against erasing a person now."""
    return [found for look in HINDRANCES.values() if (found := look(person_id)) is not None]


def describe_hindrances(found: Iterable[Hindrance]) -> str:
    """Return the words of all hindrances, in the active language."""
    return " ".join(str(one.text) for one in found)


# ---- who saw what ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody could see a thing: the kind of the reason, and its record where there is one."""

    kind: str
    record_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GroundSeen:
    """For whom somebody acted, in which post."""

    organisation: Text | None = None
    position: Text | None = None


UNKNOWN = Ground("unknown")
Grounds = Callable[[UUID, Sequence[UUID]], Mapping[UUID, Ground]]
Concern = Callable[[UUID], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One kind of thing of which it is written down who read it; see `recorded`."""

    grounds: Grounds
    concerns: Sequence[Concern]


RECORDED: dict[str, Recorded] = {}
SHOWN_GROUNDS: dict[str, Callable[[Collection[UUID]], Mapping[UUID, GroundSeen]]] = {}


def recorded(kind: str, *, grounds: Grounds, concerns: Sequence[Concern] = ()) -> None:
    """Register a kind of thing whose reading is written down (`viche.kernel.reads`).

    `grounds(person_id, ids)` says why somebody sees some of them now. Where a thing is not about one person,
    each of `concerns(person_id)` gives rows with `thing` (the id of a thing that holds something of that
    person) and `since` when: whoever reads it in or after that hour, reads of them.
    """
    RECORDED[kind] = Recorded(grounds, concerns)


def by_office(kind: str) -> Grounds:
    """The grounds of what a person sees by an office alone."""
    return lambda _person_id, ids: dict.fromkeys(ids, Ground(kind))


def ground_shown(kind: str, describe: Callable[[Collection[UUID]], Mapping[UUID, GroundSeen]]) -> None:
    """Register how the records of a kind of ground are shown: for whom, in which post."""
    SHOWN_GROUNDS[kind] = describe


def grounds_of(kind: str, person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Ground]:
    """Why a person sees some things of a kind. Raises KeyError for a kind that nobody registered."""
    found = RECORDED[kind].grounds(person_id, ids)
    return {pk: found.get(pk, UNKNOWN) for pk in ids}


def grounds_seen(grounds: Iterable[Ground]) -> dict[Ground, GroundSeen]:
    """How some grounds are shown, in one question for each kind."""
    ids: dict[str, set[UUID]] = {}
    for one in grounds:
        if one.record_id is not None and one.kind in SHOWN_GROUNDS:
            ids.setdefault(one.kind, set()).add(one.record_id)
    return {
        Ground(kind, pk): seen
        for kind, wanted in ids.items()
        for pk, seen in SHOWN_GROUNDS[kind](wanted).items()
    }
