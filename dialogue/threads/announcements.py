"""Announced restricted threads and their access requests: what several services share.

They lock a thread first, then its requests.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.events import AccessRequestClosed, AnnouncementChanged
from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.threads.models import TALKING, Thread
from dialogue.threads.selectors import list_facilitating_reader_ids, list_reader_ids
from groups.selectors import list_seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.events import record


def check_can_announce(thread: Thread) -> None:
    """Raise Invalid for a thread that its group reads, and for one that is not open for discussion."""
    if not thread.is_restricted:
        raise Invalid.field("/announced", "not_restricted", _("The whole group reads this thread already."))
    if thread.state not in TALKING:
        words = _(
            "You cannot announce a draft or a closed thread: no one could be admitted to the conversation."
        )
        raise Invalid.field("/announced", "not_open", words)


def record_announcement_changed(actor: Actor, thread: Thread) -> None:
    """Record that what the group knows of an announced thread has changed."""
    if thread.is_announced:
        _record_changed(actor, thread)


def resolve_access_requests(actor: Actor, thread: Thread, *, changed: bool = True) -> None:
    """Close access requests after the readers or the announcement of a thread have changed.

    People who read the thread now are granted; the requests for a thread that is no longer announced are
    over.
    """
    if changed:
        _record_changed(actor, thread)
    readers = list_reader_ids(thread)
    for request in _lock_pending(thread=thread):
        if request.person_id in readers:
            close_access_request(actor, request, AccessState.GRANTED)
        elif not thread.is_announced:
            close_access_request(actor, request, AccessState.OVER)


def close_access_request(
    actor: Actor, request: AccessRequest, state: AccessState, answer: str = ""
) -> AccessRequest:
    """Close a request with its result. The request must be locked."""
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
            people=tuple(sorted(list_facilitating_reader_ids(thread))),
            state=state,
        ),
    )
    return request


def close_requests_of_former_members(actor: Actor, group_id: UUID) -> None:
    """Close the requests of people who no longer have the seat they asked through.

    The threads of the group must be locked.
    """
    for request in _lock_pending(thread__group=group_id):
        if request.seat_id not in {one.membership.pk for one in list_seats_of(request.person_id, group_id)}:
            close_access_request(actor, request, AccessState.OVER)


def withdraw_and_redact_requests(actor: Actor, person_id: UUID) -> None:
    """Withdraw the pending access requests of a person, and erase their reasons and answers."""
    for request in _lock_pending(person=person_id):
        close_access_request(actor, request, AccessState.WITHDRAWN)
    AccessRequest.objects.filter(person=person_id).update(reason="", answer="")


def _record_changed(actor: Actor, thread: Thread) -> None:
    record(actor, AnnouncementChanged(thread_id=thread.pk, group_id=thread.group_id))


def _lock_pending(**of: object) -> list[AccessRequest]:
    rows = AccessRequest.objects.filter(state=AccessState.PENDING, **of).select_related("thread")
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
