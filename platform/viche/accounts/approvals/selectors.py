"""Selectors of two-person approvals."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.policies import ApprovalAction, ApprovalPolicy
from viche.accounts.policies import require_browser
from viche.kernel.actor import Actor
from viche.kernel.errors import SignedOut
from viche.kernel.policy import load


def list_approvals(actor: Actor) -> QuerySet[Approval]:
    """Return the requests that `actor` may see. Raises SignedOut, Forbidden for a token."""
    if actor.person_id is None:
        raise SignedOut
    require_browser(actor)
    return _select_people(ApprovalPolicy().visible_to(actor))


def get_approval(actor: Actor, approval_id: UUID) -> Approval:
    """Return one request. Raises SignedOut, Forbidden for a token, NotFound."""
    require_browser(actor)
    load(ApprovalPolicy(), actor, approval_id, ApprovalAction.READ)
    return approvals_unscoped().get(pk=approval_id)


def approvals_unscoped() -> QuerySet[Approval]:
    """Return all requests with the people they name, for notifications."""
    return _select_people(Approval.objects.all())


def _select_people(rows: QuerySet[Approval]) -> QuerySet[Approval]:
    return rows.select_related("requested_by", "decided_by")
