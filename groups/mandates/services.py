"""Appointing people to act for organisations, changing that, letting it rest, and ending it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.people import active_person, given, person_named
from groups.common.periods import COUNTRY_ZONE
from groups.grants import sync_grants
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.departures import let_go, mandates_along
from groups.mandates.events import (
    MandateAppointed,
    MandateChanged,
    MandateEnded,
    MandateRested,
    MandateResumed,
)
from groups.mandates.lifecycle import (
    close_mandate,
    left_windows,
    lock_groups_of,
    lock_mandate,
    mandate_event,
    record_lost_leads,
    renew_windows,
    tell_groups,
    windows_through,
)
from groups.mandates.models import Mandate, MandateRest
from groups.mandates.own_seats import check_not_own_post
from groups.mandates.policies import MandateAction
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
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
    confirmed: bool = False,
) -> Mandate:
    """Let a person act for an organisation, in a position, on the days from `starts_on` to `ends_on`.

    The person is named by id or by `email`. `document` is what appoints them; `deputy_id` who usually stands
    in (a deputyship says when). The sector is that of the organisation. The document may have begun long ago:
    what the mandate gives counts from now at the earliest, but for the system, which writes down what was so.

    Raises OwnPost for the actor themselves, unless a second person has `confirmed` it.
    """
    organisation = load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.APPOINT)
    _check_days(starts_on, ends_on)
    deputy = active_person(deputy_id, "/deputy") if deputy_id is not None else None
    person = person_named(person_id, email)
    if deputy == person:
        raise Invalid.field("/deputy", "same_person", _("Nobody is their own deputy."))
    check_not_own_post(actor, person.pk, confirmed=confirmed)
    if deputy is not None:
        check_not_own_post(actor, deputy.pk, confirmed=confirmed)
    mandate = Mandate.objects.create(
        person=person,
        organisation=organisation,
        position_uk=position_uk,
        position_en=position_en,
        document=document,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=None if actor.is_system else now(),
        deputy=deputy,
    )
    record(actor, mandate_event(MandateAppointed, mandate))
    renew_windows(mandate)
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

    Raises Invalid for a last day that has passed (end the mandate instead), for another first day once the
    mandate has begun, and for one that has passed, OwnPost for a holder who prolongs it, ValueError for a
    field that is fixed.
    """
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(unknown)
    mandate = lock_mandate(actor, mandate_id, MandateAction.EDIT, expected_version)
    changed = {name: value for name, value in changes.items() if getattr(mandate, name) != value}
    if not changed:
        return mandate
    before = mandate.starts_on, mandate.ends_on
    _check_change(mandate, changed)
    if "ends_on" in changed and _is_later(changed["ends_on"], mandate.ends_on):
        check_not_own_post(actor, mandate.person_id, confirmed=False)
    for name, value in changed.items():
        setattr(mandate, name, value)
    _check_days(mandate.starts_on, mandate.ends_on)
    after = mandate.starts_on, mandate.ends_on
    with _at_the_tables(actor, mandate, *changed, reason="mandate_changed"):
        fields = tuple(sorted(changed))
        record(actor, mandate_event(MandateChanged, mandate, fields=fields, before=before, after=after))
    return mandate


def _is_later(day: date | None, than: date | None) -> bool:
    """Return whether a last day (None: never) is later than another."""
    return than is not None and (day is None or day > than)


def _check_change(mandate: Mandate, changed: Mapping[str, Any]) -> None:
    """Who could see what, and since when, is reckoned from the first day: what was at work stays so."""
    day, last = today(COUNTRY_ZONE), changed.get("ends_on")
    if "starts_on" in changed and mandate.starts_on <= day:
        raise Invalid.field("/starts_on", "begun", _("The mandate has begun: its first day stays."))
    if changed.get("starts_on", day) < day:
        raise Invalid.field("/starts_on", "past", _("This day has passed."))
    if last is not None and last < day:
        raise Invalid.field("/ends_on", "past", _("This day has passed. End the mandate instead."))


