"""Who confirms that a new seat reads along, and the events after which it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _, ngettext

from dialogue.models import ThreadUserPermission
from dialogue.seat_admission.services import (
    KIND,
    admit_seat,
    forget_seat,
    forget_seats_over,
    request_admission,
    request_admissions,
)
from dialogue.threads.access import FACILITATE
from groups.common.periods import open_seats
from groups.common.texts import local
from groups.models import Membership, OfficeKind, SeatState
from groups.policies import live, office_holders
from viche.accounts.approvals.kinds import approval_kind
from viche.accounts.approvals.models import Approval
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import subscriber
from viche.kernel.models import Event

ADMISSION = Actor.for_system("dialogue.seat_admission")


def _threads_in(approval: Approval) -> list[UUID]:
    return [UUID(pk) for pk in approval.payload["threads"]]


def _seat_in(approval: Approval) -> Membership:
    seats = Membership.objects.select_related("mandate__person", "mandate__organisation", "group__territory")
    return seats.get(pk=UUID(approval.payload["membership"]))


def find_deciders(approval: Approval) -> Iterable[UUID]:
    """Return who leads all of the threads; where nobody does, the data protection officers of the territory
    who held that office before and do not coordinate it. Never who has the seat.

    A leader whose mandate rests leads all the same: whoever suspended it would choose who confirms.
    """
    thread_ids, seat = _threads_in(approval), _seat_in(approval)
    leading = live(ThreadUserPermission).filter(
        content_object__in=thread_ids, permission__codename=FACILITATE, user__is_active=True
    )
    counted = leading.values("user").annotate(threads=Count("content_object", distinct=True))
    found = set(counted.filter(threads=len(thread_ids)).values_list("user", flat=True))
    found.discard(seat.mandate.person_id)
    if found:
        return found
    leading_seats = Membership.objects.filter(
        open_seats(now()), group=seat.group_id, mandate__facilitated_threads__in=thread_ids
    )
    if leading_seats.exists():
        return set()
    codes, at = [seat.group.territory.code], approval.requested_at
    officers = office_holders(OfficeKind.DATA_PROTECTION_OFFICER, codes, before=at)
    return officers - office_holders(OfficeKind.COORDINATOR, codes) - {seat.mandate.person_id}


def _carry_out(actor: Actor, approval: Approval) -> None:
    admit_seat(
        actor=actor, membership_id=UUID(approval.payload["membership"]), thread_ids=_threads_in(approval)
    )


def describe(approval: Approval) -> str:
    """Say who would read along, in which group and how many threads: never what these are called."""
    seat, count = _seat_in(approval), len(_threads_in(approval))
    words = {
        "person": local(seat.mandate.person, "name"),
        "organisation": local(seat.mandate.organisation, "name"),
        "group": local(seat.group, "name"),
        "count": count,
    }
    text = ngettext(
        "%(person)s, new for %(organisation)s in “%(group)s”, would read %(count)d restricted thread",
        "%(person)s, new for %(organisation)s in “%(group)s”, would read %(count)d restricted threads",
        count,
    )
    return text % words


def _concerns(person_id: UUID) -> Q:
    """Return the condition of the requests about the open seats of a person."""
    seats = Membership.objects.filter(open_seats(now()), mandate__person=person_id)
    return Q(payload__membership__in=[str(pk) for pk in seats.values_list("pk", flat=True)])


def _can_renew(approval: Approval) -> bool:
    """Return whether the seat goes on."""
    seat = _seat_in(approval)
    return seat.state(now(), seat.group.time_zone) != SeatState.ENDED


approval_kind(
    KIND,
    deciders=find_deciders,
    carry_out=_carry_out,
    describe=describe,
    second_person=lambda: _("who leads the thread, or the data protection officer of the territory"),
    concerns=_concerns,
    can_renew=_can_renew,
)


@subscriber("dialogue.late_seats", kinds=("groups.membership_started", "groups.membership_ended"))
def follow_seat(event: Event) -> None:
    step = request_admission if event.kind == "groups.membership_started" else forget_seat
    step(actor=ADMISSION, membership_id=UUID(event.data["membership_id"]))


@subscriber("dialogue.late_seats_over", kinds=("groups.terms_passed",))
def follow_terms(event: Event) -> None:
    forget_seats_over(actor=ADMISSION, group_id=UUID(event.data["group_id"]))


@subscriber("dialogue.late_seats_of_drafts", kinds=("dialogue.thread_opened",))
def follow_opening(event: Event) -> None:
    request_admissions(actor=ADMISSION, thread_id=event.subject_id)
