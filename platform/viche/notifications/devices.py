"""The browsers to which news is pushed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet

from viche.accounts.models import Session
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.lists import given_ids
from viche.kernel.prepared import Given, Prepared
from viche.notifications.models import PushSubscription
from viche.notifications.policies import pushes


def reachable(person_id: UUID) -> list[PushSubscription]:
    """Those of a person in which they are still signed in: nobody else's news comes to a browser."""
    return list(_live(PushSubscription.objects.filter(person=person_id)).order_by("id"))


def who_is_reachable(people: Iterable[UUID]) -> set[UUID]:
    """Who of them has such a browser."""
    return {row.person_id for row in REACHABLE_DEVICES.all(people=list(people), at=now())}


def my_devices(actor: Actor) -> list[tuple[PushSubscription, Session]]:
    """Those of who asks, each with its sign-in; the latest first."""
    rows = list(_live(pushes.visible_to(actor)).order_by("-id"))
    known = {one.public_id: one for one in _sessions().filter(public_id__in=[row.sign_in for row in rows])}
    return [(row, known[row.sign_in]) for row in rows if row.sign_in in known]


def without_a_sign_in() -> QuerySet[PushSubscription]:
    """Those whose person has signed out there, or has been signed out."""
    return PushSubscription.objects.exclude(pk__in=_live(PushSubscription.objects.all()).values("pk"))


def _live(rows: QuerySet[PushSubscription], at: Any = None) -> QuerySet[PushSubscription]:
    theirs = _sessions(at).filter(public_id=OuterRef("sign_in"), person=OuterRef("person"))
    return rows.filter(Exists(theirs))


def _sessions(at: Any = None) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__gt=now() if at is None else at, person__is_active=True)


# Asked for each event that somebody is told.
REACHABLE_DEVICES = Prepared(
    lambda: _live(
        PushSubscription.objects.filter(given_ids("person", "people")), Given("at", DateTimeField())
    ).only("person")
)
