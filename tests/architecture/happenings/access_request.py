"""What may happen in generated worlds around restricted threads of which their group knows."""

from __future__ import annotations

from dialogue.access_requests.services import (
    ask_for_access,
    decline_access,
    grant_access,
    withdraw_access_request,
)
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import AccessRequest, Thread, Visibility
from tests.architecture.happenings.town import Town
from tests.cast import SYSTEM
from viche.kernel.actor import Actor


def announced(town: Town, number: int, _other: int, how: int) -> None:
    """The group comes to know of a thread, or no more; the same are named as before."""
    thread = town.of(Thread, number)
    named = list(thread.audience.all())
    set_audience(
        actor=SYSTEM,
        thread_id=thread.pk,
        expected_version=thread.version,
        visibility=Visibility.RESTRICTED,
        organisation_ids=[one.organisation_id for one in named if one.organisation_id],
        person_ids=[one.person_id for one in named if one.person_id],
        announced=bool(how % 4),
    )


def asks_for_access(town: Town, number: int, who: int, how: int) -> None:
    """Or takes it back."""
    if how % 4:
        thread_id = town.of(Thread, number).pk
        ask_for_access(actor=town.themselves(who), thread_id=thread_id, reason="Треба знати")
        return
    request = town.of(AccessRequest, number)
    withdraw_access_request(actor=Actor.for_person(request.person_id), request_id=request.pk)


def access_answered(town: Town, number: int, _other: int, how: int) -> None:
    request_id = town.of(AccessRequest, number).pk
    if how % 2:
        grant_access(actor=SYSTEM, request_id=request_id)
    else:
        decline_access(actor=SYSTEM, request_id=request_id, reason="Ідеться про інше")


HAPPENINGS = (
    announced,
    asks_for_access,
    access_answered,
)
