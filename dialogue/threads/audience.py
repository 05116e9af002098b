"""Whom a thread is for. The services that begin a thread and that change its audience write through this."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.seat_admission.models import LateSeat
from dialogue.threads.models import Thread, ThreadAudience
from groups.grants import WHOLE, keep_audience
from groups.models import Membership, Named, Whom
from groups.selectors import people_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import FieldError, Invalid


def name_audience(
    actor: Actor,
    thread: Thread,
    organisation_ids: Sequence[UUID],
    person_ids: Sequence[UUID],
    *,
    made: bool = False,
) -> None:
    """Write whom a thread names, and since when. `made`: it has just been begun.

    Raises Invalid for who has no seat in the group, or when it names nobody.
    """
    _name(thread, organisation_ids, person_ids)
    keep_readers(actor, thread, made=made)


def keep_readers(actor: Actor, thread: Thread, *, made: bool = False) -> None:
    """Write down for whom a thread is from now on: its group, or those whom it names and who leads it."""
    keep_audience(actor, thread, _named(thread) if thread.is_restricted else [WHOLE], made=made)


def _named(thread: Thread) -> list[Named]:
    rows = ThreadAudience.objects.filter(thread=thread)
    found: list[Named] = [
        (Whom.PERSON, one.person_id) if one.person_id else (Whom.ORGANISATION, one.organisation_id)
        for one in rows
    ]
    leader = thread.facilitator
    return found if leader is None else [*found, (Whom.LEADER, leader.person_id)]


def _name(thread: Thread, organisation_ids: Sequence[UUID], person_ids: Sequence[UUID]) -> None:
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
    # Who is named already stays so since then: seats that wait for the leader go on waiting.
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
    _admit_coming_seats(thread, new)


def _admit_coming_seats(thread: Thread, organisation_ids: Sequence[UUID]) -> None:
    """Admit the seats of newly named organisations that are yet to begin: the leader knows of them."""
    at = now()
    coming = Membership.objects.filter(
        group=thread.group_id, mandate__organisation__in=organisation_ids, since__gt=at
    )
    LateSeat.objects.filter(thread=thread, membership__in=coming).update(admitted_at=at)
    rows = [LateSeat(thread=thread, membership=one, admitted_at=at) for one in coming]
    LateSeat.objects.bulk_create(rows, ignore_conflicts=True)


def seated_audience(thread: Thread) -> tuple[list[UUID], list[UUID]]:
    """The organisations and people whom a thread names and who sit in its group now."""
    named, seated = list(thread.audience.all()), set(people_of(thread.group_id))
    organisation_ids = [
        one.organisation_id
        for one in named
        if one.organisation_id and people_of(thread.group_id, organisation_id=one.organisation_id)
    ]
    return organisation_ids, [one.person_id for one in named if one.person_id in seated]


def _check_seats(thread: Thread, organisation_ids: Sequence[UUID], person_ids: Sequence[UUID]) -> None:
    """Only who sits in the group can be named: others are invited one by one, as guests, until a date."""
    seated = set(people_of(thread.group_id))
    faults = [
        FieldError(
            f"/organisations/{place}", "not_in_group", _("This organisation has no seat in the group.")
        )
        for place, one in enumerate(organisation_ids)
        if not people_of(thread.group_id, organisation_id=one)
    ] + [
        FieldError(f"/people/{place}", "not_in_group", _("This person has no seat in the group."))
        for place, one in enumerate(person_ids)
        if one not in seated
    ]
    if faults:
        raise Invalid(faults)
