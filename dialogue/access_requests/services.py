"""Request access to an announced restricted thread, and answer such requests."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.events import AccessAskedFor
from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.access_requests.policies import AccessRequestAction, AccessRequestPolicy
from dialogue.access_requests.selectors import get_retry_time, list_own_requests
from dialogue.common.text_validation import validate_text
from dialogue.lifecycle.visibility import add_thread_reader
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.announcements import close_access_request, close_requests_of_former_members
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import get_discoverable_thread, list_facilitating_reader_ids
from groups.models import Membership
from groups.selectors import list_participant_ids, list_seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Forbidden
from viche.kernel.events import record
from viche.kernel.policy import load, require_person
from viche.kernel.services import Reason, service


@service(Reason.SELF)
def ask_for_access(*, actor: Actor, thread_id: UUID, reason: str) -> AccessRequest:
    """Request access to a restricted thread that is announced to the actor.

    Raises NotFound for a thread that is not announced to the actor, Forbidden without a seat in its group,
    Invalid, PersonalData, and Conflict for an actor who may read it, has a pending request, or was declined
    or withdrew a short time ago.
    """
    person_id = require_person(actor, "dialogue:write")
    known = get_discoverable_thread(actor, thread_id)
    # It may be closed or widened while the lock is awaited.
    Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk=known.pk).first()
    thread = get_discoverable_thread(actor, thread_id)
    seat = _get_seat(thread, person_id)
    reason = validate_text("/reason", reason, NOTE_LENGTH)
    _check_can_ask(actor, thread)
    actor = check_disclosure(actor, {"/reason": reason})
    request = AccessRequest.objects.create(thread=thread, person_id=person_id, seat=seat, reason=reason)
    record(
        actor,
        AccessAskedFor(
            request_id=request.pk,
            thread_id=thread.pk,
            group_id=thread.group_id,
            person_id=person_id,
            people=tuple(sorted(list_facilitating_reader_ids(thread))),
        ),
    )
    return request


def _get_seat(thread: Thread, person_id: UUID) -> Membership:
    if not thread.group.is_working:
        raise Forbidden("group_not_working", _("The group is suspended or dissolved: it can only be read."))
    seats = list_seats_of(person_id, thread.group_id)
    if not seats:
        raise Forbidden("no_seat", _("Only who sits in the group can be let in."))
    return seats[0].membership


def _check_can_ask(actor: Actor, thread: Thread) -> None:
    if ThreadPolicy().visible_to(actor).filter(pk=thread.pk).exists():
        raise Conflict("already_reads", _("You read this thread already."))
    latest = list_own_requests(actor, [thread.pk]).get(thread.pk)
    if latest is None:
        return
    if latest.state == AccessState.PENDING:
        if latest.seat_id in {one.membership.pk for one in list_seats_of(latest.person_id, thread.group_id)}:
            raise Conflict("already_asked", _("You have asked already: wait for the answer."))
        close_access_request(actor, latest, AccessState.OVER)  # the seat through which they asked has ended
        return
    again = get_retry_time(latest)
    if again is not None and again > now():
        raise Conflict(
            "asked_lately", _("You asked recently. Ask again later, or talk to the thread’s leaders.")
        )


@service(AccessRequestAction.GRANT)
def grant_access(*, actor: Actor, request_id: UUID) -> AccessRequest:
    """Add the requester to the audience of the thread: they read all of it from now on.

    Raises NotFound, Forbidden, and Conflict for a requester who has no seat in the group any more.
    """
    request = _lock_request(actor, request_id, AccessRequestAction.GRANT)
    seats = {one.membership.pk for one in list_seats_of(request.person_id, request.thread.group_id)}
    if request.seat_id not in seats or request.person_id not in list_participant_ids(request.thread.group_id):
        raise Conflict("seat_over", _("They do not sit in the group any more."))
    # This also closes the request.
    add_thread_reader(actor=actor, thread_id=request.thread_id, person_id=request.person_id)
    request.refresh_from_db(fields=["state", "decided_at", "decided_by"])
    return request


@service(AccessRequestAction.DECLINE)
def decline_access(*, actor: Actor, request_id: UUID, reason: str) -> AccessRequest:
    """Decline a request with a reason, which is sent to the requester by e-mail, too.

    Raises NotFound, Forbidden, Invalid, PersonalData.
    """
    request = _lock_request(actor, request_id, AccessRequestAction.DECLINE)
    answer = validate_text("/reason", reason, NOTE_LENGTH)
    actor = check_disclosure(actor, {"/reason": answer})
    return close_access_request(actor, request, AccessState.DECLINED, answer)


@service(AccessRequestAction.WITHDRAW)
def withdraw_access_request(*, actor: Actor, request_id: UUID) -> AccessRequest:
    """Withdraw one's own request. Raises NotFound, Forbidden."""
    request = _lock_request(actor, request_id, AccessRequestAction.WITHDRAW)
    return close_access_request(actor, request, AccessState.WITHDRAWN)


@service(Reason.SYSTEM)
def close_requests_without_seat(*, actor: Actor, group_id: UUID) -> None:
    """Close the requests of people whose seat in the group has ended.

    Part of changing the seats of a group, which locks the group and its threads.
    """
    close_requests_of_former_members(actor, group_id)


def _lock_request(actor: Actor, request_id: UUID, action: AccessRequestAction) -> AccessRequest:
    """Lock the thread of a request, then the request. Raises SignedOut, NotFound, Forbidden."""
    seen = load(AccessRequestPolicy(), actor, request_id, action)
    thread = Thread.objects.select_for_update(of=("self",), no_key=True).get(pk=seen.thread_id)
    request = load(AccessRequestPolicy(), actor, request_id, action, lock=True)
    request.thread = thread
    return request
