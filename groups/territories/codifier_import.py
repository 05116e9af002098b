"""Import of a list of the national codifier: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import is_system_administrator
from groups.territories.codifier_parser import CodifierLine, Fault, read_codifier
from groups.territories.events import TerritoriesImported
from groups.territories.models import PREFIX_LENGTHS, Territory, TerritoryLevel
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.errors import FieldError, Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.ids import uuid7
from viche.kernel.policy import load
from viche.kernel.services import service

BATCH_SIZE = 1000
MAX_LISTED = 500  # faults listed in one response
COUNTRY_CODE = "UA00000000000000000"
LEVELS = list(TerritoryLevel)
REGISTERED_TWICE_TEXT = _(
    "One territory is registered twice: this code at another level, and %(code)s in its place in the tree."
)


@dataclass(frozen=True, slots=True)
class NameCorrection:
    """A territory whose name the list corrects."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CodeCorrection:
    """A territory whose code or level the list corrects."""

    name: str
    before: str
    after: str
    level_before: str
    level: str


@dataclass(slots=True)
class CodifierImport:
    """The state of an import.

    `places` finds a known or new territory by the prefix of its level, `prefixes` a known one by its code;
    `parents` holds the present parent of each known one. `seen` maps prefixes of the list to their codes;
    `met` and `touched` are the known territories that the list contains and that change.
    """

    places: dict[str, tuple[UUID, str]]
    parents: dict[UUID, UUID | None]
    writes: bool
    prefixes: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    met: set[UUID] = field(default_factory=set)
    touched: set[UUID] = field(default_factory=set)
    renamed: list[NameCorrection] = field(default_factory=list)
    recoded: list[CodeCorrection] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    added: int = 0

    @property
    def changed(self) -> int:
        """Return the number of changed territories, including those that only get another parent."""
        return len(self.touched)

    @property
    def unchanged(self) -> int:
        return len(self.met - self.touched)

    @property
    def missing(self) -> int:
        """Return the number of known territories that the list lacks; the country may be left out."""
        return sum(parent is not None and pk not in self.met for pk, parent in self.parents.items())

    def holder(self, line: CodifierLine) -> UUID | None:
        """Return the id of a line's territory: by its place in the tree, else by its code."""
        prefix = line.prefix if line.prefix in self.places else self.prefixes.get(line.code)
        return None if prefix is None else self.places[prefix][0]


@service(TerritoryAction.IMPORT_PARTS)
def preview_territories(*, actor: Actor, text: Iterable[str]) -> CodifierImport:
    """Return what `import_territories` would do with a list, with every fault; nothing is written.

    Raises Invalid for a text that is no such list at all.
    """
    country = Territory.objects.filter(level=TerritoryLevel.COUNTRY).first()
    if country is not None:
        load(TerritoryPolicy(), actor, country.pk, TerritoryAction.IMPORT_PARTS)
    elif not is_system_administrator(actor):
        raise Forbidden
    return _process_lines(text, writes=False)


@service(TerritoryAction.IMPORT_PARTS)
def import_territories(*, actor: Actor, text: Iterable[str]) -> CodifierImport:
    """Add territories that are unknown and correct names and places of known ones.

    Nothing is ever deleted. A territory must come after the one that contains it. The list is read line by
    line, so it may be long; a second import changes nothing. Raises Invalid with every faulty line
    (`/lines/17`), and then nothing is changed.
    """
    country = _lock_country(actor)
    going = _process_lines(text, writes=True)
    if going.faults:
        errors = [
            FieldError(f"/lines/{one.number}", one.code, one.message) for one in going.faults[:MAX_LISTED]
        ]
        raise Invalid(errors, _("Nothing was imported. Correct the named lines and send the list again."))
    if going.added or going.changed:
        counted = {"added": going.added, "changed": going.changed}
        record(actor, TerritoriesImported(territory_id=country.pk, **counted))
    return going


def _process_lines(text: Iterable[str], *, writes: bool) -> CodifierImport:
    going, lines = CodifierImport({}, {}, writes), read_codifier(text)
    known = Territory.objects.values_list("id", "code", "level", "parent_id")
    for pk, code, level, parent_id in known.iterator():
        prefix = code[: PREFIX_LENGTHS[TerritoryLevel(level)]]
        going.places[prefix], going.prefixes[code], going.parents[pk] = (pk, code), prefix, parent_id
    going.places.setdefault(COUNTRY_CODE[: PREFIX_LENGTHS[TerritoryLevel.COUNTRY]], (uuid7(), COUNTRY_CODE))
    while batch := list(islice(lines, BATCH_SIZE)):
        _process_batch(going, batch)
    _reattach(going)
    return going


def _lock_country(actor: Actor) -> Territory:
    """Return the root territory, locked, so that one list is imported at a time."""
    country = Territory.objects.filter(level=TerritoryLevel.COUNTRY).first()
    if country is not None:
        return load(TerritoryPolicy(), actor, country.pk, TerritoryAction.IMPORT_PARTS, lock=True)
    if not is_system_administrator(actor):
        raise Forbidden
    return Territory.objects.create(
        code=COUNTRY_CODE, level=TerritoryLevel.COUNTRY, name_uk="Україна", name_en="Ukraine"
    )


