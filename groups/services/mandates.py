"""Appointing people to act for organisations, changing that, letting it rest, and ending it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.events import MandateAppointed, MandateChanged, MandateEnded, MandateRested, MandateResumed
from groups.grants import sync_grants
from groups.models import Mandate, Membership
from groups.people import active_person, person_named, require_system
from groups.policies import MandateAction, OrganisationAction, OrganisationPolicy
from groups.seating import (
    close_mandate,
    given,
    keep_a_facilitator,
    keep_led,
    left_windows,
    lock_groups_of,
    lock_mandate,
    mandate_event,
    open_seats,
    tell_groups,
)
from groups.terms import COUNTRY_ZONE
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service


@service(OrganisationAction.APPOINT)
def appoint_mandate(
    *,
    actor: Actor,
    organisation_id: UUID,
    position_uk: str,
    document: str,
    starts_on: date,
    person_id: UUID | None = None,
    email: str = "",
    ends_on: date | None = None,
    position_en: str = "",
    deputy_id: UUID | None = None,
) -> Mandate:
    """Let a person act for an organisation, in a position, on the days from `starts_on` to `ends_on`.

    The person is named by id or by `email`. `document` is what appoints them; `deputy_id` who usually stands
    in (a deputyship says when). The sector is that of the organisation.
    """
    organisation = load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.APPOINT)
    _check_days(starts_on, ends_on)
    deputy = active_person(deputy_id, "/deputy") if deputy_id is not None else None
    person = person_named(person_id, email)
    if deputy == person:
        raise Invalid.field("/deputy", "same_person", _("Nobody is their own deputy."))
    mandate = Mandate.objects.create(
        person=person,
        organisation=organisation,
        position_uk=position_uk,
        position_en=position_en,
        document=document,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy=deputy,
    )
    record(actor, mandate_event(MandateAppointed, mandate))
    return mandate


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Invalid.field("/ends_on", "before_start", _("The end comes before the start."))


# What of a mandate may be changed: another person or organisation is another mandate.
EDITABLE = frozenset({"position_uk", "position_en", "document", "starts_on", "ends_on"})


@service(MandateAction.EDIT)
def edit_mandate(
    *, actor: Actor, mandate_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Mandate:
    """Change the position, the document or the term (`EDITABLE`); what is left out stays.

    Raises Invalid for a last day that has passed (end the mandate instead), Conflict where a group would be
    left without a facilitator, ValueError for a field that is fixed.
    """
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(unknown)
    mandate = lock_mandate(actor, mandate_id, MandateAction.EDIT, expected_version)
    changed = {name: value for name, value in changes.items() if getattr(mandate, name) != value}
    if not changed:
        return mandate
    for name, value in changed.items():
        setattr(mandate, name, value)
    _check_days(mandate.starts_on, mandate.ends_on)
    last = changed.get("ends_on")
    if last is not None and last < today(COUNTRY_ZONE):
        raise Invalid.field("/ends_on", "past", _("This day has passed. End the mandate instead."))
    with _at_the_tables(actor, mandate, *changed, reason="mandate_changed"):
        record(actor, mandate_event(MandateChanged, mandate, fields=tuple(sorted(changed))))
    return mandate


@service(MandateAction.REST)
def rest_mandate(
    *, actor: Actor, mandate_id: UUID, reason: str, expected_version: int | None = None
) -> Mandate:
    """Let a mandate rest: neither the holder nor a deputy acts through it until it is resumed.

    Its seats stay. Raises Conflict where it is the last facilitator of a group.
    """
    mandate = lock_mandate(actor, mandate_id, MandateAction.REST, expected_version)
    mandate.rested_at, mandate.rest_reason = now(), given(reason)
    with _at_the_tables(actor, mandate, "rested_at", "rest_reason", reason="mandate_rested"):
        record(actor, mandate_event(MandateRested, mandate))
    return mandate


@service(MandateAction.RESUME)
def resume_mandate(*, actor: Actor, mandate_id: UUID, expected_version: int | None = None) -> Mandate:
    """Let a mandate that rests give again what it gave."""
    mandate = lock_mandate(actor, mandate_id, MandateAction.RESUME, expected_version)
    mandate.rested_at, mandate.rest_reason = None, ""
    with _at_the_tables(actor, mandate, "rested_at", "rest_reason", reason="mandate_resumed"):
        record(actor, mandate_event(MandateResumed, mandate))
    return mandate


@contextmanager
def _at_the_tables(actor: Actor, mandate: Mandate, *fields: str, reason: str) -> Iterator[None]:
    """Write these fields, and let the groups where the mandate sits follow: each keeps who leads it."""
    groups = lock_groups_of(mandate)
    with keep_led(groups):
        mandate.version += 1
        mandate.save(update_fields=[*fields, "version"])
    yield
    tell_groups(actor, mandate)
    sync_grants(*groups, reason=reason)


@service(MandateAction.END)
def end_mandate(
    *, actor: Actor, mandate_id: UUID, reason: str, expected_version: int | None = None
) -> Mandate:
    """End a mandate now: its seats, its deputies and whatever hangs on them end in the same second. Whoever
    has no other there stands in for nobody of that organisation any more.

    Raises Conflict where it is the last facilitator of a group: another one is seated first.
    """
    mandate = lock_mandate(actor, mandate_id, MandateAction.END, expected_version)
    _end(actor, mandate, given(reason), even_the_last=False)
    return mandate


@service(Reason.SYSTEM)
def end_mandates_of(*, actor: Actor, person_id: UUID, reason: str, even_the_last: bool) -> None:
    """End every mandate of a person now; `even_the_last` even where nobody leads the group then."""
    require_system(actor)
    going = Mandate.objects.filter(person=person_id, ended_at=None).order_by("pk")
    for mandate in going.select_for_update(no_key=True):
        _end(actor, mandate, reason, even_the_last=even_the_last)
    Mandate.objects.filter(deputy=person_id).update(deputy=None)


def _end(actor: Actor, mandate: Mandate, reason: str, *, even_the_last: bool) -> None:
    windows = left_windows(mandate)
    groups = lock_groups_of(mandate, *(one.mandate for one in windows))
    seats = Membership.objects.filter(open_seats(now()), mandate=mandate).select_related("group")
    for seat in seats if not even_the_last else ():
        keep_a_facilitator(seat.group, seat)
    close_mandate(actor, mandate, reason, windows)
    record(actor, mandate_event(MandateEnded, mandate))
    sync_grants(*groups, reason="mandate_ended")