@service(MandateAction.REST)
def rest_mandate(
    *, actor: Actor, mandate_id: UUID, reason: str, expected_version: int | None = None
) -> Mandate:
    """Let a mandate rest: neither the holder nor a deputy acts through it until it is resumed, nor does
    its holder stand in for others of the organisation without another.

    Its seats stay. Also who alone leads a group may have to rest at once: their coordinator is told.
    """
    mandate = lock_mandate(actor, mandate_id, MandateAction.REST, expected_version)
    mandate.rested_at, mandate.rest_reason = now(), given(reason)
    with _at_the_tables(actor, mandate, "rested_at", "rest_reason", reason="mandate_rested"):
        record(actor, mandate_event(MandateRested, mandate))
    return mandate


@service(MandateAction.RESUME)
def resume_mandate(*, actor: Actor, mandate_id: UUID, expected_version: int | None = None) -> Mandate:
    """Let a mandate that rests give again what it gave. That it gave nothing meanwhile is kept.

    Raises OwnPost for its holder: somebody else resumes it.
    """
    mandate = lock_mandate(actor, mandate_id, MandateAction.RESUME, expected_version)
    check_not_own_post(actor, mandate.person_id, confirmed=False)
    if mandate.rested_at is not None:
        MandateRest.objects.create(mandate=mandate, since=mandate.rested_at, until=now())
    mandate.rested_at, mandate.rest_reason = None, ""
    with _at_the_tables(actor, mandate, "rested_at", "rest_reason", reason="mandate_resumed"):
        record(actor, mandate_event(MandateResumed, mandate))
    return mandate


@contextmanager
def _at_the_tables(actor: Actor, mandate: Mandate, *fields: str, reason: str) -> Iterator[None]:
    """Write these fields, and let the groups follow where the mandate sits, or its holder stands in for
    somebody. Of each that nobody leads any more who coordinates its territory is told.
    """
    stood_in_for = [window.mandate for window in windows_through(mandate)]
    groups = lock_groups_of(mandate, *stood_in_for)
    with record_lost_leads(actor, mandate, groups):
        mandate.version += 1
        mandate.save(update_fields=[*fields, "version"])
    yield
    for one in (mandate, *stood_in_for):
        tell_groups(actor, one)
    sync_grants(*groups, reason=reason)


@service(MandateAction.END)
def end_mandate(
    *, actor: Actor, mandate_id: UUID, reason: str, expected_version: int | None = None
) -> Mandate:
    """End a mandate now: its seats, its deputies and whatever hangs on them end in the same second. Whoever
    has no other there stands in for nobody of that organisation any more and does not administer it; whoever
    has no other at all is nobody's guest any more.

    An organisation withdraws its people at once, also who alone leads a group: who coordinates its territory
    is told, and seats another facilitator.
    """
    mandate = lock_mandate(
        actor, mandate_id, MandateAction.END, expected_version, along=mandates_along(mandate_id)
    )
    groups = _end(actor, mandate, given(reason))
    sync_grants(*groups, *let_go(actor, mandate, reason), reason="mandate_ended")
    return mandate


@service(Reason.SYSTEM)
def end_mandates_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """End every mandate of a person now, also where nobody leads a group then: that is told."""
    going = Mandate.objects.filter(person=person_id, ended_at=None).order_by("pk")
    for mandate in going.select_for_update(no_key=True):
        groups = _end(actor, mandate, reason)
        sync_grants(*groups, reason="mandate_ended")
    Mandate.objects.filter(deputy=person_id).update(deputy=None)


def _end(actor: Actor, mandate: Mandate, reason: str) -> list[InitiativeGroup]:
    """Returns the groups whose grants follow."""
    windows = left_windows(mandate)
    # Also where they go on standing in by another mandate: that may be over sooner.
    groups = lock_groups_of(mandate, *(one.mandate for one in windows_through(mandate)))
    with record_lost_leads(actor, mandate, groups):
        close_mandate(actor, mandate, reason, windows)
    record(actor, mandate_event(MandateEnded, mandate))
    return groups
