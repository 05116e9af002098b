"""Registry of personal data: categories, erasure, oversight, and recorded kinds of objects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from viche.accounts.models import User
from viche.accounts.selectors import filter_before, get_administrator_times
from viche.kernel.actor import Actor
from viche.kernel.text import Text
from viche.privacy.holdings import Record, RowReader, Rows

LocalisedText = str | Promise


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file to include in an export. `key` is its storage key, `sha256` the digest of its bytes."""

    id: UUID
    name: str
    key: str
    sha256: str


ExportedFiles = Callable[[UUID], Iterable[ExportedFile]]


@dataclass(frozen=True, slots=True)
class DataCategory:
    """A category of personal data that an app holds; see `register_personal_data`."""

    name: str
    title: LocalisedText
    purpose: LocalisedText
    recipients: LocalisedText
    covers: frozenset[str]
    read: RowReader
    files: ExportedFiles | None = None


DATA_CATEGORIES: dict[str, DataCategory] = {}
# Columns that reference a person but are not exported, each with the reason.
EXPORT_EXCLUSIONS: dict[str, str] = {}


def register_personal_data(
    name: str,
    *sources: RowReader,
    title: LocalisedText,
    purpose: LocalisedText,
    recipients: LocalisedText,
    covers: Sequence[str] = (),
    files: ExportedFiles | None = None,
) -> None:
    """Register what an app holds about a person, for exports: `Rows`, or functions of the person's id.

    Sources yield records one by one (`stream_rows`), because there may be very many. Records contain no
    content of other people, no personal data of other people, and no secrets. `covers` are further columns
    that the sources account for, as `app.model.field`, besides those by which `Rows` are found.
    """

    def read(person_id: UUID) -> Iterator[Record]:
        for source in sources:
            yield from source(person_id)

    columns = frozenset(covers).union(*(one.covers for one in sources if isinstance(one, Rows)))
    DATA_CATEGORIES[name] = DataCategory(name, title, purpose, recipients, columns, read, files)


def list_data_categories() -> list[DataCategory]:
    """Return every data category in reading order: the account first, then by name."""
    return sorted(DATA_CATEGORIES.values(), key=lambda one: (one.name != "accounts.person", one.name))


def exclude_from_export(reason: str, *columns: str) -> None:
    """Register the reason why columns that reference a person are not exported."""
    EXPORT_EXCLUSIONS.update(dict.fromkeys(columns, reason))


@dataclass(frozen=True, slots=True)
class ErasureOrder:
    """The person to erase, and the options."""

    person_id: UUID
    pseudonym: Text
    removes_messages: bool


@dataclass(frozen=True, slots=True)
class ErasureBlocker:
    """A reason why a person cannot be erased yet: a stable code, a sentence, and the page to resolve it."""

    code: str
    text: LocalisedText
    url: str = ""


ERASERS: dict[str, Callable[[Actor, ErasureOrder], None]] = {}
LAST_ERASERS: dict[str, Callable[[Actor, ErasureOrder], None]] = {}
ERASURE_BLOCKERS: dict[str, Callable[[UUID], ErasureBlocker | None]] = {}
# Whose requests an actor oversees, the officers of a person, and who may confirm an erasure.
CARE_QUERIES: list[Callable[[Actor], QuerySet[User]]] = []
OFFICER_FINDERS: list[Callable[[UUID], Iterable[UUID]]] = []
PersonAt = tuple[UUID, datetime]
SecondDeciderFinder = Callable[[Collection[PersonAt]], Mapping[PersonAt, Iterable[UUID]]]
SECOND_DECIDER_FINDERS: list[SecondDeciderFinder] = []
# Each raises Invalid for a file that cannot be the document of a request.
DOCUMENT_CHECKS: list[Callable[[Actor, UUID], None]] = []


def register_eraser(name: str, erase: Callable[[Actor, ErasureOrder], None], *, last: bool = False) -> None:
    """Register the function that erases a person's data of an app. It runs in the erasure transaction.

    `last`: it runs after all others.
    """
    (LAST_ERASERS if last else ERASERS)[name] = erase


def list_erasers() -> list[Callable[[Actor, ErasureOrder], None]]:
    """Return all registered erasers in order."""
    return [*ERASERS.values(), *LAST_ERASERS.values()]


def register_erasure_blocker(name: str, look: Callable[[UUID], ErasureBlocker | None]) -> None:
    """Register a check that may block the erasure of a person."""
    ERASURE_BLOCKERS[name] = look


def register_oversight(
    in_care: Callable[[Actor], QuerySet[User]],
    officers: Callable[[UUID], Iterable[UUID]],
    second_deciders: SecondDeciderFinder,
) -> None:
    """Register the functions that return an actor's people in care, a person's officers, and second deciders.

    Second deciders must have held their office since before the given moment: they are asked for several
    people at once, each with a moment.
    """
    CARE_QUERIES.append(in_care)
    OFFICER_FINDERS.append(officers)
    SECOND_DECIDER_FINDERS.append(second_deciders)


