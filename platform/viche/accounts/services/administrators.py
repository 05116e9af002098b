"""Who runs the system: made and unmade by those who do, and one of them always remains."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.administration import check_another_remains, end_administration, hold_administrators
from viche.accounts.demands import hold_requirements
from viche.accounts.events import AdministratorMade, AdministratorUnmade
from viche.accounts.models import AccountDecision, DecisionKind, User
from viche.accounts.policies import Action, people
from viche.accounts.reasons import checked_reason
from viche.accounts.services.demands import settle_factors
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


@service(Action.MAKE_ADMINISTRATOR)
def make_administrator(*, actor: Actor, person_id: UUID, reason: str) -> User:
    """Let a person run the system. Every administrator is told. Doing it again changes nothing.

    Raises NotFound, Forbidden, Invalid at /reason, and Conflict for an account that is switched off.
    """
    hold_requirements()
    hold_administrators()
    person = load(people, actor, person_id, Action.MAKE_ADMINISTRATOR, lock=True)
    clean = checked_reason(reason)
    if person.is_superuser:
        return person
    if not person.is_active:
        raise Conflict("deactivated", _("This account is switched off."))
    decision = _decide(actor, person, DecisionKind.ADMINISTRATOR_MADE, clean)
    record(actor, AdministratorMade(person_id=person.pk, decision_id=decision.pk))
    return person


@service(Action.UNMAKE_ADMINISTRATOR)
def unmake_administrator(*, actor: Actor, person_id: UUID, reason: str) -> User:
    """Let a person run the system no more, with what they read by it. Every administrator is told, as they
    are.

    Nobody does this to themselves. Doing it again changes nothing. Raises NotFound, Forbidden, Invalid at
    /reason, and Conflict for the last one.
    """
    hold_requirements()
    running = hold_administrators()
    person = load(people, actor, person_id, Action.UNMAKE_ADMINISTRATOR, lock=True)
    clean = checked_reason(reason)
    if not person.is_superuser:
        return person
    check_another_remains(person, running)
    decision = _decide(actor, person, DecisionKind.ADMINISTRATOR_UNMADE, clean)
    end_administration(person.pk)
    record(actor, AdministratorUnmade(person_id=person.pk, decision_id=decision.pk))
    return person


def _decide(actor: Actor, person: User, kind: DecisionKind, reason: str) -> AccountDecision:
    person.is_superuser = person.is_staff = kind == DecisionKind.ADMINISTRATOR_MADE
    person.version += 1
    person.save(update_fields=["is_superuser", "is_staff", "version"])
    settle_factors(actor=actor, person_ids=[person.pk])
    access_changed(person_id=person.pk, reason=kind.value)
    return AccountDecision.objects.create(person=person, kind=kind, reason=reason, by_id=actor.person_id)
