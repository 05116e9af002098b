"""What is noticed of a table as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groups.events import GroupFounded


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorsLost(GroupFounded):
    """Nobody of these essential sectors sits at the table of an active group any more."""

    kind: ClassVar[str] = "groups.sectors_lost"
    sectors: tuple[str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return ()