def _process_batch(going: CodifierImport, batch: list[CodifierLine | Fault]) -> None:
    lines = [one for one in batch if isinstance(one, CodifierLine)]
    going.faults += [one for one in batch if isinstance(one, Fault)]
    rows = Territory.objects.in_bulk([pk for pk in map(going.holder, lines) if pk is not None])
    fresh, changed, recoded = [], [], []
    for line in lines:
        holder = going.holder(line)
        row = None if holder is None else rows.get(holder)
        fault = _find_fault(going, line, row)
        if row is not None:
            going.met.add(row.pk)
        if fault is not None:
            going.faults.append(fault)
            continue
        going.seen[line.prefix] = line.code
        if row is None:
            fresh.append(_build_territory(going, line))
            continue
        if _correct_code(going, row, line):
            recoded.append(row)
        if _correct_fields(going, row, line) or row.pk in going.touched:
            changed.append(row)
    going.added += len(fresh)
    going.touched.update(row.pk for row in changed)
    if going.writes and not going.faults:
        _write(fresh, changed, recoded)


def _write(fresh: list[Territory], changed: list[Territory], recoded: list[Territory]) -> None:
    # One by one and first: a code may move from one territory to another.
    for row in recoded:
        Territory.objects.filter(pk=row.pk).update(code=row.code, level=row.level)
    Territory.objects.bulk_update(changed, ["name_uk", "name_en", "latitude", "longitude", "version"])
    Territory.objects.bulk_create(fresh)


def _find_fault(going: CodifierImport, line: CodifierLine, row: Territory | None) -> Fault | None:
    said = going.seen.get(line.prefix)
    if said == line.code:
        return Fault(line.number, "twice", _("This code stands in the list twice."))
    if said is not None:
        message = _("Its place in the tree is taken by %(code)s.") % {"code": said}
        return Fault(line.number, "taken", message)
    of_another = going.prefixes.get(line.code, line.prefix) != line.prefix
    if of_another and line.prefix in going.places:
        return Fault(
            line.number, "registered_twice", REGISTERED_TWICE_TEXT % {"code": going.places[line.prefix][1]}
        )
    if of_another and (row is None or row.level == TerritoryLevel.COUNTRY):
        return Fault(line.number, "wrong_level", _("This code is registered at another level."))
    new = row is None and line.level != TerritoryLevel.COUNTRY
    if new and _find_parent(going, line) is None:
        return Fault(line.number, "no_parent", _("What it lies in is not known and stands not before it."))
    return None


def _find_parent(going: CodifierImport, line: CodifierLine) -> UUID | None:
    """Return the nearest known territory that contains it by code.

    A level whose digits are zero is skipped: some settlements belong to no hromada.
    """
    for level in reversed(LEVELS[: line.level.depth]):
        prefix = line.code[: PREFIX_LENGTHS[level]]
        if prefix in going.places:
            return going.places[prefix][0]
        above = LEVELS[level.depth - 1] if level.depth else None
        if above is not None and int(line.code[PREFIX_LENGTHS[above] : PREFIX_LENGTHS[level]]):
            return None
    return None


def _build_territory(going: CodifierImport, line: CodifierLine) -> Territory:
    latitude, longitude = line.place or (None, None)
    row = Territory(
        code=line.code,
        level=line.level,
        parent_id=_find_parent(going, line),
        name_uk=line.name_uk,
        name_en=line.name_en,
        latitude=latitude,
        longitude=longitude,
    )
    going.places[line.prefix] = (row.pk, row.code)
    return row


def _correct_code(going: CodifierImport, row: Territory, line: CodifierLine) -> bool:
    """Set code and level from the list; return whether they differed.

    A territory in the right place was mistyped in the last five digits, which encode no place; one under the
    right code in its level.
    """
    if (row.code, row.level) == (line.code, line.level):
        return False
    going.recoded.append(CodeCorrection(line.name_uk, row.code, line.code, row.level, line.level))
    del going.places[going.prefixes.pop(row.code)]
    going.places[line.prefix], going.prefixes[line.code] = (row.pk, line.code), line.prefix
    row.code, row.level = line.code, line.level
    going.touched.add(row.pk)
    return True


def _correct_fields(going: CodifierImport, row: Territory, line: CodifierLine) -> bool:
    """Set the other fields from the list; return whether they differed.

    Empty fields change nothing.
    """
    latitude, longitude = line.place or (row.latitude, row.longitude)
    said = {
        "name_uk": line.name_uk,
        "name_en": line.name_en or row.name_en,
        "latitude": latitude,
        "longitude": longitude,
    }
    if row.name_uk != line.name_uk:
        going.renamed.append(NameCorrection(line.code, row.name_uk, line.name_uk))
    changed = {name: value for name, value in said.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += bool(changed) or row.pk in going.touched
    return bool(changed)


def _reattach(going: CodifierImport) -> None:
    """Set the parent of every known territory to the nearest one above it.

    The list may have added it. Access depends on codes, so it does not change.
    """
    moved: dict[UUID, UUID] = {}
    for prefix, (pk, _code) in going.places.items():
        before = going.parents.get(pk)
        above = (
            going.places.get(prefix[:size])
            for size in reversed(PREFIX_LENGTHS.values())
            if size < len(prefix)
        )
        nearest = next((place[0] for place in above if place is not None), None)
        if before is not None and nearest is not None and nearest != before:
            moved[pk] = nearest
    if going.writes and not going.faults:
        rows = Territory.objects.in_bulk(moved)
        for pk, row in rows.items():
            row.parent_id = moved[pk]
            row.version += pk not in going.touched
        Territory.objects.bulk_update(rows.values(), ["parent", "version"], batch_size=BATCH_SIZE)
    going.touched |= moved.keys()
