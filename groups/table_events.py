"""What is noticed of a table as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from groups.events import GroupFact


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorsLost(GroupFact):
    """Nobody of these essential sectors sits at the table of an active group any more."""

    kind: ClassVar[str] = "groups.sectors_lost"
    sectors: tuple[str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLost(GroupFact):
    """Nobody leads the group any more, since this mandate does not: it was ended, or its time is over."""

    kind: ClassVar[str] = "groups.lead_lost"
    mandate_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return ()
