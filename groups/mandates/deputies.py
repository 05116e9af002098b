"""Services of deputies: the usual deputy of a mandate, and deputyships during absences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.people import get_active_person, get_person_by_id_or_email
from groups.common.periods import COUNTRY_ZONE
from groups.grants import sync_grants
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.events import DeputyAppointed, UsualDeputyDropped, UsualDeputyNamed
from groups.mandates.lifecycle import (
    build_deputyship_event,
    build_mandate_event,
    end_deputyship_now,
    get_effective_start,
    lock_groups_of,
    lock_mandate,
    record_seat_changes,
)
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.own_seats import check_no_coordinating_deputy, check_not_own_post, check_not_self_seating
from groups.mandates.policies import MandateAction
from groups.mandates.post_selectors import list_colleagues_of
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version


@service(MandateAction.NAME_DEPUTY)
def set_usual_deputy(
    *,
    actor: Actor,
    mandate_id: UUID,
    person_id: UUID | None = None,
    email: str = "",
    expected_version: int | None = None,
    confirmed: bool = False,
) -> Mandate:
    """Set the usual deputy of a mandate, by id or `email`, in place of the previous one.

    They may come from elsewhere, and act only during a deputyship. Raises Invalid for the holder, Conflict
    for the present usual deputy, OwnPost for the actor themselves unless a second person has `confirmed` it.
    """
    mandate = lock_mandate(actor, mandate_id, MandateAction.NAME_DEPUTY, expected_version)
    groups = lock_groups_of(mandate)
    deputy = get_person_by_id_or_email(person_id, email)
    if deputy.pk == mandate.person_id:
        pointer = "/email" if person_id is None else "/person"
        raise Invalid.field(pointer, "same_person", _("People cannot be their own deputies."))
    if deputy.pk == mandate.deputy_id:
        raise Conflict("already_deputy", _("They are named already."))
    check_not_self_seating(actor, groups, deputy.pk)
    check_no_coordinating_deputy(actor, groups, mandate, deputy.pk)
    check_not_own_post(actor, deputy.pk, confirmed=confirmed)
    _update_usual_deputy(actor, mandate, deputy, groups)
    return mandate


@service(MandateAction.NAME_DEPUTY)
def remove_usual_deputy(*, actor: Actor, mandate_id: UUID, expected_version: int | None = None) -> Mandate:
    """Remove the usual deputy of a mandate. Raises Conflict when there is none."""
    mandate = lock_mandate(actor, mandate_id, MandateAction.NAME_DEPUTY, expected_version)
    if mandate.deputy_id is None:
        raise Conflict("no_deputy", _("There is no usual deputy."))
    _update_usual_deputy(actor, mandate, None, lock_groups_of(mandate))
    return mandate


def _update_usual_deputy(
    actor: Actor, mandate: Mandate, deputy: User | None, groups: Sequence[InitiativeGroup]
) -> None:
    """Store the usual deputy and end deputyships that the previous one may no longer exercise."""
    before, mandate.deputy = mandate.deputy_id, deputy
    save_new_version(mandate, "deputy")
    going = Deputyship.objects.filter(mandate=mandate, ended_at=None, ends_at__gt=now())
    if before is not None:
        if not list_colleagues_of(mandate).filter(pk=before).exists():
            for window in going.filter(deputy=before).select_related("mandate").order_by("pk"):
                end_deputyship_now(actor, window)
        record(actor, build_mandate_event(UsualDeputyDropped, mandate, deputy_id=before))
    if deputy is not None:
        record(actor, build_mandate_event(UsualDeputyNamed, mandate, deputy_id=deputy.pk))
        if going.filter(deputy=deputy).exists():
            record_seat_changes(actor, mandate)
    sync_grants(*groups, reason="usual_deputy_set")


@service(MandateAction.APPOINT_DEPUTY)
def appoint_deputy(
    *,
    actor: Actor,
    mandate_id: UUID,
    deputy_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    confirmed: bool = False,
) -> Deputyship:
    """Let a colleague act for the holder of a mandate from `starts_at` until `ends_at`.

    A past hour of today counts as now. Raises Invalid for a start before today and for a person who is
    neither the usual deputy nor of the same organisation, Conflict when the same deputyship overlaps, OwnPost
    for the actor themselves unless a second person has `confirmed` it.
    """
    # Also lock the deputy's mandates: a deputy who leaves at this moment must not be appointed.
    theirs = Mandate.objects.filter(person=deputy_id)
    mandate = lock_mandate(actor, mandate_id, MandateAction.APPOINT_DEPUTY, along=theirs)
    deputy = get_active_person(deputy_id, "/deputy")
    starts_at = get_effective_start(actor, starts_at, COUNTRY_ZONE, "/starts_at")
    _check_deputyship(mandate, deputy, starts_at, ends_at)
    groups = lock_groups_of(mandate)
    check_not_self_seating(actor, groups, deputy.pk)
    check_no_coordinating_deputy(actor, groups, mandate, deputy.pk)
    check_not_own_post(actor, deputy.pk, confirmed=confirmed)
    window = Deputyship.objects.create(
        mandate=mandate,
        deputy=deputy,
        starts_at=starts_at,
        ends_at=ends_at,
        appointed_by_id=actor.person_id,
    )
    record(actor, build_deputyship_event(DeputyAppointed, window))
    record_seat_changes(actor, mandate)
    sync_grants(*groups, reason="deputy_appointed")
    return window


def _check_deputyship(mandate: Mandate, deputy: User, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= max(starts_at, now()):
        raise Invalid.field("/ends_at", "before_start", _("The end comes before the start, or has passed."))
    if deputy.pk == mandate.person_id:
        raise Invalid.field("/deputy", "same_person", _("People cannot be their own deputies."))
    if not list_colleagues_of(mandate).filter(pk=deputy.pk).exists():
        raise Invalid.field("/deputy", "not_a_colleague", _("A deputy comes from the same organisation."))
    if (end := mandate.term(COUNTRY_ZONE).end) is not None and end <= max(starts_at, now()):
        raise Conflict("mandate_over", _("The mandate will have ended by then."))
    windows = Deputyship.objects.filter(mandate=mandate, deputy=deputy, ended_at=None)
    if windows.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Conflict("already_deputy", _("They already stand in for a part of that time."))


@service(MandateAction.END_DEPUTYSHIP)
def end_deputyship(*, actor: Actor, deputyship_id: UUID) -> Deputyship:
    """End a deputyship because the holder is back. One that has not begun never begins."""
    known = Deputyship.objects.filter(pk=deputyship_id).first()
    if known is None:
        raise NotFound
    mandate = lock_mandate(actor, known.mandate_id, MandateAction.END_DEPUTYSHIP)
    groups = lock_groups_of(mandate)
    window = Deputyship.objects.select_related("mandate").get(pk=deputyship_id)
    at = now()
    if window.ended_at is not None or window.ends_at <= at:
        raise Conflict("already_ended", _("This has already ended."))
    end_deputyship_now(actor, window)
    sync_grants(*groups, reason="deputyship_ended")
    return window
