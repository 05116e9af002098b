"""Policies of public controls: their steps, their facts, and who complained."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet

from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import (
    EVERY_PHASE,
    OPEN_PHASES,
    DossierPolicy,
    PhaseRule,
    TransitionPolicy,
)
from programmes.kit.registry import DossierRole
from programmes.public_control.lifecycle import KIND, LEADERS, WORKERS, Action
from viche.kernel.actor import Actor
from viche.kernel.lifecycle import Phase
from viche.kernel.policy import Level


class PublicControlPolicy(TransitionPolicy):
    """Policy of the steps of a public control."""

    model = Dossier
    kind = KIND
    every = Action


class ControlAction(StrEnum):
    """Actions on the facts of a public control, and on who complained."""

    EDIT_FACTS = "control.edit_facts"
    READ_COMPLAINT = "control.read_complaint"
    WRITE_COMPLAINT = "control.write_complaint"


RULES: dict[ControlAction, PhaseRule] = {
    ControlAction.EDIT_FACTS: PhaseRule(LEADERS, frozenset({Phase.PREPARATION})),
    ControlAction.READ_COMPLAINT: PhaseRule(WORKERS, EVERY_PHASE),
    ControlAction.WRITE_COMPLAINT: PhaseRule(WORKERS, OPEN_PHASES),
}


class ControlPolicy(DossierPolicy):
    """Policy of the facts of a control. Who complained is for who leads and the team, nobody else."""

    every = ControlAction  # type: ignore[assignment]  # other actions on the same dossiers
    reads: ClassVar[frozenset[StrEnum]] = frozenset({ControlAction.READ_COMPLAINT})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Dossier]:
        return super().visible_to(actor, level).filter(kind=KIND)

    def permits(self, actor: Actor, action: StrEnum, obj: Dossier) -> bool:
        roles = ActorDossierAccess.of(actor).roles_for(obj)
        return obj.phase in RULES[ControlAction(action)].phases and self.may(roles, action, obj)

    def may(self, roles: AbstractSet[DossierRole], action: StrEnum, dossier: Dossier) -> bool:
        return not roles.isdisjoint(RULES[ControlAction(action)].roles)

    def list_allowed(self, actor: Actor, roles: AbstractSet[DossierRole], dossier: Dossier) -> list[str]:
        """Return the short names of what these roles permit now, for `allowed`."""
        open_now = (one for one, rule in RULES.items() if dossier.phase in rule.phases)
        return self.short_names_of(actor, [one for one in open_now if self.may(roles, one, dossier)])
