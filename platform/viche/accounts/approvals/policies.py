"""Policy of two-person approvals."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.kinds import KINDS, concerned_q, list_deciders
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.policies import is_browser_actor
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import Level, Policy, Source


class ApprovalAction(StrEnum):
    READ = "approval.read"
    CONFIRM = "approval.confirm"
    DECLINE = "approval.decline"
    WITHDRAW = "approval.withdraw"
    RENEW = "approval.renew"


class ApprovalPolicy(Policy[Approval]):
    """Policy of approvals. Requesters cannot decide their own requests; tokens are refused.

    A request is visible to the requester, to the person it concerns, to the people who may decide it while it
    is pending, and to the person who decided it.
    """

    model = Approval
    domain = "accounts"
    every = ApprovalAction
    url_parameter = "approval_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({ApprovalAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset(ApprovalAction)

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Approval]:
        if actor.person_id is None or not is_browser_actor(actor):
            return Approval.objects.none()
        # The deciders depend on the kind, so no SQL condition finds them. Few requests are pending at a time.
        waiting = list(Approval.objects.filter(state=ApprovalState.PENDING))
        theirs = [pk for pk, people in list_deciders(waiting).items() if actor.person_id in people]
        own = Q(requested_by=actor.person_id) | Q(decided_by=actor.person_id)
        return Approval.objects.filter(own | Q(pk__in=theirs) | concerned_q(actor.person_id))

    def permits(self, actor: Actor, action: StrEnum, obj: Approval) -> bool:
        return action in _find_permitted(actor, [obj])[0]

    def allowed_in(self, actor: Actor, rows: Sequence[Approval]) -> list[list[str]]:
        """Return `allowed` of several requests, in a constant number of queries per kind.

        Declined requests that may be repeated take more.
        """
        found = _find_permitted(actor, rows)
        return [self.short_names_of(actor, (one for one in ApprovalAction if one in some)) for some in found]

    def explain(self, actor: Actor, obj: Approval) -> list[Source]:
        if not self.permits(actor, ApprovalAction.READ, obj):
            return []
        own = obj.requested_by_id == actor.person_id
        concerned = actor.person_id is not None and _find_concerned(actor.person_id, [obj])
        kind = "self" if own or concerned else "decides"
        return [Source(kind, obj.pk, None)]

    def refuse(self, actor: Actor, action: StrEnum, obj: Approval) -> Forbidden:
        if obj.state != ApprovalState.PENDING and action != ApprovalAction.RENEW:
            return Forbidden("decided_already", _("This has been decided already."))
        deciding = action in (ApprovalAction.CONFIRM, ApprovalAction.DECLINE)
        if deciding and obj.requested_by_id == actor.person_id:
            return Forbidden("own_request", _("Someone else has to confirm what you requested."))
        return Forbidden()


def _find_permitted(actor: Actor, rows: Sequence[Approval]) -> list[set[ApprovalAction]]:
    """Return the actions that `actor` may do on each of some requests."""
    if actor.person_id is None or not is_browser_actor(actor):
        return [set() for _row in rows]
    deciders = list_deciders([row for row in rows if row.state == ApprovalState.PENDING])
    concerned = _find_concerned(actor.person_id, rows)
    found = []
    for row in rows:
        own, decides = row.requested_by_id == actor.person_id, actor.person_id in deciders.get(row.pk, ())
        party = row.decided_by_id == actor.person_id or row.pk in concerned
        actions: set[ApprovalAction] = set()
        if own or decides or party:
            actions.add(ApprovalAction.READ)
        if decides:
            actions |= {ApprovalAction.CONFIRM, ApprovalAction.DECLINE}
        if own and row.state == ApprovalState.PENDING:
            actions.add(ApprovalAction.WITHDRAW)
        if party and _can_renew(row):
            actions.add(ApprovalAction.RENEW)
        found.append(actions)
    return found


def _find_concerned(person_id: UUID, rows: Sequence[Approval]) -> set[UUID]:
    """Return the ids of the requests, among `rows`, that concern a person."""
    some = [row.pk for row in rows if KINDS[row.kind].concerns is not None]
    if not some:
        return set()
    return set(Approval.objects.filter(concerned_q(person_id), pk__in=some).values_list("pk", flat=True))


def _can_renew(approval: Approval) -> bool:
    """Return whether a declined request may be repeated and was not repeated yet."""
    can_renew = KINDS[approval.kind].can_renew
    if approval.state != ApprovalState.DECLINED or can_renew is None or not can_renew(approval):
        return False
    later = Approval.objects.filter(kind=approval.kind, payload=approval.payload, pk__gt=approval.pk)
    return not later.exists()