def register_document_check(check: Callable[[Actor, UUID], None]) -> None:
    """Register a check of the file that an actor attaches to a request as its document."""
    DOCUMENT_CHECKS.append(check)


def check_document(actor: Actor, file_id: UUID) -> None:
    """Raise Invalid at `/document_file` for a file that the actor cannot attach to a request."""
    for check in DOCUMENT_CHECKS:
        check(actor, file_id)


def list_people_in_care(actor: Actor) -> QuerySet[User]:
    """Return the people whose requests `actor` handles; empty without such an office."""
    found = User.objects.none()
    for in_care in CARE_QUERIES:
        found = found | in_care(actor)
    return found


def officers_of(person_id: UUID) -> set[UUID]:
    """Return the ids of the officers who handle the requests of a person."""
    return {officer for officers in OFFICER_FINDERS for officer in officers(person_id)}


def list_second_deciders(moments: Collection[PersonAt]) -> dict[PersonAt, set[UUID]]:
    """Return the officers, coordinators and administrators who may confirm the erasure of each person.

    Each has held the office since before the given moment; the person themselves is excluded.
    """
    administrators = get_administrator_times()
    found = {one: filter_before(administrators, one[1]) for one in moments}
    for find in SECOND_DECIDER_FINDERS:
        for one, people in find(moments).items():
            found[one].update(people)
    return {one: people - {one[0]} for one, people in found.items()}


def erasure_blockers_of(person_id: UUID) -> list[ErasureBlocker]:
    """Return everything that blocks the erasure of a person now."""
    return [found for look in ERASURE_BLOCKERS.values() if (found := look(person_id)) is not None]


def describe_erasure_blockers(found: Iterable[ErasureBlocker]) -> str:
    """Return the text of all blockers, in the active language."""
    return " ".join(str(one.text) for one in found)


# ---- access record -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccessGround:
    """A reason why a reader could see an object: its kind, and its record where there is one."""

    kind: str
    record_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GroundContext:
    """The organisation and position for which a reader acted."""

    organisation: Text | None = None
    position: Text | None = None


UNKNOWN_GROUND = AccessGround("unknown")
GroundFinder = Callable[[UUID, Sequence[UUID]], Mapping[UUID, AccessGround]]
SubjectQuery = Callable[[UUID], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class RecordedKind:
    """A kind of object whose accesses are recorded; see `register_recorded_kind`."""

    grounds: GroundFinder
    concerns: Sequence[SubjectQuery]


RECORDED_KINDS: dict[str, RecordedKind] = {}
GROUND_PRESENTERS: dict[str, Callable[[Collection[UUID]], Mapping[UUID, GroundContext]]] = {}


def register_recorded_kind(
    kind: str, *, grounds: GroundFinder, concerns: Sequence[SubjectQuery] = ()
) -> None:
    """Register a kind of object whose accesses are recorded (`viche.kernel.access_log`).

    `grounds(person_id, ids)` returns the reasons why a person sees some of the objects now. An object that
    concerns several people needs `concerns`: each `concerns(person_id)` returns rows with `thing`, the id of
    an object with data of that person, and `since`; an access in or after the hour of `since` counts as an
    access to the person's data.
    """
    RECORDED_KINDS[kind] = RecordedKind(grounds, concerns)


def build_office_grounds(kind: str) -> GroundFinder:
    """Build `grounds` for a kind of object that people see only by an office."""
    return lambda _person_id, ids: dict.fromkeys(ids, AccessGround(kind))


def register_ground_presenter(
    kind: str, describe: Callable[[Collection[UUID]], Mapping[UUID, GroundContext]]
) -> None:
    """Register how records of a kind of ground are presented: organisation and position."""
    GROUND_PRESENTERS[kind] = describe


def grounds_of(kind: str, person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return the reasons why a person sees objects of a kind. Raises KeyError for an unregistered kind."""
    found = RECORDED_KINDS[kind].grounds(person_id, ids)
    return {pk: found.get(pk, UNKNOWN_GROUND) for pk in ids}


def describe_grounds(grounds: Iterable[AccessGround]) -> dict[AccessGround, GroundContext]:
    """Return organisation and position of some grounds, with one query per kind."""
    ids: dict[str, set[UUID]] = {}
    for one in grounds:
        if one.record_id is not None and one.kind in GROUND_PRESENTERS:
            ids.setdefault(one.kind, set()).add(one.record_id)
    return {
        AccessGround(kind, pk): seen
        for kind, wanted in ids.items()
        for pk, seen in GROUND_PRESENTERS[kind](wanted).items()
    }
