"""Deputies: who acts for the holder of a mandate while they are away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.events import DeputyAppointed
from groups.grants import sync_grants
from groups.models import Deputyship, Mandate
from groups.people import active_person
from groups.policies import MandateAction
from groups.seating import (
    check_own_seat,
    close_window,
    deputyship_event,
    lock_groups_of,
    lock_mandate,
    tell_groups,
)
from groups.selectors import colleagues_of
from groups.terms import COUNTRY_ZONE
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import service


@service(MandateAction.APPOINT_DEPUTY)
def appoint_deputy(
    *, actor: Actor, mandate_id: UUID, deputy_id: UUID, starts_at: datetime, ends_at: datetime
) -> Deputyship:
    """Let a colleague act for the holder of a mandate from `starts_at` until `ends_at`.

    Raises Invalid for somebody who is neither the named deputy nor of the same organisation, Conflict where
    the two already have an agreement for a part of that time.
    """
    # Those of the deputy too: nobody is sent who leaves at this moment.
    theirs = Mandate.objects.filter(person=deputy_id)
    mandate = lock_mandate(actor, mandate_id, MandateAction.APPOINT_DEPUTY, along=theirs)
    deputy = active_person(deputy_id, "/deputy")
    _check(mandate, deputy, starts_at, ends_at)
    groups = lock_groups_of(mandate)
    check_own_seat(actor, groups, deputy.pk)
    window = Deputyship.objects.create(mandate=mandate, deputy=deputy, starts_at=starts_at, ends_at=ends_at)
    record(actor, deputyship_event(DeputyAppointed, window))
    tell_groups(actor, mandate)
    sync_grants(*groups, reason="deputy_appointed")
    return window


def _check(mandate: Mandate, deputy: User, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= max(starts_at, now()):
        raise Invalid.field("/ends_at", "before_start", _("The end comes before the start, or has passed."))
    if deputy.pk == mandate.person_id:
        raise Invalid.field("/deputy", "same_person", _("Nobody is their own deputy."))
    if not colleagues_of(mandate).filter(pk=deputy.pk).exists():
        raise Invalid.field("/deputy", "not_a_colleague", _("A deputy comes from the same organisation."))
    if (end := mandate.term(COUNTRY_ZONE).end) is not None and end <= max(starts_at, now()):
        raise Conflict("mandate_over", _("The mandate is over by then."))
    windows = Deputyship.objects.filter(mandate=mandate, deputy=deputy, ended_at=None)
    if windows.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Conflict("already_deputy", _("They already stand in for a part of that time."))


@service(MandateAction.END_DEPUTYSHIP)
def end_deputyship(*, actor: Actor, deputyship_id: UUID) -> Deputyship:
    """The holder is back: the deputy acts no longer. One that has not begun never begins."""
    known = Deputyship.objects.filter(pk=deputyship_id).first()
    if known is None:
        raise NotFound
    mandate = lock_mandate(actor, known.mandate_id, MandateAction.END_DEPUTYSHIP)
    groups = lock_groups_of(mandate)
    window = Deputyship.objects.select_related("mandate").get(pk=deputyship_id)
    at = now()
    if window.ended_at is not None or window.ends_at <= at:
        raise Conflict("already_ended", _("This has already ended."))
    close_window(actor, window)
    sync_grants(*groups, reason="deputyship_ended")
    return window
