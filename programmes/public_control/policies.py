"""Policies of public controls: their steps, their facts, and who complained."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet

from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.events import DossierHandedOver
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import (
    EVERY_PHASE,
    OPEN_PHASES,
    DossierPolicy,
    PhaseRule,
    TransitionPolicy,
)
from programmes.kit.evidence.models import PRESENT, DossierEvidence
from programmes.kit.participants.models import Participant
from programmes.kit.registry import DossierRole
from programmes.public_control.lifecycle import KIND, LEADERS, WORKERS, Action
from programmes.public_control.models import Control
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.lifecycle import Phase
from viche.kernel.models import Event
from viche.kernel.policy import Level


class PublicControlPolicy(TransitionPolicy):
    """Policy of the steps of a public control."""

    model = Dossier
    kind = KIND
    every = Action


class ControlAction(StrEnum):
    """Actions on the facts of a public control, on who complained, and on the link of its authority."""

    EDIT_FACTS = "control.edit_facts"
    READ_COMPLAINT = "control.read_complaint"
    WRITE_COMPLAINT = "control.write_complaint"
    MAKE_LINK = "control.make_link"


RULES: dict[ControlAction, PhaseRule] = {
    ControlAction.EDIT_FACTS: PhaseRule(LEADERS, frozenset({Phase.PREPARATION, Phase.FIELDWORK})),
    ControlAction.READ_COMPLAINT: PhaseRule(WORKERS, EVERY_PHASE),
    ControlAction.WRITE_COMPLAINT: PhaseRule(WORKERS, OPEN_PHASES),
    # The phase begins as the report is sent.
    ControlAction.MAKE_LINK: PhaseRule(LEADERS, frozenset({Phase.FOLLOW_UP})),
}

OF_COMPLAINT = frozenset({ControlAction.READ_COMPLAINT, ControlAction.WRITE_COMPLAINT})


class ControlPolicy(DossierPolicy):
    """Policy of the facts of a control, and of the link of its authority.

    Who complained is for who leads and the team, nobody else; and for none of them by their own act.
    """

    every = ControlAction  # type: ignore[assignment]  # other actions on the same dossiers
    reads: ClassVar[frozenset[StrEnum]] = frozenset({ControlAction.READ_COMPLAINT})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Dossier]:
        return super().visible_to(actor, level).filter(kind=KIND)

    def refuse(self, actor: Actor, action: StrEnum, obj: Dossier) -> Forbidden:
        is_over = action == ControlAction.WRITE_COMPLAINT and obj.is_closed
        return Forbidden() if action in OF_COMPLAINT and not is_over else super().refuse(actor, action, obj)

    def permits(self, actor: Actor, action: StrEnum, obj: Dossier) -> bool:
        access = ActorDossierAccess.of(actor)
        return _is_open(access, action, obj) and self.may(access.roles_for(obj), action, obj)

    def may(self, roles: AbstractSet[DossierRole], action: StrEnum, dossier: Dossier) -> bool:
        return not roles.isdisjoint(RULES[ControlAction(action)].roles)

    def list_allowed(self, access: ActorDossierAccess, dossier: Dossier) -> list[str]:
        """Return the short names of what the actor may do now, for `allowed`."""
        roles = access.roles_for(dossier)
        open_now = (one for one in RULES if self.may(roles, one, dossier) and _is_open(access, one, dossier))
        return self.short_names_of(access.actor, open_now)


def _is_open(access: ActorDossierAccess, action: StrEnum, dossier: Dossier) -> bool:
    """Return whether an action is open to whoever has the role.

    A link, only to an authority without an account; a complaint, to none who let themselves in. After the
    visit the facts are open only while the mandate letter is gone: the officer hid it.
    """
    if dossier.phase not in RULES[ControlAction(action)].phases:
        return False
    if action in OF_COMPLAINT:
        return _is_admitted_by_others(access, dossier)
    if action == ControlAction.EDIT_FACTS:
        letters = DossierEvidence.objects.filter(
            PRESENT, pk__in=Control.objects.filter(dossier=dossier).values("mandate_letter")
        )
        return dossier.phase == Phase.PREPARATION or not letters.exists()
    return Control.objects.filter(dossier=dossier, outside_body__isnull=False).exists()


def _is_admitted_by_others(access: ActorDossierAccess, dossier: Dossier) -> bool:
    """Return whether an actor began the dossier, or was made to lead it or to look by somebody else.

    Whoever facilitates the group may name themselves and take the lead, and learns nothing by it.
    """
    actor = access.actor
    seats = {one.mandate.pk for one in access.seats_for_part(dossier, DossierRole.TEAM)}
    team = Participant.objects.filter(dossier=dossier, part=DossierRole.TEAM, until=None, mandate__in=seats)
    began = dossier.begun_by_id == actor.person_id
    if began or team.exclude(named_by=actor.person_id).exists():
        return True
    if DossierRole.LEAD not in access.roles_for(dossier):
        return False
    handed = Event.objects.filter(subject_type="dossier", subject_id=dossier.pk, kind=DossierHandedOver.kind)
    # Whoever leads already and hands over to themselves gains nothing by it.
    last = handed.exclude(data__lead_before=str(dossier.lead_id)).order_by("id").last()
    return last is None or last.actor_id != actor.person_id
