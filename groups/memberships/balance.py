"""The balance of sectors: who is at the table, who is missing, and who has not been heard lately.

Of institutions only, in the fixed order of sectors: it is no ranking, and never of people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from groups.common.hooks import LISTENERS, Heard
from groups.initiative_groups.selectors import SeatCount, figures_of
from groups.organisations.models import Organisation, Sector
from groups.seats.models import Role
from groups.seats.selectors import seated
from viche.kernel.clock import now

LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Present:
    """An organisation at the table. `heard` says whether it was, on any channel, since the moment asked."""

    organisation: Organisation
    heard: bool


@dataclass(slots=True)
class SectorBalance:
    """One sector. `times` counts how often it was heard, by channel."""

    seats: SeatCount
    organisations: list[Present] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)

    @property
    def heard(self) -> bool:
        return any(one.heard for one in self.organisations)


def balance_of(group_id: UUID, since: datetime | None = None) -> list[SectorBalance]:
    """Every sector that is present or wanted, heard since a moment (two months ago)."""
    since = since or now() - LATELY
    heard = {channel: listen(group_id, since) for channel, listen in LISTENERS.items()}
    speaking = seated(now()).filter(group=group_id).exclude(role=Role.OBSERVER)
    present = Organisation.objects.filter(pk__in=speaking.values("mandate__organisation"))
    balances = {one.sector: SectorBalance(one) for one in figures_of([group_id])[group_id].sectors}
    voices = {one.organisation_id for rows in heard.values() for one in rows}
    # A seat may end between the two questions: whoever is not counted any more is not named.
    named = [one for one in present.order_by("name_key", "id") if one.sector in balances]
    sectors = {one.pk: Sector(one.sector) for one in named}
    for one in named:
        balances[sectors[one.pk]].organisations.append(Present(one, one.pk in voices))
    for channel, rows in heard.items():
        for sector, times in _by_sector(rows, sectors).items():
            balances[sector].times[channel] = times
    return list(balances.values())


def _by_sector(rows: Iterable[Heard], sectors: dict[UUID, Sector]) -> dict[Sector, int]:
    """Organisations that have left the table count no more."""
    times: dict[Sector, int] = defaultdict(int)
    for row in rows:
        if row.organisation_id in sectors:
            times[sectors[row.organisation_id]] += row.times
    return times
