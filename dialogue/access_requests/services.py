"""Asking for access to a restricted thread of which one knows, and answering."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.events import AccessAskedFor
from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.access_requests.policies import AccessRequestAction, AccessRequestPolicy
from dialogue.access_requests.selectors import again_from, own_requests
from dialogue.common.text_validation import checked_text
from dialogue.lifecycle.visibility import name_too
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.announcements import close_access_request, close_unseated
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import get_known_thread, who_leads
from groups.models import Membership
from groups.selectors import people_of, seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Conflict, Forbidden
from viche.kernel.events import record
from viche.kernel.policy import asking_person, load
from viche.kernel.services import Reason, service


@service(Reason.SELF)
def ask_for_access(
    *, actor: Actor, thread_id: UUID, reason: str, confirmed: Collection[str] = ()
) -> AccessRequest:
    """Ask those who lead a restricted thread, of which one knows, to be named there, and say why.

    Raises NotFound for what is not announced to the actor, Forbidden for who has no seat in its group,
    Invalid, PersonalData, and Conflict for who reads it, asks already, or was declined or took it back not
    long ago.
    """
    person_id = asking_person(actor, "dialogue:write")
    known = get_known_thread(actor, thread_id)
    # It may be closed or widened while it is waited for.
    Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk=known.pk).first()
    thread = get_known_thread(actor, thread_id)
    seat = _seat(thread, person_id)
    reason = checked_text("/reason", reason, NOTE_LENGTH)
    _check_may_ask(actor, thread)
    told = told_knowingly({"/reason": reason}, confirmed)
    request = AccessRequest.objects.create(thread=thread, person_id=person_id, seat=seat, reason=reason)
    record(
        actor,
        AccessAskedFor(
            request_id=request.pk,
            thread_id=thread.pk,
            group_id=thread.group_id,
            person_id=person_id,
            people=tuple(sorted(who_leads(thread))),
            confirmed=told,
        ),
    )
    return request


def _seat(thread: Thread, person_id: UUID) -> Membership:
    if not thread.group.is_working:
        raise Forbidden("group_not_working", _("The group is suspended or dissolved: it can only be read."))
    seats = seats_of(person_id, thread.group_id)
    if not seats:
        raise Forbidden("no_seat", _("Only who sits in the group can be let in."))
    return seats[0].membership


def _check_may_ask(actor: Actor, thread: Thread) -> None:
    if ThreadPolicy().visible_to(actor).filter(pk=thread.pk).exists():
        raise Conflict("already_reads", _("You read this thread already."))
    latest = own_requests(actor, [thread.pk]).get(thread.pk)
    if latest is None:
        return
    if latest.state == AccessState.PENDING:
        if latest.seat_id in {one.membership.pk for one in seats_of(latest.person_id, thread.group_id)}:
            raise Conflict("already_asked", _("You have asked already: wait for the answer."))
        close_access_request(actor, latest, AccessState.OVER)  # with the seat through which they asked
        return
    again = again_from(latest)
    if again is not None and again > now():
        raise Conflict("asked_lately", _("You asked not long ago. Ask again later, or talk to who leads it."))


@service(AccessRequestAction.GRANT)
def grant_access(*, actor: Actor, request_id: UUID) -> AccessRequest:
    """Let the thread name who asked: they read all of it from now on.

    Raises NotFound, Forbidden, and Conflict for who sits in the group no more.
    """
    request = _held(actor, request_id, AccessRequestAction.GRANT)
    seats = {one.membership.pk for one in seats_of(request.person_id, request.thread.group_id)}
    if request.seat_id not in seats or request.person_id not in people_of(request.thread.group_id):
        raise Conflict("seat_over", _("They do not sit in the group any more."))
    # With that the request has its answer, too.
    name_too(actor=actor, thread_id=request.thread_id, person_id=request.person_id)
    request.refresh_from_db(fields=["state", "decided_at", "decided_by"])
    return request


@service(AccessRequestAction.DECLINE)
def decline_access(
    *, actor: Actor, request_id: UUID, reason: str, confirmed: Collection[str] = ()
) -> AccessRequest:
    """Say no, and why: who asked reads that, by e-mail, too. Raises NotFound, Forbidden, Invalid,
    PersonalData.
    """
    request = _held(actor, request_id, AccessRequestAction.DECLINE)
    answer = checked_text("/reason", reason, NOTE_LENGTH)
    told = told_knowingly({"/reason": answer}, confirmed)
    return close_access_request(actor, request, AccessState.DECLINED, answer, told)


@service(AccessRequestAction.WITHDRAW)
def withdraw_access_request(*, actor: Actor, request_id: UUID) -> AccessRequest:
    """Take back one's own request. Raises NotFound, Forbidden."""
    request = _held(actor, request_id, AccessRequestAction.WITHDRAW)
    return close_access_request(actor, request, AccessState.WITHDRAWN)


@service(Reason.SYSTEM)
def close_requests_without_seat(*, actor: Actor, group_id: UUID) -> None:
    """With the seat through which somebody asks their request is over.

    A part of what changes the seats of a group, which holds it and its threads.
    """
    close_unseated(actor, group_id)


def _held(actor: Actor, request_id: UUID, action: AccessRequestAction) -> AccessRequest:
    """The request with its thread, which is held first. Raises SignedOut, NotFound, Forbidden."""
    seen = load(AccessRequestPolicy(), actor, request_id, action)
    thread = Thread.objects.select_for_update(of=("self",), no_key=True).get(pk=seen.thread_id)
    request = load(AccessRequestPolicy(), actor, request_id, action, lock=True)
    request.thread = thread
    return request
