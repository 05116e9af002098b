"""/approvals: requests for steps that a second person must confirm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api.factors import FreshProofEndpoint
from viche.accounts.approvals.kinds import KINDS, describe_approvals, list_deciders
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.policies import ApprovalAction, ApprovalPolicy
from viche.accounts.approvals.selectors import get_approval, list_approvals
from viche.accounts.approvals.services import (
    confirm_approval,
    decline_approval,
    renew_approval,
    withdraw_approval,
)
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.api import (
    ActionOn,
    Endpoint,
    PlainText,
    Show,
    StrictSerializer,
    Write,
    answer,
    page_of,
    paginate,
    shape_of,
)
from viche.kernel.text import Text, bilingual_of, render_bilingual

ApprovalStateName = Literal["pending", "confirmed", "declined", "withdrawn", "lapsed"]


class ApprovalPersonOut(TypedDict):
    id: UUID
    name: Text


class ApprovalOut(TypedDict):
    """A request for a step that a second person must confirm; the step happens when it is `confirmed`.

    `summary` describes the step. `requested_by` is null when the system made the request; `decided_by` is
    null when a command on the server decided, for the reason in `note`. A person's request that is not
    decided within thirty days becomes `lapsed`, and the requester is notified. `missing` describes the people
    who could confirm a pending request when there are no such people now; otherwise null. `allowed`: confirm,
    decline, withdraw, renew.
    """

    id: UUID
    kind: str
    summary: Text
    state: ApprovalStateName
    requested_by: ApprovalPersonOut | None
    requested_at: datetime
    decided_by: ApprovalPersonOut | None
    decided_at: datetime | None
    note: str
    missing: Text | None
    allowed: list[Annotated[str, ActionOn("approval")]]


class ApprovalsQuery(StrictSerializer):
    """`state`: only requests in this state."""

    state = serializers.ChoiceField(ApprovalState.choices, required=False)


class DeclineIn(StrictSerializer):
    """`note` is shown to the requester."""

    note = PlainText(max_length=500)


def _show_one(actor: Actor, approval_id: UUID) -> ApprovalOut:
    return present_approval(actor, get_approval(actor, approval_id))


def present_approval(actor: Actor, row: Approval) -> ApprovalOut:
    """Return a request as `actor` sees it."""
    (out,) = present_approvals(actor, [row])
    return out


def present_approvals(actor: Actor, rows: Sequence[Approval]) -> list[ApprovalOut]:
    """Return requests as `actor` sees them, in a number of queries that depends on their kinds."""
    summaries, allowed = describe_approvals(rows), ApprovalPolicy().allowed_in(actor, rows)
    deciders = list_deciders([row for row in rows if row.state == ApprovalState.PENDING])
    undecidable = {pk for pk, people in deciders.items() if not people}
    return [
        _present(row, summaries[row.pk], steps, is_missing=row.pk in undecidable)
        for row, steps in zip(rows, allowed, strict=True)
    ]


def _present(row: Approval, summary: Text, allowed: list[str], *, is_missing: bool) -> ApprovalOut:
    return {
        "id": row.pk,
        "kind": row.kind,
        "summary": summary,
        "state": cast("ApprovalStateName", row.state),
        "requested_by": _show_person(row.requested_by),
        "requested_at": row.requested_at,
        "decided_by": _show_person(row.decided_by),
        "decided_at": row.decided_at,
        "note": row.note,
        "missing": render_bilingual(KINDS[row.kind].second_person) if is_missing else None,
        "allowed": allowed,
    }


def _show_person(row: User | None) -> ApprovalPersonOut | None:
    return {"id": row.pk, "name": bilingual_of(row, "name")} if row is not None else None


class Approvals(Endpoint):
    actions = {"GET": ApprovalAction.READ}
    asks = ApprovalsQuery

    @extend_schema(parameters=[ApprovalsQuery], responses=page_of(ApprovalOut))
    def get(self, request: Request) -> Response:
        """List the requests that you made, may decide or decided, or that concern you, newest first."""
        rows = list_approvals(self.actor).filter(**self.asked)
        return answer(paginate(request, rows, order=["-id"], present=self._present))

    def _present(self, rows: list[Approval]) -> list[ApprovalOut]:
        return present_approvals(self.actor, rows)


class OneApproval(Endpoint):
    """GET: Return one request.

    DELETE: Withdraw your own pending request.
    """

    get = Show(ApprovalAction.READ, _show_one)

    delete = Write(ApprovalAction.WITHDRAW, withdraw_approval)


class Confirmation(FreshProofEndpoint):
    """Needs a fresh reauthentication; without it the answer is `proof_required`."""

    actions = {"POST": ApprovalAction.CONFIRM}

    @extend_schema(request=None, responses=shape_of(ApprovalOut))
    def post(self, request: Request, approval_id: UUID) -> Response:
        """Confirm another person's request; the step is carried out at once."""
        get_approval(self.actor, approval_id)
        self.require_fresh_proof()
        confirm_approval(actor=self.actor, approval_id=approval_id)
        return answer(_show_one(self.actor, approval_id))


class Declining(Endpoint):
    """POST: Decline another person's request, with a reason."""

    post = Write(ApprovalAction.DECLINE, decline_approval, body=DeclineIn, shows=_show_one)


class Renewal(Endpoint):
    """POST: Repeat a declined request, if its kind permits that (such as the admission of a late seat)."""

    created = "approvals/{id}"

    post = Write(ApprovalAction.RENEW, renew_approval, shows=present_approval, status=201)
