"""Policies of offices."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import is_system_administrator, signed_in_q
from groups.common.periods import active_at_q
from groups.grants.policies import MATCH_ALL, MATCH_NONE
from groups.offices.models import Office
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import AccessRule, Level, Policy


class OfficeAction(StrEnum):
    READ = "office.read"
    END = "office.end"


class OfficePolicy(Policy[Office]):
    """Everybody signed in sees current offices; administrators end them and see past ones."""

    model = Office
    domain = "groups"
    every = OfficeAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({OfficeAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule(
            "everybody",
            _("Everyone who is signed in sees who holds an office."),
            lambda _actor: active_at_q("starts_at", "ends_at", now()),
        ),
        AccessRule(
            "administrator",
            _("You administer the system, and you also see offices that have ended."),
            lambda actor: MATCH_ALL if is_system_administrator(actor) else MATCH_NONE,
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Office]:
        return Office.objects.filter(signed_in_q(actor) & self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Office) -> bool:
        return self._open(action, obj, not actor.is_anonymous, is_system_administrator(actor))

    def allowed_in(self, actor: Actor, rows: Sequence[Office]) -> list[list[str]]:
        """Return `allowed` of several offices, in one query."""
        known, system = not actor.is_anonymous, is_system_administrator(actor)
        return [
            self.short_names_of(actor, (one for one in OfficeAction if self._open(one, row, known, system)))
            for row in rows
        ]

    @staticmethod
    def _open(action: StrEnum, obj: Office, known: bool, system: bool) -> bool:
        held = obj.ends_at is None or obj.ends_at > now()
        return known and (held or system) if action == OfficeAction.READ else held and system
