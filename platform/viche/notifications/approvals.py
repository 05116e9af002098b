"""Notifications of two-person approvals: to deciders, requesters and holders of offices."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.events import (
    ApprovalConfirmed,
    ApprovalDecidedOnServer,
    ApprovalDeclined,
    ApprovalLapsed,
    ApprovalRequested,
)
from viche.accounts.approvals.kinds import KINDS, deciders_of, describe_approvals
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.selectors import approvals_unscoped
from viche.accounts.roles import find_office_holder_ids
from viche.kernel.events import Payload
from viche.kernel.models import Event
from viche.kernel.text import translate_field, translate_text
from viche.notifications.registry import (
    Notice,
    NoticeContext,
    Recipient,
    Recipients,
    Template,
    Topic,
    Words,
    always,
    build_recipients,
    find_person,
    load_rows_unscoped,
    register_notices,
)

DECIDES, REQUESTED, HOLDS_OFFICE = "decides", "requested", "holds_office"
_find_requester = find_person(REQUESTED)


def _find_approval(event: Event) -> Approval | None:
    return approvals_unscoped().filter(pk=UUID(event.data["approval_id"])).first()


def _list_deciders(event: Event) -> Iterable[Recipient]:
    approval = _find_approval(event)
    return build_recipients(DECIDES, deciders_of(approval)) if approval else []


def _list_requester_and_deciders(event: Event) -> Iterable[Recipient]:
    """Return the requester, and everybody who could have decided."""
    approval = _find_approval(event)
    others = KINDS[approval.kind].deciders([approval])[approval.pk] if approval else ()
    return [*_find_requester(event), *build_recipients(DECIDES, others)]


def _list_requester_and_officers(event: Event) -> Iterable[Recipient]:
    return [*_find_requester(event), *build_recipients(HOLDS_OFFICE, find_office_holder_ids())]


def _describe(context: NoticeContext[Approval]) -> dict[str, str]:
    approval = context.row
    return {
        "requested": translate_field(approval.requested_by, "name"),
        "decided": translate_field(approval.decided_by, "name"),
        "reason": approval.note,
    }


def _describe_requested(context: NoticeContext[Approval]) -> Template:
    by = translate_field(context.row.requested_by, "name")
    if not by:
        return ""
    return _("Requested by: %(name)s. Nothing happens until someone confirms it.") % {"name": by}


def _describe_confirmed(context: NoticeContext[Approval]) -> Template:
    if not translate_field(context.row.requested_by, "name"):
        return _("Confirmed by: %(decided)s.")
    return _("Requested by: %(requested)s. Confirmed by: %(decided)s.")


def _describe_server_decision(context: NoticeContext[Approval]) -> str:
    confirmed = context.row.state == ApprovalState.CONFIRMED
    outcome = _("Confirmed on the server.") if confirmed else _("Declined on the server.")
    reason = _("Reason: %(reason)s") % {"reason": context.row.note}
    return f"{outcome} {reason}"


def _build_notice(
    payload: type[Payload],
    recipients: Recipients,
    title: Template,
    body: Words[Approval],
    *states: ApprovalState,
) -> Notice[Approval]:
    """Return a notice about requests that are still in one of `states`."""
    return Notice(
        payload.kind,
        topic=Topic.ACCOUNT,
        recipients=recipients,
        load=load_rows_unscoped(approvals_unscoped().filter(state__in=states), "approval_id"),
        fields=_describe,
        title=lambda n: f"{title}: {translate_text(describe_approvals([n.row])[n.row.pk])}",
        body=body,
        reason={
            DECIDES: _("This needs a second person, and you can be that person."),
            REQUESTED: _("You requested this."),
            HOLDS_OFFICE: _("You hold an office, or run the system."),
        },
        url="/approvals",
        restricted=lambda _n: True,
        needs_answer=always if payload is ApprovalRequested else None,
    )


register_notices(
    _build_notice(
        ApprovalRequested,
        _list_deciders,
        _("Waits for your confirmation"),
        _describe_requested,
        ApprovalState.PENDING,
    ),
    _build_notice(
        ApprovalConfirmed,
        _list_requester_and_deciders,
        _("Confirmed by two people"),
        _describe_confirmed,
        ApprovalState.CONFIRMED,
    ),
    _build_notice(
        ApprovalDeclined,
        _find_requester,
        _("Declined by a second person"),
        _("Declined by: %(decided)s. Reason: %(reason)s"),
        ApprovalState.DECLINED,
    ),
    _build_notice(
        ApprovalLapsed,
        _find_requester,
        _("Lapsed without a second person"),
        _(
            "No one decided on it within thirty days, so nothing was done. Request it again if it "
            "is still needed."
        ),
        ApprovalState.LAPSED,
    ),
    _build_notice(
        ApprovalDecidedOnServer,
        _list_requester_and_officers,
        _("Decided by a command on the server"),
        _describe_server_decision,
        ApprovalState.CONFIRMED,
        ApprovalState.DECLINED,
    ),
)
