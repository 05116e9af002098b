"""Register the approval kind of late seats, and the subscribers that request and cancel approvals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _, ngettext

from dialogue.models import ThreadUserPermission
from dialogue.seat_admission.services import (
    APPROVAL_KIND,
    admit_seat,
    cancel_admission_requests,
    cancel_requests_of_ended_seats,
    request_admission,
    request_admissions_to_thread,
)
from dialogue.threads.access import FACILITATE
from groups.common.periods import not_ended_q
from groups.models import Membership, OfficeKind, SeatState
from groups.policies import OfficeHolders, list_live_grants
from viche.accounts.approvals.kinds import register_approval_kind
from viche.accounts.approvals.models import Approval
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import register_subscriber
from viche.kernel.models import Event
from viche.kernel.text import translate_field

ADMISSION = Actor.for_system("dialogue.seat_admission")


def _thread_ids_of(approval: Approval) -> list[UUID]:
    return [UUID(pk) for pk in approval.payload["threads"]]


def _seat_id_of(approval: Approval) -> UUID:
    return UUID(approval.payload["membership"])


def _load_seats(ids: Collection[UUID]) -> dict[UUID, Membership]:
    seats = Membership.objects.select_related("mandate__person", "mandate__organisation", "group__territory")
    return seats.in_bulk(ids)


def _get_seat(approval: Approval) -> Membership:
    pk = _seat_id_of(approval)
    return _load_seats([pk])[pk]


def find_deciders(approvals: Sequence[Approval]) -> dict[UUID, set[UUID]]:
    """Return the ids of people who may confirm late seats, by request; never the holder of the seat.

    They are the people who facilitate all of the threads. Without such a facilitator, they are the data
    protection officers of the territory, if they held that office already when the approval was requested and
    do not coordinate the territory.

    A thread whose facilitator's mandate is suspended still counts as having a facilitator, and then nobody
    may confirm: otherwise the person who suspends the mandate would choose who confirms.
    """
    seats = _load_seats({_seat_id_of(one) for one in approvals})
    thread_ids = {pk for one in approvals for pk in _thread_ids_of(one)}
    leading, led = _load_leaders(thread_ids), _load_led_threads(thread_ids)
    officers = OfficeHolders.of(OfficeKind.DATA_PROTECTION_OFFICER)
    coordinators = OfficeHolders.of(OfficeKind.COORDINATOR)
    found: dict[UUID, set[UUID]] = {}
    for one in approvals:
        seat, threads = seats[_seat_id_of(one)], _thread_ids_of(one)
        codes, holder = [seat.group.territory.code], seat.mandate.person_id
        people = set.intersection(*(leading[pk] for pk in threads)) - {holder} if threads else set()
        if not people and not any((seat.group_id, pk) in led for pk in threads):
            people = officers.list_covering(codes, before=one.requested_at) - coordinators.list_covering(
                codes
            )
        found[one.pk] = people - {holder}
    return found


def _load_leaders(thread_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the active people who facilitate each thread."""
    leading: dict[UUID, set[UUID]] = {pk: set() for pk in thread_ids}
    grants = list_live_grants(ThreadUserPermission).filter(
        content_object__in=thread_ids, permission__codename=FACILITATE, user__is_active=True
    )
    for thread_id, person_id in grants.values_list("content_object", "user"):
        leading[thread_id].add(person_id)
    return leading


def _load_led_threads(thread_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return group and thread where a mandate with a seat in the group facilitates the thread."""
    seats = Membership.objects.filter(not_ended_q(now()), mandate__facilitated_threads__in=thread_ids)
    return set(seats.values_list("group", "mandate__facilitated_threads"))


def _admit(actor: Actor, approval: Approval) -> None:
    admit_seat(actor=actor, membership_id=_seat_id_of(approval), thread_ids=_thread_ids_of(approval))


def describe(approvals: Sequence[Approval]) -> dict[UUID, str]:
    """Describe the seat, its group and the number of threads, but not the titles of the threads."""
    seats = _load_seats({_seat_id_of(one) for one in approvals})
    return {one.pk: _describe_seat(seats[_seat_id_of(one)], len(_thread_ids_of(one))) for one in approvals}


def _describe_seat(seat: Membership, count: int) -> str:
    words = {
        "person": translate_field(seat.mandate.person, "name"),
        "organisation": translate_field(seat.mandate.organisation, "name"),
        "group": translate_field(seat.group, "name"),
        "count": count,
    }
    text = ngettext(
        "%(person)s, new for %(organisation)s in “%(group)s”, would read %(count)d restricted thread",
        "%(person)s, new for %(organisation)s in “%(group)s”, would read %(count)d restricted threads",
        count,
    )
    return text % words


def _concerned_q(person_id: UUID) -> Q:
    """Return the condition on approvals for seats of a person that have not ended."""
    seats = Membership.objects.filter(not_ended_q(now()), mandate__person=person_id)
    return Q(payload__membership__in=[str(pk) for pk in seats.values_list("pk", flat=True)])


def _can_renew(approval: Approval) -> bool:
    """Return whether the seat has not ended."""
    seat = _get_seat(approval)
    return seat.state(now(), seat.group.time_zone) != SeatState.ENDED


register_approval_kind(
    APPROVAL_KIND,
    deciders=find_deciders,
    carry_out=_admit,
    describe=describe,
    second_person=lambda: _("a leader of the thread, or the data protection officer of the territory"),
    concerns=_concerned_q,
    can_renew=_can_renew,
)


@register_subscriber("dialogue.late_seats", kinds=("groups.membership_started", "groups.membership_ended"))
def handle_seat_event(event: Event) -> None:
    """Request admission when a membership starts; cancel the requests when it ends."""
    step = request_admission if event.kind == "groups.membership_started" else cancel_admission_requests
    step(actor=ADMISSION, membership_id=UUID(event.data["membership_id"]))


@register_subscriber("dialogue.late_seats_over", kinds=("groups.terms_passed",))
def handle_terms_passed(event: Event) -> None:
    """Cancel requests for seats that ended when terms passed."""
    cancel_requests_of_ended_seats(actor=ADMISSION, group_id=UUID(event.data["group_id"]))


@register_subscriber("dialogue.late_seats_of_drafts", kinds=("dialogue.thread_opened",))
def handle_thread_opened(event: Event) -> None:
    """Request admission to the opened thread for seats that began while it was a draft."""
    request_admissions_to_thread(actor=ADMISSION, thread_id=event.subject_id)
