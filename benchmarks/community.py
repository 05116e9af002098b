"""Test data of the benchmarks: a working group with many members, threads, and login sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction

from benchmarks.lab import Lab
from dialogue.acknowledgements.services import make_must_read
from dialogue.lifecycle.services import create_thread
from dialogue.models import Purpose, Thread
from dialogue.posting.services import post_message
from groups.grants import lock_for_share, sync_grants
from groups.initiative_groups.services import Charter, activate_group, create_group
from groups.mandates.services import appoint_mandate
from groups.memberships.services import start_membership
from groups.models import (
    InitiativeGroup,
    Mandate,
    Membership,
    Organisation,
    Role,
    Sector,
    Territory,
    TerritoryLevel,
)
from groups.organisations.services import register_organisation
from groups.territories.services import register_territory
from viche.accounts.models import User
from viche.accounts.services.people import create_person
from viche.accounts.session_engine import SessionStore
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import list_events_after, open_unit_of_work
from viche.kernel.ids import uuid7
from viche.realtime.frames import render_frames

SYSTEM = Actor.for_system("benchmarks")
FOUNDING_SECTORS = (Sector.POLICE, Sector.LOCAL_GOVERNMENT, Sector.EDUCATION, Sector.CIVIL_SOCIETY)


@dataclass(frozen=True, slots=True)
class Community:
    """A group in which all `people` have a seat and may read and write in every open thread."""

    group: InitiativeGroup
    people: Sequence[User]
    organisation: Organisation

    def actor(self, number: int = 0) -> Actor:
        return Actor.for_person(self.people[number % len(self.people)].pk)


def make_community(members: int) -> Community:
    """Create a group with this many members (at least four), the first of whom is the facilitator."""
    territory = _make_hromada()
    charter = Charter(name_uk="Безпечна громада", purpose_uk="Безпека", quorum=3)
    group = create_group(actor=SYSTEM, territory_id=territory.pk, charter=charter)
    founders: list[User] = []
    for sector in FOUNDING_SECTORS:
        organisation = register_organisation(
            actor=SYSTEM,
            name_uk=f"Організація {sector}",
            short_name_uk=str(sector),
            on_behalf_uk="організації",
            sector=sector,
            territory_ids=[territory.pk],
        )
        role = Role.MEMBER if founders else Role.FACILITATOR
        founders.append(_make_founder(group, organisation, role))
    group = activate_group(actor=SYSTEM, group_id=group.pk)
    people = [*founders, *_make_members(group, organisation, members - len(founders))]
    refresh_statistics()
    return Community(group, people, organisation)


def refresh_statistics() -> None:
    """Update the planner's statistics, as autovacuum would within a minute.

    Statements planned before that assume empty tables and use sequential scans from then on: call it again
    once a benchmark has filled its tables.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make_hromada() -> Territory:
    country = Territory.objects.filter(level=TerritoryLevel.COUNTRY).first() or register_territory(
        actor=SYSTEM, code="UA00000000000000000", level=TerritoryLevel.COUNTRY, name_uk="Україна"
    )
    place = uuid7().int
    code = f"UA{place % 10**4:04d}{place // 10**4 % 999 + 1:03d}{0:010d}"
    return register_territory(
        actor=SYSTEM, code=code, level=TerritoryLevel.HROMADA, name_uk="Калинодільська", parent_id=country.pk
    )


def _make_founder(group: InitiativeGroup, organisation: Organisation, role: Role) -> User:
    person = create_person(actor=SYSTEM, email=f"{uuid7()}@bench.example", name_uk="Засновниця")
    mandate = appoint_mandate(
        actor=SYSTEM,
        person_id=person.pk,
        organisation_id=organisation.pk,
        position_uk="представництво",
        document="Наказ № 1",
        starts_on=date(2020, 1, 1),
    )
    since = now() - timedelta(days=1)
    start_membership(actor=SYSTEM, group_id=group.pk, mandate_id=mandate.pk, role=role, since=since)
    return person


def _make_members(group: InitiativeGroup, organisation: Organisation, count: int) -> list[User]:
    """Create further members in bulk: services would recompute all grants for each."""
    people = User.objects.bulk_create(
        User(email=f"{uuid7()}@bench.example", name_uk=f"Особа {number}", password=f"!{uuid7()}")
        for number in range(max(count, 0))
    )
    mandates = Mandate.objects.bulk_create(
        Mandate(
            person=person,
            organisation=organisation,
            position_uk="представництво",
            document="Наказ № 2",
            starts_on=date(2020, 1, 1),
        )
        for person in people
    )
    since = now() - timedelta(days=1)
    with open_unit_of_work():
        lock_for_share(group)
        Membership.objects.bulk_create(
            Membership(group=group, mandate=mandate, role=Role.MEMBER, since=since) for mandate in mandates
        )
        sync_grants(group, reason="benchmark")
    return people


def make_thread(community: Community) -> Thread:
    """Open a thread for the whole group."""
    return create_thread(
        actor=community.actor(),
        group_id=community.group.pk,
        title_uk="Перехрестя",
        purpose=next(iter(Purpose)),
    )


def make_must_read_thread(community: Community) -> Thread:
    """Open a thread with two must-reads that nobody has acknowledged."""
    thread = make_thread(community)
    for _one in range(2):
        said = post_message(
            actor=community.actor(), thread_id=thread.pk, client_id=uuid7(), body="Прочитайте до п’ятниці."
        )
        make_must_read(actor=community.actor(), message_id=said.pk, due_on=None)
    return thread


def make_session_cookies(people: Sequence[User]) -> list[str]:
    """Create a login session for each person; return the values of their Cookie headers."""
    stores = [SessionStore() for _person in people]
    with transaction.atomic():
        for person, store in zip(people, stores, strict=True):
            store.create()
            store[SESSION_KEY] = str(person.pk)
            store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            store[HASH_SESSION_KEY] = person.get_session_auth_hash()
            store.save()
    return [f"{settings.SESSION_COOKIE_NAME}={store.session_key}" for store in stores]


def get_thread_topic(thread_id: UUID) -> str:
    return f"thread:{thread_id}"


def write_floor_facts(lab: Lab, community: Community) -> None:
    """Write the facts that the arms need to do the same as the product: see `benchmarks.arms.floor`."""
    lab.floor_facts.write_bytes(orjson.dumps(_collect_floor_facts(community, make_thread(community))))


def _collect_floor_facts(community: Community, thread: Thread) -> dict[str, object]:
    """Return the product's statement, its parameters, and one of its frames.

    A message is posted by the product, and its statement is captured on the connection. `said` is the message
    to store, as in the list of the parameter `said`.
    """
    seen: list[tuple[str, dict[str, object]]] = []

    def look(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        if "INSERT INTO dialogue_message" in statement:
            seen.append((statement, dict(parameters)))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(look):
        post_message(actor=community.actor(), thread_id=thread.pk, client_id=uuid7(), body="Так.")
    ((statement, parameters),) = seen
    seq, event = list_events_after(get_thread_topic(thread.pk), 0)[-1]
    (frame,) = render_frames([(get_thread_topic(thread.pk), seq, event)])
    (said,) = orjson.loads(str(parameters.pop("said")))
    return {"statement": statement, "parameters": parameters, "said": said, "frame": orjson.loads(frame)}
