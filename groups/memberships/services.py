"""Seating people in groups, changing their roles, and ending their seats."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from groups.common.people import given
from groups.common.periods import open_seats
from groups.common.texts import MANDATE_RESTS
from groups.grants import sync_grants
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.models import JoinRequest, RequestState
from groups.mandates.lifecycle import (
    beginning,
    close_seat,
    keep_a_facilitator,
    lock_mandate,
    record_lost_leads,
    seat_event,
)
from groups.mandates.models import Mandate
from groups.mandates.own_seats import check_deputies, check_own_seat
from groups.mandates.policies import MandateAction
from groups.memberships.events import MembershipEnded, MembershipStarted, RoleChanged
from groups.seats.models import Membership, Role
from groups.seats.pending_requests import admit_who_waits
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Conflict, Invalid, NotFound, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


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
    confirmed: Collection[str] = (),
) -> Membership:
    """Give a mandate a seat in a group, from `since` (now) until `until` (while the mandate lasts).

    Who waits for a seat there is admitted, with `answer` as the reason. An hour of today that has passed is
    now. Raises Invalid at /since for an earlier day, at /mandate for a mandate that the actor cannot see and
    whose holder does not ask for this seat, for one that is over or whose holder's account is closed,
    Conflict for one that rests or that already has a seat in that time, and for a coordinator who would seat
    themselves, or whom they stand in for, where somebody leads, and for a mandate whose deputy coordinates
    there; PersonalData at /reason, of the answer.
    """
    load(GroupPolicy(), actor, group_id, GroupAction.ADD_MEMBER)
    mandate = _mandate_to_seat(actor, group_id, mandate_id)
    group = load(GroupPolicy(), actor, group_id, GroupAction.ADD_MEMBER, lock=True)
    check_own_seat(actor, [group], mandate.person_id, mandate.pk)
    check_deputies(actor, [group], mandate)
    begins = now() if since is None else beginning(actor, since, group.time_zone, "/since")
    _check_term(group, mandate, begins, until)
    told = told_knowingly({"/reason": answer}, confirmed)
    seat = Membership.objects.create(group=group, mandate=mandate, role=role, since=begins, until=until)
    record(actor, seat_event(MembershipStarted, seat))
    admit_who_waits(actor, seat, answer, told)
    sync_grants(group, reason="membership_started")
    return seat


def _mandate_to_seat(actor: Actor, group_id: UUID, mandate_id: UUID) -> Mandate:
    """One that the actor knows of, or by which its holder asks for a seat there: then they have named it."""
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


def _check_term(group: InitiativeGroup, mandate: Mandate, since: datetime, until: datetime | None) -> None:
    if until is not None and until <= since:
        raise Invalid.field("/until", "before_start", _("The end comes before the start."))
    term = mandate.term(group.time_zone)
    if term.end is not None and term.end <= max(since, now()):
        raise Invalid.field("/mandate", "over", _("This mandate is over by then."))
    if not mandate.person.is_active:
        raise Invalid.field("/mandate", "deactivated", _("The account of this person is closed."))
    if mandate.rested_at is not None:
        raise Conflict("mandate_rests", MANDATE_RESTS)
    taken = Membership.objects.filter(open_seats(since), group=group, mandate=mandate)
    if until is not None:
        taken = taken.filter(since__lt=until)
    if taken.exists():
        raise Conflict("already_seated", _("This mandate already has a seat in the group."))


@service(GroupAction.CHANGE_ROLE)
def change_role(
    *, actor: Actor, group_id: UUID, membership_id: UUID, role: Role, expected_version: int | None = None
) -> Membership:
    """Give a seat another role. Raises Conflict when the last facilitator would be gone, and for a
    coordinator who sits or stands in there where somebody leads.
    """
    group, seat = _open_seat(actor, group_id, membership_id, GroupAction.CHANGE_ROLE)
    if expected_version is not None and seat.version != expected_version:
        raise Stale
    if role == seat.role:
        return seat
    check_own_seat(actor, [group], seat.mandate.person_id, seat.mandate_id)
    if seat.role == Role.FACILITATOR:
        keep_a_facilitator(group, seat)
    before = seat.role
    with record_lost_leads(actor, seat.mandate, [group]):
        seat.role = role
        seat.version += 1
        seat.save(update_fields=["role", "version"])
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
    """End a seat now; what it gave ends in the same second.

    Nobody is kept: who alone leads a group leaves it at once, and who coordinates its territory is told.
    Raises Conflict where others end that seat: they may seat another facilitator first.
    """
    group, seat = _open_seat(actor, group_id, membership_id, GroupAction.END_MEMBERSHIP)
    given(reason)
    if actor.person_id != seat.mandate.person_id:
        keep_a_facilitator(group, seat)
    with record_lost_leads(actor, seat.mandate, [group]):
        close_seat(seat, reason, now())
    record(actor, seat_event(MembershipEnded, seat))
    sync_grants(group, reason="membership_ended")
    return seat


def _open_seat(
    actor: Actor, group_id: UUID, membership_id: UUID, action: GroupAction
) -> tuple[InitiativeGroup, Membership]:
    """The group, locked, and one of its seats that is not over."""
    group = load(GroupPolicy(), actor, group_id, action, lock=True)
    seat = Membership.objects.filter(group=group, pk=membership_id).select_related("mandate").first()
    if seat is None:
        raise NotFound
    if seat.until is not None and seat.until <= now():
        raise Conflict("already_ended", _("This membership has already ended."))
    return group, seat
