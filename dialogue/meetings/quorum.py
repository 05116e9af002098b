"""The quorum of a meeting, from the seats that are present now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from dialogue.meetings.models import Attendance, Meeting, MeetingState


class Demand(StrEnum):
    PRESENT = "present"
    ASKED = "asked"


class SectorPresence(StrEnum):
    """How a sector takes part: it is there, it has left, it was only invited, or not even that."""

    PRESENT = "present"
    LEFT = "left"
    INVITED = "invited"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class SectorQuorum:
    sector: str
    demand: Demand
    state: SectorPresence

    @property
    def is_met(self) -> bool:
        if self.demand is Demand.ASKED:
            return self.state is not SectorPresence.MISSING
        return self.state is SectorPresence.PRESENT


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many seats have to be present, how many are, and what is demanded of sectors."""

    needed: int
    present: int
    sectors: tuple[SectorQuorum, ...]

    @property
    def is_met(self) -> bool:
        return self.present >= self.needed and all(one.is_met for one in self.sectors)


def assess_quorum(
    meeting: Meeting,
    attendance: Iterable[Attendance],
    invited: Collection[str],
    here: Collection[Attendance] | None = None,
) -> Quorum:
    """Return the quorum. `invited` are the sectors with a seat, `here` who is present, by default now.

    Needs rows with `membership.mandate.organisation`.
    """
    came = [one for one in attendance if one.checked_in_at is not None]
    present = [_get_sector(one) for one in came if (one.is_present if here is None else one in here)]
    left = {_get_sector(one) for one in came}

    def find_state(sector: str) -> SectorPresence:
        if sector in present:
            return SectorPresence.PRESENT
        if sector in left:
            return SectorPresence.LEFT
        is_invited = sector in invited and meeting.state != MeetingState.PLANNED
        return SectorPresence.INVITED if is_invited else SectorPresence.MISSING

    demanded = [(one, Demand.PRESENT) for one in meeting.present_sectors]
    demanded += [(one, Demand.ASKED) for one in meeting.asked_sectors if one not in meeting.present_sectors]
    sectors = tuple(SectorQuorum(one, demand, find_state(one)) for one, demand in demanded)
    return Quorum(meeting.quorum, len(present), sectors)


def _get_sector(row: Attendance) -> str:
    return row.membership.mandate.organisation.sector
