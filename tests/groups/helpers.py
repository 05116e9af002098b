"""What the tests of groups share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from groups.grants import rebuild_grants
from groups.mandates.deputies import appoint_deputy
from groups.mandates.expiry import resync_due_grants
from groups.memberships.services import start_membership
from groups.models import (
    Deputyship,
    GrantDue,
    InitiativeGroupUserPermission,
    Mandate,
    Membership,
    Office,
    OfficeKind,
    Role,
)
from groups.offices.services import give_office
from groups.policies import list_live_grants
from tests.cast import SYSTEM, World, a_mandate, person
from tests.patience import PATIENCE
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.models import AccessChange, Event


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The clock stands at a moment."""
    with replace_clock(lambda: moment):
        yield


def later(**delta: float) -> datetime:
    return now() + timedelta(**delta)


def codenames(world: World, who: User | str) -> set[str]:
    """What somebody holds on the group now, without the model's name."""
    pk = world.people[who].pk if isinstance(who, str) else who.pk
    rows = list_live_grants(InitiativeGroupUserPermission).filter(user=pk, content_object=world.group)
    return {name.partition("_")[0] for name in rows.values_list("permission__codename", flat=True)}


def ends(world: World, who: User | str) -> set[datetime | None]:
    pk = world.people[who].pk if isinstance(who, str) else who.pk
    rows = InitiativeGroupUserPermission.objects.filter(user=pk, content_object=world.group)
    return set(rows.values_list("valid_until", flat=True))


def seat(world: World, name: str, role: Role = Role.MEMBER, **terms: Any) -> Membership:
    """Give the mandate of somebody of the cast a seat."""
    return start_membership(
        actor=SYSTEM, group_id=world.group.pk, mandate_id=world.mandates[name].pk, role=role, **terms
    )


def second_mandate(world: World, name: str, organisation: str) -> Mandate:
    return a_mandate(world.people[name], world.organisations[organisation])


def colleague(world: World, organisation: str) -> User:
    """Somebody of an organisation who has no seat."""
    somebody = person("colleague")
    a_mandate(somebody, world.organisations[organisation])
    return somebody


def stand_in(world: World, name: str, deputy: User, start: datetime, end: datetime) -> Deputyship:
    return appoint_deputy(
        actor=SYSTEM, mandate_id=world.mandates[name].pk, deputy_id=deputy.pk, starts_at=start, ends_at=end
    )


def a_coordinator(world: World) -> Actor:
    """The actor of a new coordinator of the world's territory."""
    return Actor.for_person(an_office(world, OfficeKind.COORDINATOR).person_id)


def an_office(world: World, kind: OfficeKind) -> Office:
    return give_office(
        actor=SYSTEM,
        person_id=person(kind.value).pk,
        kind=kind,
        territory_id=world.territory.pk,
        document="Розпорядження № 1",
    )


def fire_due() -> None:
    """What the deadlines engine does: everything whose time has come."""
    rows = list(GrantDue.objects.filter(due_at__lte=now(), fired_at=None).order_by("due_at"))
    resync_due_grants(actor=SYSTEM, rows=rows)
    GrantDue.objects.filter(pk__in=[row.pk for row in rows]).update(fired_at=now())


def nothing_to_rebuild() -> bool:
    return not rebuild_grants()


def kinds_after(event: Event | None) -> list[str]:
    """Kinds of the events recorded after one, in order."""
    later_ones = Event.objects.order_by("id")
    if event is not None:
        later_ones = later_ones.filter(pk__gt=event.pk)
    return list(later_ones.values_list("kind", flat=True))


def last_event() -> Event | None:
    return Event.objects.order_by("id").last()


def told_since(seq: int) -> dict[UUID | None, set[str]]:
    """Reasons of the access changes after a sequence number, by person."""
    found: dict[UUID | None, set[str]] = {}
    for row in AccessChange.objects.filter(seq__gt=seq):
        found.setdefault(row.person_id, set()).add(row.reason)
    return found


def last_access_change() -> int:
    newest = AccessChange.objects.order_by("-seq").first()
    return newest.seq if newest else 0


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do several things in threads of their own, started together; what each gave, or the error it raised."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        start.wait()
        return _outcome(work)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def in_turn(held: QuerySet[Any], *works: Callable[[], object]) -> list[object]:
    """The same, but each begins when all before it wait, the first of them for rows that are held."""
    with ThreadPoolExecutor(len(works)) as pool:
        with transaction.atomic():
            list(held.select_for_update(of=("self",), no_key=True))
            begun = []
            for number, work in enumerate(works, 1):
                begun.append(pool.submit(_outcome, work))
                until_waiting(number)
        return [one.result() for one in begun]


def _outcome(work: Callable[[], object]) -> object:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - the refusal is the result
        return error
    finally:
        connection.close()


WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def until_waiting(number: int) -> None:
    """Until so many connections wait for a lock."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        with connection.cursor() as cursor:
            # Who is connected is remembered for a transaction, and whoever waits may have come only now.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0] >= number:
                return
        sleep(0.01)
    raise AssertionError("nobody waits")
