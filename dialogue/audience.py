"""Whom a thread names. The services that begin a thread and that change its audience write through this."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.models import Thread, ThreadAudience
from groups.selectors import people_of
from viche.kernel.errors import FieldError, Invalid


def name_audience(thread: Thread, organisation_ids: Sequence[UUID], person_ids: Sequence[UUID]) -> None:
    """Write whom a thread names. Raises Invalid for who has no seat in the group, or when it names nobody."""
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
    thread.audience.all().delete()
    ThreadAudience.objects.bulk_create(
        [ThreadAudience(thread=thread, organisation_id=one) for one in dict.fromkeys(organisation_ids)]
        + [ThreadAudience(thread=thread, person_id=one) for one in dict.fromkeys(person_ids)]
    )


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
