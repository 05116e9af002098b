"""Taking in a list of the national codifier: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.codifier import Fault, Line, read_codifier
from groups.events import TerritoriesImported
from groups.models import Territory, TerritoryLevel
from groups.models.territories import PREFIX
from groups.policies import TerritoryAction, TerritoryPolicy, runs_the_system
from viche.kernel.actor import Actor
from viche.kernel.errors import FieldError, Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.ids import uuid7
from viche.kernel.policy import load
from viche.kernel.services import service

AT_ONCE = 1000
MOST_NAMED = 500  # faults in one refusal
COUNTRY = "UA00000000000000000"
LEVELS = list(TerritoryLevel)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A territory whose name the list corrects."""

    code: str
    before: str
    after: str


@dataclass(slots=True)
class Import:
    """How far it has come. `places` finds a territory by its level's prefix, among those known and read;
    `missing` counts the known ones that the list does not name.
    """

    places: dict[str, tuple[UUID, str]]
    writes: bool
    seen: set[str] = field(default_factory=set)
    renamed: list[Renamed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0


@service(TerritoryAction.IMPORT_PARTS)
def preview_territories(*, actor: Actor, text: Iterable[str]) -> Import:
    """What `import_territories` would do with a list, every fault named; nothing is written.

    Raises Invalid for what is no such list at all.
    """
    country = Territory.objects.filter(level=TerritoryLevel.COUNTRY).first()
    if country is not None:
        load(TerritoryPolicy(), actor, country.pk, TerritoryAction.IMPORT_PARTS)
    elif not runs_the_system(actor):
        raise Forbidden
    return _read(text, writes=False)


@service(TerritoryAction.IMPORT_PARTS)
def import_territories(*, actor: Actor, text: Iterable[str]) -> Import:
    """Add what a list names and is not known, and correct the names and places of what is.

    Nothing is ever taken away. A territory comes after the one in which it lies. Read line by line, so the
    list may be long; a second time it changes nothing. Raises Invalid with every line that cannot be taken
    in (`/lines/17`), and then nothing was.
    """
    country = _country(actor)
    going = _read(text, writes=True)
    if going.faults:
        errors = [
            FieldError(f"/lines/{one.number}", one.code, one.message) for one in going.faults[:MOST_NAMED]
        ]
        raise Invalid(errors, _("Nothing was imported. Correct the named lines and send the list again."))
    if going.added or going.changed:
        counted = {"added": going.added, "changed": going.changed}
        record(actor, TerritoriesImported(territory_id=country.pk, **counted))
    return going


def _read(text: Iterable[str], *, writes: bool) -> Import:
    known = Territory.objects.values_list("id", "code", "level")
    places = {code[: PREFIX[TerritoryLevel(level)]]: (pk, code) for pk, code, level in known.iterator()}
    codes = {code for _pk, code in places.values()} - {COUNTRY}
    places.setdefault(COUNTRY[: PREFIX[TerritoryLevel.COUNTRY]], (uuid7(), COUNTRY))
    going, lines = Import(places, writes), read_codifier(text)
    while batch := list(islice(lines, AT_ONCE)):
        _take_in(going, batch)
    going.missing = len(codes - going.seen)
    return going


def _country(actor: Actor) -> Territory:
    """The one at the root, held until the end: one list at a time."""
    country = Territory.objects.filter(level=TerritoryLevel.COUNTRY).first()
    if country is not None:
        return load(TerritoryPolicy(), actor, country.pk, TerritoryAction.IMPORT_PARTS, lock=True)
    if not runs_the_system(actor):
        raise Forbidden
    return Territory.objects.create(
        code=COUNTRY, level=TerritoryLevel.COUNTRY, name_uk="Україна", name_en="Ukraine"
    )


def _take_in(going: Import, batch: list[Line | Fault]) -> None:
    lines = [one for one in batch if isinstance(one, Line)]
    going.faults += [one for one in batch if isinstance(one, Fault)]
    known = Territory.objects.in_bulk([line.code for line in lines], field_name="code")
    fresh, changed = [], []
    for line in lines:
        fault = _misplaced(going, line, known.get(line.code))
        going.seen.add(line.code)
        if fault is not None:
            going.faults.append(fault)
        elif (row := known.get(line.code)) is None:
            fresh.append(_made(going, line))
        elif _corrected(going, row, line):
            changed.append(row)
        else:
            going.unchanged += 1
    if going.writes and not going.faults:
        Territory.objects.bulk_create(fresh)
        Territory.objects.bulk_update(changed, ["name_uk", "name_en", "latitude", "longitude", "version"])
    going.added += len(fresh)
    going.changed += len(changed)


def _misplaced(going: Import, line: Line, known: Territory | None) -> Fault | None:
    if line.code in going.seen:
        return Fault(line.number, "twice", _("This code stands in the list twice."))
    if known is not None and known.level != line.level:
        return Fault(line.number, "wrong_level", _("This code is registered at another level."))
    taken = going.places.get(line.prefix)
    if taken is not None and taken[1] != line.code:
        message = _("Its place in the tree is taken by %(code)s.") % {"code": taken[1]}
        return Fault(line.number, "taken", message)
    new = known is None and line.level != TerritoryLevel.COUNTRY
    if new and _parent_of(going, line) is None:
        return Fault(line.number, "no_parent", _("What it lies in is not known and stands not before it."))
    return None


def _parent_of(going: Import, line: Line) -> UUID | None:
    """The nearest territory in which it lies by its code. A level whose digits are zero is left out: some
    settlements belong to no hromada.
    """
    for level in reversed(LEVELS[: line.level.depth]):
        prefix = line.code[: PREFIX[level]]
        if prefix in going.places:
            return going.places[prefix][0]
        above = LEVELS[level.depth - 1] if level.depth else None
        if above is not None and int(line.code[PREFIX[above] : PREFIX[level]]):
            return None
    return None


def _made(going: Import, line: Line) -> Territory:
    latitude, longitude = line.place or (None, None)
    row = Territory(
        code=line.code,
        level=line.level,
        parent_id=_parent_of(going, line),
        name_uk=line.name_uk,
        name_en=line.name_en,
        latitude=latitude,
        longitude=longitude,
    )
    going.places[line.prefix] = (row.pk, row.code)
    return row


def _corrected(going: Import, row: Territory, line: Line) -> bool:
    """Let a known territory say what the list says; whether it said something else. What the list leaves
    empty stays.
    """
    latitude, longitude = line.place or (row.latitude, row.longitude)
    said = {
        "name_uk": line.name_uk,
        "name_en": line.name_en or row.name_en,
        "latitude": latitude,
        "longitude": longitude,
    }
    if row.name_uk != line.name_uk:
        going.renamed.append(Renamed(line.code, row.name_uk, line.name_uk))
    changed = {name: value for name, value in said.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += bool(changed)
    return bool(changed)
