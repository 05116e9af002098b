"""A source of access, as the histories of grants know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groups.models import Role
from viche.accounts.models import User

GIVES = {
    Role.OBSERVER: {"read"},
    Role.MEMBER: {"read", "speak"},
    Role.SECRETARY: {"read", "speak", "record"},
    Role.FACILITATOR: {"read", "speak", "record", "facilitate"},
}


@dataclass(slots=True)
class Span:
    """A source as it was given: to whom, for what, from when until when."""

    record: Any
    start: datetime
    end: datetime | None
    role: Role = Role.OBSERVER
    who: User | None = None

    def lasts(self, moment: datetime) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)
