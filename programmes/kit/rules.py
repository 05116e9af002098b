"""Rule packs: the days that a law or an order gives, as data in versions.

A pack is a file of `rule_packs`, and never changes once it is used: another version is another pack. What a
pack does not say is refused, never guessed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Conflict
from viche.kernel.text import Text

PACKS = Path(__file__).parent / "rule_packs"
SCHEMA = 1
CURRENT = "demo-0"
"""The pack by which days are counted that begin now."""

Counted = Literal["calendar", "working"]
SATURDAY = 5
MISSING = _("There are no rules for this step: its last day is not known.")


@dataclass(frozen=True, slots=True)
class Term:
    """A number of days, counted from the day after the first; working days are Monday to Friday."""

    days: int
    counted: Counted

    def find_last_day(self, first: date) -> date:
        if self.counted == "calendar":
            return first + timedelta(days=self.days)
        day, left = first, self.days
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < SATURDAY
        return day


@dataclass(frozen=True, slots=True)
class RulePack:
    """A version of the rules. `label` stands wherever its days appear; `source` is empty until checked."""

    name: str
    label: Text
    source: str
    terms: dict[str, Term]

    def find_due_day(self, mechanism: str, first: date) -> date:
        """Return the last day of a term that begins on `first`. Raises Conflict for an unknown mechanism."""
        if mechanism not in self.terms:
            raise Conflict("no_rule", MISSING)
        return self.terms[mechanism].find_last_day(first)


def get_rule_pack(name: str = CURRENT) -> RulePack:
    """Return a pack by its name. Raises Conflict when there is none, ValueError for a file with faults."""
    path = PACKS / f"{name}.json"
    if not name.replace("-", "").isalnum() or not path.is_file():
        raise Conflict("no_rule_pack", MISSING)
    return _read(path)


@cache
def _read(path: Path) -> RulePack:
    raw = json.loads(path.read_text())
    if raw.get("schema") != SCHEMA or raw.get("name") != path.stem:
        raise ValueError(f"{path.name} is no rule pack of schema {SCHEMA}.")
    label = raw["label"]
    if not label["uk"] or not label["en"]:
        raise ValueError(f"{path.name} has no label.")
    terms = {mechanism: _parse_term(path, mechanism, one) for mechanism, one in raw["terms"].items()}
    return RulePack(raw["name"], Text(uk=label["uk"], en=label["en"]), raw["source"], terms)


def _parse_term(path: Path, mechanism: str, raw: Any) -> Term:
    days, counted = raw["days"], raw["counted"]
    if type(days) is not int or days < 1 or counted not in get_args(Counted):
        raise ValueError(f"{path.name}: the term of {mechanism} is wrong.")
    return Term(days, cast("Counted", counted))
