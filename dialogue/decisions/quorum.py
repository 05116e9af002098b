"""The quorum of a decision: heads, and sectors that must be present or asked. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dialogue.charters.models import Silence
from dialogue.common.dates import beginning_of
from dialogue.decisions.models import Decision, SectorAsk
from dialogue.decisions.rolls import Roll


@dataclass(frozen=True, slots=True)
class SectorPresence:
    """What is demanded of a sector and how it stands.

    `demand` is present, asked, or none for others that were asked. `state` is answered, missing (not asked
    either), asked (its day is not over), or silent. With `silence_consents` of the charter a silent sector
    meets the demand to be present.
    """

    sector: str
    demand: str
    state: str
    until: date | None
    silence_consents: bool = False

    @property
    def is_met(self) -> bool:
        present = {"answered", "silent"} if self.silence_consents else {"answered"}
        demanded = {"present": present, "asked": {"answered", "silent"}}
        return self.state in demanded.get(self.demand, {self.state})


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many must take part, how many did, and the sectors of which something is demanded."""

    needed: int
    answered: int
    sectors: tuple[SectorPresence, ...]

    @property
    def is_met(self) -> bool:
        return self.answered >= self.needed and all(one.is_met for one in self.sectors)


def assess_quorum(
    row: Decision, roll: Roll, asks: Collection[SectorAsk], at: datetime, on_paper: int = 0
) -> Quorum:
    """Return the quorum of an opened decision at a moment. A count on paper knows heads only."""
    if row.on_paper:
        return Quorum(row.quorum or 0, on_paper, ())
    took_part = [one for one in roll if one.took_part]
    present = {one.sector for one in took_part}
    asked = {one.sector: one for one in asks}
    answered = sum(one.number for one in took_part)
    return Quorum(row.quorum or 0, answered, tuple(_assess_sectors(row, present, asked, at)))


def _assess_sectors(
    row: Decision, present: Collection[str], asked: Mapping[str, SectorAsk], at: datetime
) -> Iterator[SectorPresence]:
    demands = [
        *((one, "present") for one in row.present_sectors),
        *((one, "asked") for one in row.asked_sectors),
    ]
    demanded = {sector for sector, _demand in demands}
    others = [(sector, "none") for sector in asked if sector not in demanded]
    for sector, demand in [*demands, *others]:
        ask = asked.get(sector)
        until = ask.until if ask is not None else None
        if sector in present:
            yield SectorPresence(sector, demand, "answered", until)
        elif ask is None:
            yield SectorPresence(sector, demand, "missing", None)
        else:
            state = "silent" if is_ask_over(row, ask, at) else "asked"
            yield SectorPresence(sector, demand, state, until, row.silence == Silence.CONSENT)


def is_ask_over(row: Decision, ask: SectorAsk, at: datetime) -> bool:
    """Return whether the time of an asked sector is over: the end of its day, at most the regular close."""
    day_end = beginning_of(ask.until + timedelta(days=1), row.group.time_zone)
    ends = day_end if row.closes_at is None else min(day_end, row.closes_at)
    return ends <= at
