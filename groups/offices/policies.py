"""Policies of offices."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import everybody_signed_in, runs_the_system
from groups.common.periods import lasting
from groups.grants.policies import ANYBODY, NOBODY
from groups.offices.models import Office
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Level, Policy, Way


class OfficeAction(StrEnum):
    READ = "office.read"
    END = "office.end"


class OfficePolicy(Policy[Office]):
    """Who coordinates and who oversees personal data is known to all; administrators take offices back, and
    see those that are over.
    """

    model = Office
    domain = "groups"
    every = OfficeAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({OfficeAction.READ})
    ways: ClassVar[Sequence[Way]] = (
        Way(
            "everybody",
            _("Everybody who has signed in sees who holds an office."),
            lambda _actor: lasting("starts_at", "ends_at", now()),
        ),
        Way(
            "administrator",
            _("You administer the system, and see offices that are over, too."),
            lambda actor: ANYBODY if runs_the_system(actor) else NOBODY,
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Office]:
        return Office.objects.filter(everybody_signed_in(actor) & self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Office) -> bool:
        return self._open(action, obj, not actor.is_anonymous, runs_the_system(actor))

    def allowed_in(self, actor: Actor, rows: Sequence[Office]) -> list[list[str]]:
        """`allowed` of several offices, in one query."""
        known, system = not actor.is_anonymous, runs_the_system(actor)
        return [
            self.short(actor, (one for one in OfficeAction if self._open(one, row, known, system)))
            for row in rows
        ]

    @staticmethod
    def _open(action: StrEnum, obj: Office, known: bool, system: bool) -> bool:
        held = obj.ends_at is None or obj.ends_at > now()
        return known and (held or system) if action == OfficeAction.READ else held and system
