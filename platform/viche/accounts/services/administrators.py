"""Appoint and revoke administrators; at least one always remains, and nobody appoints one alone."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.administration import check_another_remains, end_administration, lock_administrators
from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.services import request_approval
from viche.accounts.events import AdministratorMade, AdministratorUnmade
from viche.accounts.factor_requirements import lock_requirements_shared
from viche.accounts.models import AccountDecision, DecisionKind, User
from viche.accounts.policies import Action, people
from viche.accounts.reasons import validate_reason
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.versions import save_new_version

NEW_ADMINISTRATOR = "accounts.new_administrator"  # a kind of approval: a second administrator confirms it


@service(Action.MAKE_ADMINISTRATOR)
def request_administrator(*, actor: Actor, person_id: UUID, reason: str) -> Approval:
    """Request that a person becomes an administrator, which a second administrator has to confirm.

    Raises NotFound, Forbidden, Invalid at /reason, and Conflict for an administrator, for a deactivated
    account and while the same is requested already.
    """
    person = load(people, actor, person_id, Action.MAKE_ADMINISTRATOR, lock=True)
    clean = validate_reason(reason)
    if person.is_superuser:
        raise Conflict("already_administrator", _("This person is an administrator already."))
    _check_active(person)
    payload = {"person": str(person.pk), "reason": clean}
    return request_approval(actor=actor, kind=NEW_ADMINISTRATOR, payload=payload, subject_id=person.pk)


@service(Action.MAKE_ADMINISTRATOR)
def make_administrator(*, actor: Actor, person_id: UUID, reason: str) -> User:
    """Make a person an administrator, as a second administrator has confirmed.

    Every administrator is notified. Idempotent. Raises NotFound, Forbidden, Invalid at /reason, and Conflict
    for a deactivated account.
    """
    lock_requirements_shared()
    lock_administrators()
    person = load(people, actor, person_id, Action.MAKE_ADMINISTRATOR, lock=True)
    clean = validate_reason(reason)
    if person.is_superuser:
        return person
    _check_active(person)
    decision = _apply_decision(actor, person, DecisionKind.ADMINISTRATOR_MADE, clean)
    record(actor, AdministratorMade(person_id=person.pk, decision_id=decision.pk))
    return person


@service(Action.UNMAKE_ADMINISTRATOR)
def revoke_administrator(*, actor: Actor, person_id: UUID, reason: str) -> User:
    """Revoke the administrator role of a person, with the access it gave.

    Every administrator is notified. The person is notified, too. Not permitted on one's own account.
    Idempotent. Raises NotFound, Forbidden, Invalid at /reason, and Conflict for the last administrator.
    """
    lock_requirements_shared()
    running = lock_administrators()
    person = load(people, actor, person_id, Action.UNMAKE_ADMINISTRATOR, lock=True)
    clean = validate_reason(reason)
    if not person.is_superuser:
        return person
    check_another_remains(person, running)
    revoke_role(actor=actor, person=person, reason=clean)
    return person


@service(Reason.STEP)
def revoke_role(*, actor: Actor, person: User, reason: str) -> None:
    """Revoke the administrator role of a locked person, with the access it gave."""
    decision = _apply_decision(actor, person, DecisionKind.ADMINISTRATOR_UNMADE, reason)
    end_administration(person.pk)
    record(actor, AdministratorUnmade(person_id=person.pk, decision_id=decision.pk))


def _check_active(person: User) -> None:
    if not person.is_active:
        raise Conflict("deactivated", _("This account is switched off."))


def _apply_decision(actor: Actor, person: User, kind: DecisionKind, reason: str) -> AccountDecision:
    person.is_superuser = person.is_staff = kind == DecisionKind.ADMINISTRATOR_MADE
    save_new_version(person, "is_superuser", "is_staff")
    refresh_factor_due_dates(actor=actor, person_ids=[person.pk])
    record_access_change(person_id=person.pk, reason=kind.value)
    return AccountDecision.objects.create(person=person, kind=kind, reason=reason, by_id=actor.person_id)
