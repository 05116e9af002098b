"""Services of memberships: give seats, change roles, end seats."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from groups.common.people import require_reason
from groups.common.periods import not_ended_q
from groups.common.texts import MANDATE_IS_SUSPENDED
from groups.grants import sync_grants
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.models import JoinRequest, RequestState
from groups.mandates.lifecycle import (
    build_seat_event,
    check_facilitator_remains,
    close_seat,
    get_effective_start,
    lock_mandate,
    record_lost_leads,
)
from groups.mandates.models import Mandate
from groups.mandates.own_seats import (
    check_lead_of_coordinator,
    check_no_coordinating_deputy,
    check_not_self_seating,
)
from groups.mandates.policies import MandateAction
from groups.memberships.events import MembershipEnded, MembershipStarted, RoleChanged
from groups.seats.models import Membership, Role
from groups.seats.pending_requests import admit_pending_request_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(GroupAction.ADD_MEMBER)
def start_membership(
    *,
    actor: Actor,
    group_id: UUID,
    mandate_id: UUID,
    role: Role,
    since: datetime | None = None,
    until: datetime | None = None,
    answer: str = "",
) -> Membership:
    """Give a mandate a seat in a group, from `since` (now) until `until` (while the mandate lasts).

    The holder's pending request there is admitted, with `answer` as the reason. A past hour of today counts
    as now.

    - Raises Invalid at /since for an earlier day.
    - Raises Invalid at /mandate for a mandate that the actor cannot see and whose holder has not requested
      this seat, for one that is over, or whose holder's account is closed.
    - Raises Conflict for a suspended mandate, for one that already has a seat in that period, and for one
      whose deputy coordinates there.
    - Raises Conflict for coordinators who would seat themselves or the person for whom they are a deputy, or
      make another coordinator a facilitator, while the group has a facilitator.
    - Raises PersonalData at /reason for the answer.
    """
    load(GroupPolicy(), actor, group_id, GroupAction.ADD_MEMBER)
    mandate = _lock_mandate_to_seat(actor, group_id, mandate_id)
    group = load(GroupPolicy(), actor, group_id, GroupAction.ADD_MEMBER, lock=True)
    check_not_self_seating(actor, [group], mandate.person_id, mandate.pk)
    check_lead_of_coordinator(actor, [group], mandate.person_id, role)
    check_no_coordinating_deputy(actor, [group], mandate)
    begins = now() if since is None else get_effective_start(actor, since, group.time_zone, "/since")
    _check_period(group, mandate, begins, until)
    actor = check_disclosure(actor, {"/reason": answer})
    seat = Membership.objects.create(group=group, mandate=mandate, role=role, since=begins, until=until)
    record(actor, build_seat_event(MembershipStarted, seat))
    admit_pending_request_of(actor, seat, answer)
    sync_grants(group, reason="membership_started")
    return seat


def _lock_mandate_to_seat(actor: Actor, group_id: UUID, mandate_id: UUID) -> Mandate:
    """Lock a mandate that the actor sees, or whose holder requested a seat there.

    The request must be for the organisation of the mandate.
    """
    try:
        return lock_mandate(actor, mandate_id, MandateAction.READ)
    except NotFound as error:
        asked = JoinRequest.objects.filter(
            group=group_id,
            state=RequestState.PENDING,
            person=OuterRef("person"),
            organisation=OuterRef("organisation"),
        )
        known = Mandate.objects.filter(Exists(asked), pk=mandate_id)
        mandate = known.select_for_update(of=("self",), no_key=True).first()
        if mandate is None:
            raise Invalid.field("/mandate", "not_found", _("There is no such mandate.")) from error
        return mandate


def _check_period(group: InitiativeGroup, mandate: Mandate, since: datetime, until: datetime | None) -> None:
    if until is not None and until <= since:
        raise Invalid.field("/until", "before_start", _("The end comes before the start."))
    term = mandate.term(group.time_zone)
    if term.end is not None and term.end <= max(since, now()):
        raise Invalid.field("/mandate", "over", _("This mandate will have ended by then."))
    if not mandate.person.is_active:
        raise Invalid.field("/mandate", "deactivated", _("The account of this person is closed."))
    if mandate.rested_at is not None:
        raise Conflict("mandate_rests", MANDATE_IS_SUSPENDED)
    taken = Membership.objects.filter(not_ended_q(since), group=group, mandate=mandate)
    if until is not None:
        taken = taken.filter(since__lt=until)
    if taken.exists():
        raise Conflict("already_seated", _("This mandate already has a seat in the group."))


@service(GroupAction.CHANGE_ROLE)
def change_role(
    *, actor: Actor, group_id: UUID, membership_id: UUID, role: Role, expected_version: int | None = None
) -> Membership:
    """Change the role of a seat.

    Raises Conflict when the last facilitator would be gone, and for a coordinator who holds the seat or is
    its deputy while the group has a facilitator.
    """
    group, seat = _lock_open_seat(actor, group_id, membership_id, GroupAction.CHANGE_ROLE)
    check_version(seat, expected_version)
    if role == seat.role:
        return seat
    check_not_self_seating(actor, [group], seat.mandate.person_id, seat.mandate_id)
    check_lead_of_coordinator(actor, [group], seat.mandate.person_id, role)
    if seat.role == Role.FACILITATOR:
        check_facilitator_remains(group, seat)
    before = seat.role
    with record_lost_leads(actor, seat.mandate, [group]):
        seat.role = role
        save_new_version(seat, "role")
    record(
        actor,
        RoleChanged(
            membership_id=seat.id,
            group_id=group.id,
            mandate_id=seat.mandate_id,
            person_id=seat.mandate.person_id,
            role=role,
            before=before,
        ),
    )
    sync_grants(group, reason="role_changed")
    return seat


@service(GroupAction.END_MEMBERSHIP)
def end_membership(*, actor: Actor, group_id: UUID, membership_id: UUID, reason: str) -> Membership:
    """End a seat now; the access it gave ends at once.

    People may always leave: the only facilitator leaves at once, and the territory's coordinators are
    notified. Raises Conflict when another person ends that seat: they seat another facilitator first.
    """
    group, seat = _lock_open_seat(actor, group_id, membership_id, GroupAction.END_MEMBERSHIP)
    require_reason(reason)
    if actor.person_id != seat.mandate.person_id:
        check_facilitator_remains(group, seat)
    with record_lost_leads(actor, seat.mandate, [group]):
        close_seat(seat, reason, now())
    record(actor, build_seat_event(MembershipEnded, seat))
    sync_grants(group, reason="membership_ended")
    return seat


def _lock_open_seat(
    actor: Actor, group_id: UUID, membership_id: UUID, action: GroupAction
) -> tuple[InitiativeGroup, Membership]:
    """Return the group, locked, and one of its seats that has not ended."""
    group = load(GroupPolicy(), actor, group_id, action, lock=True)
    seat = Membership.objects.filter(group=group, pk=membership_id).select_related("mandate").first()
    if seat is None:
        raise NotFound
    if seat.until is not None and seat.until <= now():
        raise Conflict("already_ended", _("This membership has already ended."))
    return group, seat
