"""Taking in a list of the national codifier: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import runs_the_system
from groups.territories.codifier_parser import Fault, Line, read_codifier
from groups.territories.events import TerritoriesImported
from groups.territories.models import PREFIX, Territory, TerritoryLevel
from groups.territories.policies import TerritoryAction, TerritoryPolicy
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
REGISTERED_TWICE = _(
    "One territory is registered twice: this code at another level, and %(code)s in its place in the tree."
)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A territory whose name the list corrects."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Recoded:
    """A territory that was registered under a wrong code, or at a wrong level, and that the list corrects."""

    name: str
    before: str
    after: str
    level_before: str
    level: str


@dataclass(slots=True)
class Import:
    """How far it has come. `places` finds a territory by its level's prefix, among those known and read, and
    `prefixes` a known one by its code; `parents` says in what each known one lies until now. `seen` are the
    prefixes of the list with their codes, `met` and `touched` the known ones that it names and that change.
    """

    places: dict[str, tuple[UUID, str]]
    parents: dict[UUID, UUID | None]
    writes: bool
    prefixes: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    met: set[UUID] = field(default_factory=set)
    touched: set[UUID] = field(default_factory=set)
    renamed: list[Renamed] = field(default_factory=list)
    recoded: list[Recoded] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    added: int = 0

    @property
    def changed(self) -> int:
        """With those that only come to lie in another one, which the list may leave out."""
        return len(self.touched)

    @property
    def unchanged(self) -> int:
        return len(self.met - self.touched)

    @property
    def missing(self) -> int:
        """How many known ones the list does not name; it need not name the country."""
        return sum(parent is not None and pk not in self.met for pk, parent in self.parents.items())

    def holder(self, line: Line) -> UUID | None:
        """Which territory a line means: the one in its place, else the one under its code."""
        prefix = line.prefix if line.prefix in self.places else self.prefixes.get(line.code)
        return None if prefix is None else self.places[prefix][0]


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
    going, lines = Import({}, {}, writes), read_codifier(text)
    known = Territory.objects.values_list("id", "code", "level", "parent_id")
    for pk, code, level, parent_id in known.iterator():
        prefix = code[: PREFIX[TerritoryLevel(level)]]
        going.places[prefix], going.prefixes[code], going.parents[pk] = (pk, code), prefix, parent_id
    going.places.setdefault(COUNTRY[: PREFIX[TerritoryLevel.COUNTRY]], (uuid7(), COUNTRY))
    while batch := list(islice(lines, AT_ONCE)):
        _take_in(going, batch)
    _hang(going)
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
    rows = Territory.objects.in_bulk([pk for pk in map(going.holder, lines) if pk is not None])
    fresh, changed, recoded = [], [], []
    for line in lines:
        holder = going.holder(line)
        row = None if holder is None else rows.get(holder)
        fault = _misplaced(going, line, row)
        if row is not None:
            going.met.add(row.pk)
        if fault is not None:
            going.faults.append(fault)
            continue
        going.seen[line.prefix] = line.code
        if row is None:
            fresh.append(_made(going, line))
            continue
        if _recoded(going, row, line):
            recoded.append(row)
        if _corrected(going, row, line) or row.pk in going.touched:
            changed.append(row)
    going.added += len(fresh)
    going.touched.update(row.pk for row in changed)
    if going.writes and not going.faults:
        _write(fresh, changed, recoded)


def _write(fresh: list[Territory], changed: list[Territory], recoded: list[Territory]) -> None:
    # One by one and first: a code may pass from one to another.
    for row in recoded:
        Territory.objects.filter(pk=row.pk).update(code=row.code, level=row.level)
    Territory.objects.bulk_update(changed, ["name_uk", "name_en", "latitude", "longitude", "version"])
    Territory.objects.bulk_create(fresh)


def _misplaced(going: Import, line: Line, row: Territory | None) -> Fault | None:
    said = going.seen.get(line.prefix)
    if said == line.code:
        return Fault(line.number, "twice", _("This code stands in the list twice."))
    if said is not None:
        message = _("Its place in the tree is taken by %(code)s.") % {"code": said}
        return Fault(line.number, "taken", message)
    of_another = going.prefixes.get(line.code, line.prefix) != line.prefix
    if of_another and line.prefix in going.places:
        return Fault(
            line.number, "registered_twice", REGISTERED_TWICE % {"code": going.places[line.prefix][1]}
        )
    if of_another and (row is None or row.level == TerritoryLevel.COUNTRY):
        return Fault(line.number, "wrong_level", _("This code is registered at another level."))
    new = row is None and line.level != TerritoryLevel.COUNTRY
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


def _recoded(going: Import, row: Territory, line: Line) -> bool:
    """Let a territory have the code and the level that the list gives it; whether it had others. One in the
    right place was mistyped in the five digits that say no place, one under the right code in its level.
    """
    if (row.code, row.level) == (line.code, line.level):
        return False
    going.recoded.append(Recoded(line.name_uk, row.code, line.code, row.level, line.level))
    del going.places[going.prefixes.pop(row.code)]
    going.places[line.prefix], going.prefixes[line.code] = (row.pk, line.code), line.prefix
    row.code, row.level = line.code, line.level
    going.touched.add(row.pk)
    return True


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
    row.version += bool(changed) or row.pk in going.touched
    return bool(changed)


def _hang(going: Import) -> None:
    """Let every known territory lie in the nearest one above it: the list may have brought that. Who reaches
    what goes by the codes, so nobody gains or loses anything by it.
    """
    moved: dict[UUID, UUID] = {}
    for prefix, (pk, _code) in going.places.items():
        before = going.parents.get(pk)
        above = (going.places.get(prefix[:size]) for size in reversed(PREFIX.values()) if size < len(prefix))
        nearest = next((place[0] for place in above if place is not None), None)
        if before is not None and nearest is not None and nearest != before:
            moved[pk] = nearest
    if going.writes and not going.faults:
        rows = Territory.objects.in_bulk(moved)
        for pk, row in rows.items():
            row.parent_id = moved[pk]
            row.version += pk not in going.touched
        Territory.objects.bulk_update(rows.values(), ["parent", "version"], batch_size=AT_ONCE)
    going.touched |= moved.keys()
