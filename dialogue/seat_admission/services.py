"""Admit late seats: seats of an organisation that began after a restricted thread had named it.

Such a seat may read the thread once a facilitator of the thread confirms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.models import Thread
from dialogue.seat_admission.events import LateSeatAdmitted
from dialogue.seat_admission.models import LateSeat
from dialogue.threads.audience import record_thread_audience
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import get_event_scope, list_explicit_readers
from dialogue.threads.models import ThreadState, Visibility
from groups.common.periods import not_ended_q
from groups.grants import sync_grants
from groups.models import Membership, SeatState
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.services import cancel_approvals, request_approval
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.services import Reason, service
from viche.kernel.versions import save_new_version

APPROVAL_KIND = "dialogue.late_seat"


@service(Reason.SYSTEM)
def request_admission(*, actor: Actor, membership_id: UUID) -> None:
    """Request approval of a new seat for the restricted threads that name its organisation.

    Makes one request per facilitator, for all of their threads. Idempotent.
    """
    seats = Membership.objects.filter(not_ended_q(now()), pk=membership_id)
    seat = seats.select_related("mandate").first()
    if seat is None:
        return
    by_leader: dict[UUID | None, list[UUID]] = defaultdict(list)
    for thread in _list_threads_naming(seat).order_by("pk").select_for_update(of=("self",), no_key=True):
        _seat, made = LateSeat.objects.get_or_create(thread=thread, membership=seat)
        if made:
            by_leader[thread.facilitator_id].append(thread.pk)
    for thread_ids in by_leader.values():
        payload = {"membership": str(seat.pk), "threads": [str(pk) for pk in thread_ids]}
        request_approval(actor=actor, kind=APPROVAL_KIND, payload=payload)


def _list_threads_naming(seat: Membership) -> QuerySet[Thread]:
    """List restricted threads, without drafts, that named the seat's organisation before the seat began."""
    named = Thread.objects.filter(
        group=seat.group_id,
        visibility=Visibility.RESTRICTED,
        audience__organisation=seat.mandate.organisation_id,
        audience__named_at__lt=seat.since,
    )
    return Thread.objects.filter(pk__in=named.values("pk")).exclude(state=ThreadState.DRAFT)


@service(Reason.SYSTEM)
def request_admissions_to_thread(*, actor: Actor, thread_id: UUID) -> None:
    """Request admission to a thread that was just opened, for seats that began while it was a draft.

    Only seats of organisations that the draft named before the seat began.
    """
    thread = Thread.objects.get(pk=thread_id)
    for named in thread.audience.filter(organisation__isnull=False):
        seats = Membership.objects.filter(not_ended_q(now()), group=thread.group_id, since__gt=named.named_at)
        ids = seats.filter(mandate__organisation=named.organisation_id).order_by("pk")
        for membership_id in ids.values_list("pk", flat=True):
            request_admission(actor=actor, membership_id=membership_id)


@service(Reason.SYSTEM)
def cancel_admission_requests(*, actor: Actor, membership_id: UUID) -> None:
    """Cancel the pending requests for a seat that has ended."""
    cancel_approvals(actor=actor, kind=APPROVAL_KIND, payload={"membership": str(membership_id)})


@service(Reason.SYSTEM)
def cancel_requests_of_ended_seats(*, actor: Actor, group_id: UUID) -> None:
    """Cancel the pending requests for seats of a group whose term or mandate has ended."""
    waiting = Approval.objects.filter(kind=APPROVAL_KIND, state=ApprovalState.PENDING)
    ids = {UUID(one["membership"]) for one in waiting.values_list("payload", flat=True)}
    seats = Membership.objects.select_related("mandate__person", "group").filter(group=group_id, pk__in=ids)
    for seat in seats.order_by("pk"):
        if seat.state(now(), seat.group.time_zone) == SeatState.ENDED:
            cancel_admission_requests(actor=actor, membership_id=seat.pk)


@service(Reason.STEP)
def admit_seat(*, actor: Actor, membership_id: UUID, thread_ids: Sequence[UUID]) -> None:
    """Let a seat read restricted threads from now on.

    Where the seat's mandate succeeds the mandate that facilitates a thread, it becomes the thread's
    facilitator. Carried out when the approval is confirmed; the approval is the authorisation. Raises
    Conflict for a seat that has ended.
    """
    seat = Membership.objects.select_related("mandate").get(pk=membership_id)
    if not Membership.objects.filter(not_ended_q(now()), pk=membership_id).exists():
        raise Conflict("seat_over", _("This seat has ended."))
    named = Thread.objects.filter(
        pk__in=thread_ids,
        visibility=Visibility.RESTRICTED,
        audience__organisation=seat.mandate.organisation_id,
    )
    threads = Thread.objects.filter(pk__in=named.values("pk"))
    threads = threads.select_related("group", "facilitator").order_by("pk")
    for thread in threads.select_for_update(of=("self",), no_key=True):
        waiting = LateSeat.objects.filter(thread=thread, membership=seat, admitted_at=None)
        if waiting.update(admitted_at=now()):
            _admit_to_thread(actor, thread, seat)


def _admit_to_thread(actor: Actor, thread: Thread, seat: Membership) -> None:
    before = seat.mandate.predecessor_id
    if before is not None and before == thread.facilitator_id and thread.state != ThreadState.CLOSED:
        thread.facilitator = seat.mandate
        record_thread_audience(actor, thread)
    save_new_version(thread, "facilitator")
    sync_grants(thread, reason="late_seat_admitted")
    record(
        actor,
        ThreadChanged(**get_event_scope(thread), people=list_explicit_readers(thread), change="audience"),
    )
    record(
        actor,
        LateSeatAdmitted(thread_id=thread.pk, membership_id=seat.pk, person_id=seat.mandate.person_id),
    )
