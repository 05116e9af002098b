"""Notifications of two-person approvals: to deciders, requesters and holders of offices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from viche.accounts.approvals.events import (
    ApprovalConfirmed,
    ApprovalDecidedOnServer,
    ApprovalDeclined,
    ApprovalLapsed,
    ApprovalRequested,
)
from viche.accounts.approvals.kinds import KINDS, deciders_of
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.selectors import approvals_unscoped
from viche.accounts.roles import find_office_holder_ids
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual

DECIDES, REQUESTED, HOLDS_OFFICE = "decides", "requested", "holds_office"
REASON_TEXTS = {
    DECIDES: lambda: _("It takes a second person, and you may be that one."),
    REQUESTED: lambda: _("You requested this."),
    HOLDS_OFFICE: lambda: _("You hold an office, or run the system."),
}


def _find_approval(event: Event) -> Approval | None:
    return approvals_unscoped().filter(pk=UUID(event.data["approval_id"])).first()


def _list_deciders(event: Event) -> Iterable[Recipient]:
    approval = _find_approval(event)
    return [Recipient(pk, DECIDES) for pk in sorted(deciders_of(approval))] if approval else []


def _list_requester(event: Event) -> Iterable[Recipient]:
    person_id = event.data["person_id"]
    return [Recipient(UUID(person_id), REQUESTED)] if person_id else []


def _list_requester_and_deciders(event: Event) -> Iterable[Recipient]:
    """Return the requester, and everybody who could have decided."""
    approval = _find_approval(event)
    others = sorted(set(KINDS[approval.kind].deciders(approval))) if approval else []
    return [*_list_requester(event), *(Recipient(pk, DECIDES) for pk in others)]


def _list_requester_and_officers(event: Event) -> Iterable[Recipient]:
    return [
        *_list_requester(event),
        *(Recipient(pk, HOLDS_OFFICE) for pk in sorted(find_office_holder_ids())),
    ]


def _describe_request(approval: Approval) -> str:
    return KINDS[approval.kind].describe(approval)


def _describe_requested(approval: Approval) -> str:
    by = translate_field(approval.requested_by, "name")
    return (
        _("Requested by: %(name)s. Nothing happens before somebody confirms it.") % {"name": by} if by else ""
    )


def _describe_confirmed(approval: Approval) -> str:
    words = {
        "requested": translate_field(approval.requested_by, "name"),
        "decided": translate_field(approval.decided_by, "name"),
    }
    if not words["requested"]:
        return _("Confirmed by: %(decided)s.") % words
    return _("Requested by: %(requested)s. Confirmed by: %(decided)s.") % words


def _describe_declined(approval: Approval) -> str:
    words = {"decided": translate_field(approval.decided_by, "name"), "reason": approval.note}
    return _("Declined by: %(decided)s. Reason: %(reason)s") % words


def _lapsed(_approval: Approval) -> str:
    return _("Nobody decided it in thirty days, so nothing was done. Request it again if it is still needed.")


def _describe_server_decision(approval: Approval) -> str:
    confirmed = approval.state == ApprovalState.CONFIRMED
    outcome = _("Confirmed on the server.") if confirmed else _("Declined on the server.")
    return f"{outcome} " + _("Reason: %(reason)s") % {"reason": approval.note}


def _build_title(title: Callable[[], str], approval: Approval) -> str:
    return f"{title()}: {_describe_request(approval)}"


def _build_render(
    title: Callable[[], str], body: Callable[[Approval], str], *states: ApprovalState
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    """Return a renderer of requests that are still in one of `states`."""

    def render(_reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        ids = {one.pk: UUID(one.event.data["approval_id"]) for one in notifications}
        known = approvals_unscoped().filter(state__in=states).in_bulk(set(ids.values()))
        return {
            one.pk: NotificationText(
                title=render_bilingual(partial(_build_title, title, approval)),
                body=render_bilingual(partial(body, approval)),
                reason=render_bilingual(REASON_TEXTS[one.reason]),
                url="/approvals",
            )
            for one in notifications
            if (approval := known.get(ids[one.pk])) is not None
        }

    return render


register_notice(
    ApprovalRequested.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_deciders,
    render=_build_render(
        lambda: _("Waits for your confirmation"), _describe_requested, ApprovalState.PENDING
    ),
)
register_notice(
    ApprovalConfirmed.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_requester_and_deciders,
    render=_build_render(lambda: _("Confirmed by two people"), _describe_confirmed, ApprovalState.CONFIRMED),
)
register_notice(
    ApprovalDeclined.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_requester,
    render=_build_render(
        lambda: _("Declined by a second person"), _describe_declined, ApprovalState.DECLINED
    ),
)
register_notice(
    ApprovalLapsed.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_requester,
    render=_build_render(lambda: _("Lapsed without a second person"), _lapsed, ApprovalState.LAPSED),
)
register_notice(
    ApprovalDecidedOnServer.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_requester_and_officers,
    render=_build_render(
        lambda: _("Decided by a command on the server"),
        _describe_server_decision,
        ApprovalState.CONFIRMED,
        ApprovalState.DECLINED,
    ),
)
