"""Audience of a thread. Services that create a thread or change its audience use this module."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.seat_admission.models import LateSeat
from dialogue.threads.models import Thread, ThreadAudience
from groups.grants import WHOLE, record_audience
from groups.models import AudienceKey, Membership, Whom
from groups.selectors import list_participant_ids
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import FieldError, Invalid


def set_thread_audience(
    actor: Actor,
    thread: Thread,
    organisation_ids: Sequence[UUID],
    person_ids: Sequence[UUID],
    *,
    made: bool = False,
) -> None:
    """Set the organisations and people whom a thread names. `made`: the thread was just created.

    Raises Invalid for people and organisations without a seat in the group, and for a restricted thread
    without an audience.
    """
    _write_audience(thread, organisation_ids, person_ids)
    record_thread_audience(actor, thread, made=made)


def record_thread_audience(actor: Actor, thread: Thread, *, made: bool = False) -> None:
    """Record the audience of a thread from now on: its group, or those named and its facilitator."""
    record_audience(
        actor, thread, _list_audience_entries(thread) if thread.is_restricted else [WHOLE], made=made
    )


def _list_audience_entries(thread: Thread) -> list[AudienceKey]:
    rows = ThreadAudience.objects.filter(thread=thread)
    found: list[AudienceKey] = [
        (Whom.PERSON, one.person_id) if one.person_id else (Whom.ORGANISATION, one.organisation_id)
        for one in rows
    ]
    leader = thread.facilitator
    return found if leader is None else [*found, (Whom.LEADER, leader.person_id)]


def _write_audience(thread: Thread, organisation_ids: Sequence[UUID], person_ids: Sequence[UUID]) -> None:
    if not thread.is_restricted:
        if organisation_ids or person_ids:
            raise Invalid.field(
                "/visibility", "not_restricted", _("The whole group reads this thread already.")
            )
        thread.audience.all().delete()
        return
    if not organisation_ids and not person_ids:
        raise Invalid.field("/organisations", "required", _("Name at least one organisation or person."))
    _check_seats(thread, organisation_ids, person_ids)
    kept = Q(organisation__in=organisation_ids) | Q(person__in=person_ids)
    thread.audience.exclude(kept).delete()
    # Existing rows keep their date, so that seats that await admission go on waiting.
    known = {one.organisation_id or one.person_id for one in ThreadAudience.objects.filter(thread=thread)}
    new = [one for one in dict.fromkeys(organisation_ids) if one not in known]
    ThreadAudience.objects.bulk_create(
        [ThreadAudience(thread=thread, organisation_id=one) for one in new]
        + [
            ThreadAudience(thread=thread, person_id=one)
            for one in dict.fromkeys(person_ids)
            if one not in known
        ]
    )
    _admit_future_seats(thread, new)


def _admit_future_seats(thread: Thread, organisation_ids: Sequence[UUID]) -> None:
    """Admit the future seats of newly named organisations: the facilitator knows of them."""
    at = now()
    coming = Membership.objects.filter(
        group=thread.group_id, mandate__organisation__in=organisation_ids, since__gt=at
    )
    LateSeat.objects.filter(thread=thread, membership__in=coming).update(admitted_at=at)
    rows = [LateSeat(thread=thread, membership=one, admitted_at=at) for one in coming]
    LateSeat.objects.bulk_create(rows, ignore_conflicts=True)


def list_seated_audience(thread: Thread) -> tuple[list[UUID], list[UUID]]:
    """List the named organisations and people that have a seat in the group now."""
    named, seated = list(thread.audience.all()), set(list_participant_ids(thread.group_id))
    organisation_ids = [
        one.organisation_id
        for one in named
        if one.organisation_id and list_participant_ids(thread.group_id, organisation_id=one.organisation_id)
    ]
    return organisation_ids, [one.person_id for one in named if one.person_id in seated]


def _check_seats(thread: Thread, organisation_ids: Sequence[UUID], person_ids: Sequence[UUID]) -> None:
    """Raise Invalid for those without a seat in the group.

    Other people are invited one by one, as guests, until a date.
    """
    seated = set(list_participant_ids(thread.group_id))
    faults = [
        FieldError(
            f"/organisations/{place}", "not_in_group", _("This organisation has no seat in the group.")
        )
        for place, one in enumerate(organisation_ids)
        if not list_participant_ids(thread.group_id, organisation_id=one)
    ] + [
        FieldError(f"/people/{place}", "not_in_group", _("This person has no seat in the group."))
        for place, one in enumerate(person_ids)
        if one not in seated
    ]
    if faults:
        raise Invalid(faults)
