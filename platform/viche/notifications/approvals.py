"""Who is told of steps that take two people: who may decide, who requested, and who holds an office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import get_language, gettext as _

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
from viche.accounts.models import User
from viche.accounts.roles import holders_of_offices
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice

DECIDES, REQUESTED, HOLDS_OFFICE = "decides", "requested", "holds_office"
WHY_TOLD = {
    DECIDES: lambda: _("It takes a second person, and you may be that one."),
    REQUESTED: lambda: _("You requested this."),
    HOLDS_OFFICE: lambda: _("You hold an office, or run the system."),
}


def _approval(event: Event) -> Approval | None:
    return approvals_unscoped().filter(pk=UUID(event.data["approval_id"])).first()


def _deciders(event: Event) -> Iterable[Recipient]:
    approval = _approval(event)
    return [Recipient(pk, DECIDES) for pk in sorted(deciders_of(approval))] if approval else []


def _requester(event: Event) -> Iterable[Recipient]:
    person_id = event.data["person_id"]
    return [Recipient(UUID(person_id), REQUESTED)] if person_id else []


def _confirmed_for(event: Event) -> Iterable[Recipient]:
    """Who requested it, and everybody who could have decided it."""
    approval = _approval(event)
    others = sorted(set(KINDS[approval.kind].deciders(approval))) if approval else []
    return [*_requester(event), *(Recipient(pk, DECIDES) for pk in others)]


def _everybody_in_office(event: Event) -> Iterable[Recipient]:
    return [*_requester(event), *(Recipient(pk, HOLDS_OFFICE) for pk in sorted(holders_of_offices()))]


def _name(person: User | None) -> str:
    if person is None:
        return ""
    return person.name_en if get_language() == "en" and person.name_en else person.name_uk


def _summary(approval: Approval) -> str:
    return KINDS[approval.kind].describe(approval)


def _requested(approval: Approval) -> str:
    by = _name(approval.requested_by)
    return (
        _("Requested by: %(name)s. Nothing happens before somebody confirms it.") % {"name": by} if by else ""
    )


def _confirmed(approval: Approval) -> str:
    words = {"requested": _name(approval.requested_by), "decided": _name(approval.decided_by)}
    if not words["requested"]:
        return _("Confirmed by: %(decided)s.") % words
    return _("Requested by: %(requested)s. Confirmed by: %(decided)s.") % words


def _declined(approval: Approval) -> str:
    words = {"decided": _name(approval.decided_by), "reason": approval.note}
    return _("Declined by: %(decided)s. Reason: %(reason)s") % words


def _lapsed(_approval: Approval) -> str:
    return _("Nobody decided it in thirty days, so nothing was done. Request it again if it is still needed.")


def _decided_on_server(approval: Approval) -> str:
    confirmed = approval.state == ApprovalState.CONFIRMED
    outcome = _("Confirmed on the server.") if confirmed else _("Declined on the server.")
    return f"{outcome} " + _("Reason: %(reason)s") % {"reason": approval.note}


def _titled(title: Callable[[], str], approval: Approval) -> str:
    return f"{title()}: {_summary(approval)}"


def _render(
    title: Callable[[], str], body: Callable[[Approval], str], *states: ApprovalState
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    """Return what gives the words of requests that are still in one of `states`."""

    def render(_reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        ids = {one.pk: UUID(one.event.data["approval_id"]) for one in notifications}
        known = approvals_unscoped().filter(state__in=states).in_bulk(set(ids.values()))
        return {
            one.pk: Words(
                title=in_both(partial(_titled, title, approval)),
                body=in_both(partial(body, approval)),
                reason=in_both(WHY_TOLD[one.reason]),
                url="/approvals",
            )
            for one in notifications
            if (approval := known.get(ids[one.pk])) is not None
        }

    return render


notice(
    ApprovalRequested.kind,
    topic=Topic.ACCOUNT,
    recipients=_deciders,
    render=_render(lambda: _("Waits for your confirmation"), _requested, ApprovalState.PENDING),
)
notice(
    ApprovalConfirmed.kind,
    topic=Topic.ACCOUNT,
    recipients=_confirmed_for,
    render=_render(lambda: _("Confirmed by two people"), _confirmed, ApprovalState.CONFIRMED),
)
notice(
    ApprovalDeclined.kind,
    topic=Topic.ACCOUNT,
    recipients=_requester,
    render=_render(lambda: _("Declined by a second person"), _declined, ApprovalState.DECLINED),
)
notice(
    ApprovalLapsed.kind,
    topic=Topic.ACCOUNT,
    recipients=_requester,
    render=_render(lambda: _("Lapsed without a second person"), _lapsed, ApprovalState.LAPSED),
)
notice(
    ApprovalDecidedOnServer.kind,
    topic=Topic.ACCOUNT,
    recipients=_everybody_in_office,
    render=_render(
        lambda: _("Decided by a command on the server"),
        _decided_on_server,
        ApprovalState.CONFIRMED,
        ApprovalState.DECLINED,
    ),
)
