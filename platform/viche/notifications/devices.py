"""Selectors of push subscriptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet

from viche.accounts.models import Session
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.prepared_queries import PreparedQuery, QueryParam
from viche.notifications.models import PushSubscription
from viche.notifications.policies import pushes


def list_reachable_devices(person_id: UUID) -> list[PushSubscription]:
    """Return the subscriptions of a person with a live session.

    A browser must not get another person's notifications.
    """
    return list(_with_live_session(PushSubscription.objects.filter(person=person_id)).order_by("id"))


def find_reachable_people(people: Iterable[UUID]) -> set[UUID]:
    """Return which of these people have a reachable device."""
    return {row.person_id for row in REACHABLE_DEVICES.all(people=list(people), at=now())}


def list_own_devices(actor: Actor) -> list[tuple[PushSubscription, Session]]:
    """Return the actor's subscriptions with their sessions, the latest first."""
    rows = list(_with_live_session(pushes.visible_to(actor)).order_by("-id"))
    known = {
        one.public_id: one for one in _live_sessions().filter(public_id__in=[row.sign_in for row in rows])
    }
    return [(row, known[row.sign_in]) for row in rows if row.sign_in in known]


def list_signed_out_devices() -> QuerySet[PushSubscription]:
    """Return subscriptions whose session has ended."""
    return PushSubscription.objects.exclude(
        pk__in=_with_live_session(PushSubscription.objects.all()).values("pk")
    )


def _with_live_session(rows: QuerySet[PushSubscription], at: Any = None) -> QuerySet[PushSubscription]:
    theirs = _live_sessions(at).filter(public_id=OuterRef("sign_in"), person=OuterRef("person"))
    return rows.filter(Exists(theirs))


def _live_sessions(at: Any = None) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__gt=now() if at is None else at, person__is_active=True)


# Prepared, since it runs for each event with recipients.
REACHABLE_DEVICES = PreparedQuery(
    lambda: _with_live_session(
        PushSubscription.objects.filter(ids_param_q("person", "people")), QueryParam("at", DateTimeField())
    ).only("person")
)
