"""What may happen in generated worlds: one step of a service each, with whatever the numbers point at.

A step that is refused changes nothing. Nobody's rights are asked: the system takes all steps but those that
are taken for oneself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from groups.models import Mandate
from tests.architecture.stages import MAKERS, Stage
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import DomainError

M = TypeVar("M", bound=Model)

A_DAY = timedelta(days=1)

Facts = dict[str, Any]

WHY: Facts = {"reason": "Так треба"}

BEGINNINGS = (
    *(("thread", state) for state in ("draft", "open", "restricted")),
    *(("action", state) for state in ("accepted", "restricted")),
    *(("dossier", state) for state in ("open", "restricted", "sealed")),
    *(("invitation", "any"), ("join_request", "pending"), ("break_glass", "asked")),
)


# By their names; the package fills it from all of its files.
HAPPENINGS: dict[str, Callable[..., None]] = {}


@dataclass(slots=True)
class Town:
    """Both worlds of the stage, and to whom something has happened."""

    stage: Stage
    touched: list[User] = field(default_factory=list)

    @classmethod
    def begun(cls, stage: Stage) -> Town:
        """With something of everything that steps are taken with."""
        for kind, state in BEGINNINGS:
            MAKERS[kind](stage, state)
        town = cls(stage)
        town.happen("share", 1, 0, 0)
        town.happen("evidence", 0, 0, 1)
        return town

    def happen(self, kind: str, *numbers: int) -> None:
        """One step of a kind; its numbers say of whom, of what and how."""
        try:
            with transaction.atomic():
                HAPPENINGS[kind](self, *numbers)
        except DomainError:
            pass

    def of(self, model: type[M], number: int) -> M:
        """One of all that there are. Raises DomainError where there is none."""
        rows = list(model._default_manager.order_by("pk"))
        if not rows:
            raise DomainError
        return rows[number % len(rows)]

    def person(self, number: int) -> User:
        found = self.of(User, number)
        self.touched.append(found)
        return found

    def themselves(self, number: int) -> Actor:
        return Actor.for_person(self.person(number).pk)

    def post(self, number: int) -> Mandate:
        """A mandate, whose holder is concerned."""
        found = self.of(Mandate, number)
        self.touched.append(found.person)
        return found


def end_of(number: int) -> Any:
    """No end, or one that comes before the time at which everybody is asked."""
    return now() + timedelta(hours=1) if number % 3 == 0 else None
