"""The balance of sectors: which are present, which are missing, which were silent lately.

About institutions only, in the fixed order of sectors: it is no ranking, and never about people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from groups.common.hooks import PARTICIPATION_COUNTERS, ParticipationCount
from groups.initiative_groups.selectors import SeatCount, count_members_of
from groups.organisations.models import Organisation, Sector
from groups.seats.models import Role
from groups.seats.selectors import list_occupied_seats
from viche.kernel.clock import now

BALANCE_WINDOW = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class PresentOrganisation:
    """An organisation with a seat.

    `heard`: it took part, on any channel, since the moment asked about.
    """

    organisation: Organisation
    heard: bool


@dataclass(slots=True)
class SectorBalance:
    """One sector. `times` counts how often it took part, by channel."""

    seats: SeatCount
    organisations: list[PresentOrganisation] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)

    @property
    def heard(self) -> bool:
        return any(one.heard for one in self.organisations)


def compute_balance_of(group_id: UUID, since: datetime | None = None) -> list[SectorBalance]:
    """Return every sector that is present or required, with its participation since a moment.

    The default is two months ago.
    """
    since = since or now() - BALANCE_WINDOW
    heard = {channel: listen(group_id, since) for channel, listen in PARTICIPATION_COUNTERS.items()}
    speaking = list_occupied_seats(now()).filter(group=group_id).exclude(role=Role.OBSERVER)
    present = Organisation.objects.filter(pk__in=speaking.values("mandate__organisation"))
    balances = {one.sector: SectorBalance(one) for one in count_members_of([group_id])[group_id].sectors}
    voices = {one.organisation_id for rows in heard.values() for one in rows}
    # A seat may end between the two queries: organisations that are no longer counted are left out.
    named = [one for one in present.order_by("name_key", "id") if one.sector in balances]
    sectors = {one.pk: Sector(one.sector) for one in named}
    for one in named:
        balances[sectors[one.pk]].organisations.append(PresentOrganisation(one, one.pk in voices))
    for channel, rows in heard.items():
        for sector, times in _count_by_sector(rows, sectors).items():
            balances[sector].times[channel] = times
    return list(balances.values())


def _count_by_sector(rows: Iterable[ParticipationCount], sectors: dict[UUID, Sector]) -> dict[Sector, int]:
    """Sum participation by sector; organisations that have left the group do not count."""
    times: dict[Sector, int] = defaultdict(int)
    for row in rows:
        if row.organisation_id in sectors:
            times[sectors[row.organisation_id]] += row.times
    return times
