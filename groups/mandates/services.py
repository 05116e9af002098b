"""Services of mandates: appoint, change, suspend, resume and end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.people import get_active_person, get_person_by_id_or_email, require_reason
from groups.common.periods import COUNTRY_ZONE
from groups.grants import sync_grants
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.departures import list_mandates_of_holder, revoke_access_of_departed
from groups.mandates.events import (
    MandateAppointed,
    MandateChanged,
    MandateEnded,
    MandateRested,
    MandateResumed,
)
from groups.mandates.lifecycle import (
    build_mandate_event,
    close_mandate,
    list_deputyships_via,
    list_lost_deputyships,
    lock_groups_of,
    lock_mandate,
    record_lost_leads,
    record_seat_changes,
    resume_deputyships,
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
from viche.kernel.versions import save_new_version


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
    """Appoint a person to represent an organisation, from `starts_on` to `ends_on` inclusive.

    The person is given by id or `email`. `document` is the document of appointment. `deputy_id` is the usual
    deputy, who acts only during a deputyship. The sector is that of the organisation. The first day may lie
    in the past; access counts from now at the earliest, except for the system, which records past facts.
    Raises OwnPost when the actor appoints themselves and no second person has `confirmed` it.
    """
    organisation = load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.APPOINT)
    _check_days(starts_on, ends_on)
    deputy = get_active_person(deputy_id, "/deputy") if deputy_id is not None else None
    person = get_person_by_id_or_email(person_id, email)
    if deputy == person:
        raise Invalid.field("/deputy", "same_person", _("People cannot be their own deputies."))
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
    record(actor, build_mandate_event(MandateAppointed, mandate))
    resume_deputyships(mandate)
    return mandate


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Invalid.field("/ends_on", "before_start", _("The end comes before the start."))


# Fields that may change. Another person or organisation needs another mandate.
EDITABLE_FIELDS = frozenset({"position_uk", "position_en", "document", "starts_on", "ends_on"})


@service(MandateAction.EDIT)
def edit_mandate(
    *, actor: Actor, mandate_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Mandate:
    """Change the position, document or term of a mandate (`EDITABLE_FIELDS`).

    Fields that are left out keep their values. Raises Invalid for a last day in the past (end the mandate
    instead), for a first day in the past, and for any other first day once the mandate has begun; OwnPost for
    a holder, or who was named by the holder, who makes the term longer at either side; ValueError for a field
    that cannot change.
    """
    if unknown := changes.keys() - EDITABLE_FIELDS:
        raise ValueError(unknown)
    mandate = lock_mandate(actor, mandate_id, MandateAction.EDIT, expected_version)
    changed = {name: value for name, value in changes.items() if getattr(mandate, name) != value}
    if not changed:
        return mandate
    before = mandate.starts_on, mandate.ends_on
    _check_new_days(mandate, changed)
    if _prolongs(mandate, changed):
        check_not_own_post(actor, mandate.person_id, confirmed=False)
    for name, value in changed.items():
        setattr(mandate, name, value)
    _check_days(mandate.starts_on, mandate.ends_on)
    after = mandate.starts_on, mandate.ends_on
    with _save_and_sync_groups(actor, mandate, *changed, reason="mandate_changed"):
        fields = tuple(sorted(changed))
        record(actor, build_mandate_event(MandateChanged, mandate, fields=fields, before=before, after=after))
    return mandate


def _prolongs(mandate: Mandate, changed: Mapping[str, Any]) -> bool:
    """Return whether the term gets longer at either side."""
    earlier = "starts_on" in changed and changed["starts_on"] < mandate.starts_on
    return earlier or ("ends_on" in changed and _is_later(changed["ends_on"], mandate.ends_on))


def _is_later(day: date | None, than: date | None) -> bool:
    """Return whether a last day (None: never) is later than another."""
    return than is not None and (day is None or day > than)


def _check_new_days(mandate: Mandate, changed: Mapping[str, Any]) -> None:
    """Check the new first and last day.

    Past access is computed from the first day, so the first day of a mandate that has begun cannot change.
    """
    day, last = today(COUNTRY_ZONE), changed.get("ends_on")
    if "starts_on" in changed and mandate.starts_on <= day:
        raise Invalid.field("/starts_on", "begun", _("The mandate has begun: its first day stays."))
    if changed.get("starts_on", day) < day:
        raise Invalid.field("/starts_on", "past", _("This day has passed."))
    if last is not None and last < day:
        raise Invalid.field("/ends_on", "past", _("This day has passed. End the mandate instead."))


@service(MandateAction.REST)
def suspend_mandate(
    *, actor: Actor, mandate_id: UUID, reason: str, expected_version: int | None = None
) -> Mandate:
    """Suspend a mandate: neither holder nor deputy acts through it until it is resumed. Its seats remain.

    The holder also no longer acts as deputy for other mandates of the organisation, unless they have another
    mandate there. Even the mandate of a group's only facilitator may be suspended: the coordinators are
    notified.
    """
    mandate = lock_mandate(actor, mandate_id, MandateAction.REST, expected_version)
    mandate.rested_at, mandate.rest_reason = now(), require_reason(reason)
    with _save_and_sync_groups(actor, mandate, "rested_at", "rest_reason", reason="mandate_rested"):
        record(actor, build_mandate_event(MandateRested, mandate))
    return mandate


@service(MandateAction.RESUME)
def resume_mandate(*, actor: Actor, mandate_id: UUID, expected_version: int | None = None) -> Mandate:
    """Resume a suspended mandate. The suspension is kept as history.

    Raises OwnPost when the actor is the holder, or was named by the holder: another person must resume it.
    """
    mandate = lock_mandate(actor, mandate_id, MandateAction.RESUME, expected_version)
    check_not_own_post(actor, mandate.person_id, confirmed=False)
    if mandate.rested_at is not None:
        MandateRest.objects.create(mandate=mandate, since=mandate.rested_at, until=now())
    mandate.rested_at, mandate.rest_reason = None, ""
    with _save_and_sync_groups(actor, mandate, "rested_at", "rest_reason", reason="mandate_resumed"):
        record(actor, build_mandate_event(MandateResumed, mandate))
    return mandate


@contextmanager
def _save_and_sync_groups(actor: Actor, mandate: Mandate, *fields: str, reason: str) -> Iterator[None]:
    """Save `fields`, then record the changed seats and synchronise the grants of all affected groups.

    Affected are the groups of the mandate, and those of the mandates for which its holder is a deputy. Groups
    that have no facilitator afterwards are recorded, so that their coordinators are notified.
    """
    stood_in_for = [window.mandate for window in list_deputyships_via(mandate)]
    groups = lock_groups_of(mandate, *stood_in_for)
    with record_lost_leads(actor, mandate, groups):
        save_new_version(mandate, *fields)
    yield
    for one in (mandate, *stood_in_for):
        record_seat_changes(actor, one)
    sync_grants(*groups, reason=reason)


@service(MandateAction.END)
def end_mandate(
    *, actor: Actor, mandate_id: UUID, reason: str, expected_version: int | None = None
) -> Mandate:
    """End a mandate now, with its seats, its deputyships and everything that depends on them.

    A holder without another mandate of the organisation no longer acts as deputy there and no longer
    administers it. A holder without any mandate loses their guest shares. Even the mandate of a group's only
    facilitator may be ended: the territory's coordinators are notified.
    """
    mandate = lock_mandate(
        actor, mandate_id, MandateAction.END, expected_version, along=list_mandates_of_holder(mandate_id)
    )
    groups = _end(actor, mandate, require_reason(reason))
    sync_grants(*groups, *revoke_access_of_departed(actor, mandate, reason), reason="mandate_ended")
    return mandate


@service(Reason.SYSTEM)
def end_mandates_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """End all mandates of a person now, even of a group's only facilitator.

    Groups left without a facilitator are recorded.
    """
    going = Mandate.objects.filter(person=person_id, ended_at=None).order_by("pk")
    for mandate in going.select_for_update(no_key=True):
        groups = _end(actor, mandate, reason)
        sync_grants(*groups, reason="mandate_ended")
    Mandate.objects.filter(deputy=person_id).update(deputy=None)


def _end(actor: Actor, mandate: Mandate, reason: str) -> list[InitiativeGroup]:
    """End the mandate; return the groups whose grants must be synchronised."""
    windows = list_lost_deputyships(mandate)
    # Also the groups where the holder remains a deputy through another mandate, which may end sooner.
    groups = lock_groups_of(mandate, *(one.mandate for one in list_deputyships_via(mandate)))
    with record_lost_leads(actor, mandate, groups):
        close_mandate(actor, mandate, reason, windows)
    record(actor, build_mandate_event(MandateEnded, mandate))
    return groups
