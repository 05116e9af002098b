"""What a group knows of restricted threads, and who asks for access to one: what the services of threads, of
audiences and of requests share. They hold a thread first, then its requests.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.events import AccessRequestClosed, AnnouncementChanged
from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.threads.models import TALKING, Thread
from dialogue.threads.selectors import people_reading, who_leads
from groups.selectors import seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.events import record


def check_may_be_known(thread: Thread) -> None:
    """Raises Invalid for a thread that its group reads, and for one in which nobody talks."""
    if not thread.is_restricted:
        raise Invalid.field("/announced", "not_restricted", _("The whole group reads this thread already."))
    if thread.state not in TALKING:
        words = _("A draft, and what is closed, is not announced: nobody could be let in to talk.")
        raise Invalid.field("/announced", "not_open", words)


def tell_group(actor: Actor, thread: Thread) -> None:
    """Whoever reads the group hears that what it knows of the thread is other than before, where it knows
    anything.
    """
    if thread.is_announced:
        _tell(actor, thread)


def settle_announcement(actor: Actor, thread: Thread, *, changed: bool = True) -> None:
    """After it was changed who reads a thread or knows of it: who asked and reads it now has their answer,
    and of what is announced no more nothing is asked.
    """
    if changed:
        _tell(actor, thread)
    readers = people_reading(thread)
    for request in _waiting(thread=thread):
        if request.person_id in readers:
            close_access_request(actor, request, AccessState.GRANTED)
        elif not thread.is_announced:
            close_access_request(actor, request, AccessState.OVER)


def close_access_request(
    actor: Actor,
    request: AccessRequest,
    state: AccessState,
    answer: str = "",
    confirmed: tuple[str, ...] = (),
) -> AccessRequest:
    """Give a request its answer. It must be held."""
    request.state, request.answer = state, answer
    request.decided_at, request.decided_by_id = now(), actor.person_id
    request.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    thread = request.thread
    record(
        actor,
        AccessRequestClosed(
            request_id=request.pk,
            thread_id=thread.pk,
            group_id=thread.group_id,
            person_id=request.person_id,
            people=tuple(sorted(who_leads(thread))),
            state=state,
            confirmed=confirmed,
        ),
    )
    return request


def close_unseated(actor: Actor, group_id: UUID) -> None:
    """Who asks through a seat in a group that they do not take any more asks no more. Its threads must be
    held.
    """
    for request in _waiting(thread__group=group_id):
        if request.seat_id not in {one.membership.pk for one in seats_of(request.person_id, group_id)}:
            close_access_request(actor, request, AccessState.OVER)


def forget_asking(actor: Actor, person_id: UUID) -> None:
    """Take back what a person asks for in their place, and forget why they did and how they were answered."""
    for request in _waiting(person=person_id):
        close_access_request(actor, request, AccessState.WITHDRAWN)
    AccessRequest.objects.filter(person=person_id).update(reason="", answer="")


def _tell(actor: Actor, thread: Thread) -> None:
    record(actor, AnnouncementChanged(thread_id=thread.pk, group_id=thread.group_id))


def _waiting(**of: object) -> list[AccessRequest]:
    rows = AccessRequest.objects.filter(state=AccessState.PENDING, **of).select_related("thread")
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
