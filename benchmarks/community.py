"""The people that benchmarks need: a working group with many members, a thread, and sign-ins."""

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
from dialogue.lifecycle.services import open_thread
from dialogue.models import Purpose, Thread
from dialogue.posting.services import post_message
from groups.grants import hold, sync_grants
from groups.initiative_groups.services import Charter, activate_group, found_group
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
from viche.kernel.events import events_after, unit
from viche.kernel.ids import uuid7
from viche.realtime.frames import render

SYSTEM = Actor.for_system("benchmarks")
NEEDED = (Sector.POLICE, Sector.LOCAL_GOVERNMENT, Sector.EDUCATION, Sector.CIVIL_SOCIETY)


@dataclass(frozen=True, slots=True)
class Community:
    """A group in which everybody of `people` has a seat and may read and speak in every open thread."""

    group: InitiativeGroup
    people: Sequence[User]
    organisation: Organisation

    def actor(self, number: int = 0) -> Actor:
        return Actor.for_person(self.people[number % len(self.people)].pk)


def a_community(members: int) -> Community:
    """A new group with so many members (at least four), the first of whom facilitates."""
    territory = _a_hromada()
    charter = Charter(name_uk="Безпечна громада", purpose_uk="Безпека", quorum=3)
    group = found_group(actor=SYSTEM, territory_id=territory.pk, charter=charter)
    founders: list[User] = []
    for sector in NEEDED:
        organisation = register_organisation(
            actor=SYSTEM,
            name_uk=f"Організація {sector}",
            short_name_uk=str(sector),
            on_behalf_uk="організації",
            sector=sector,
            territory_ids=[territory.pk],
        )
        role = Role.MEMBER if founders else Role.FACILITATOR
        founders.append(_a_founder(group, organisation, role))
    group = activate_group(actor=SYSTEM, group_id=group.pk)
    people = [*founders, *_more_members(group, organisation, members - len(founders))]
    learn_sizes()
    return Community(group, people, organisation)


def learn_sizes() -> None:
    """Tell the planner how large the tables are, as autovacuum would within a minute.

    What is planned before that takes the tables for empty, and reads them whole from then on: call it again
    once what is measured has filled them.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _a_hromada() -> Territory:
    country = Territory.objects.filter(level=TerritoryLevel.COUNTRY).first() or register_territory(
        actor=SYSTEM, code="UA00000000000000000", level=TerritoryLevel.COUNTRY, name_uk="Україна"
    )
    place = uuid7().int
    code = f"UA{place % 10**4:04d}{place // 10**4 % 999 + 1:03d}{0:010d}"
    return register_territory(
        actor=SYSTEM, code=code, level=TerritoryLevel.HROMADA, name_uk="Калинодільська", parent_id=country.pk
    )


def _a_founder(group: InitiativeGroup, organisation: Organisation, role: Role) -> User:
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


def _more_members(group: InitiativeGroup, organisation: Organisation, count: int) -> list[User]:
    """Further members, in bulk: the services would reckon the grants of the whole group anew for each."""
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
    with unit():
        hold(group)
        Membership.objects.bulk_create(
            Membership(group=group, mandate=mandate, role=Role.MEMBER, since=since) for mandate in mandates
        )
        sync_grants(group, reason="benchmark")
    return people


def a_thread(community: Community) -> Thread:
    """An open thread that the whole group hears."""
    return open_thread(
        actor=community.actor(),
        group_id=community.group.pk,
        title_uk="Перехрестя",
        purpose=next(iter(Purpose)),
    )


def a_lively_thread(community: Community) -> Thread:
    """One in which two messages ask everybody to acknowledge them, and nobody has."""
    thread = a_thread(community)
    for _one in range(2):
        said = post_message(
            actor=community.actor(), thread_id=thread.pk, client_id=uuid7(), body="Прочитайте до п’ятниці."
        )
        make_must_read(actor=community.actor(), message_id=said.pk, due_on=None)
    return thread


def cookies(people: Sequence[User]) -> list[str]:
    """A signed-in session of each person, as the value of a Cookie header."""
    stores = [SessionStore() for _person in people]
    with transaction.atomic():
        for person, store in zip(people, stores, strict=True):
            store.create()
            store[SESSION_KEY] = str(person.pk)
            store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            store[HASH_SESSION_KEY] = person.get_session_auth_hash()
            store.save()
    return [f"{settings.SESSION_COOKIE_NAME}={store.session_key}" for store in stores]


def thread_topic(thread_id: UUID) -> str:
    return f"thread:{thread_id}"


def write_floor_facts(lab: Lab, community: Community) -> None:
    """Write for the arms what they need to do the same as the product: see `benchmarks.arms.floor`."""
    lab.floor_facts.write_bytes(orjson.dumps(_floor_facts(community, a_thread(community))))


def _floor_facts(community: Community, thread: Thread) -> dict[str, object]:
    """Return the statement of the product, its parameters, and a frame of it.

    A message is posted by the product, and its statement is taken from the wire. `said` is the one message
    that it was to store, as the parameter `said` has it in a list.
    """
    seen: list[tuple[str, dict[str, object]]] = []

    def look(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        if "INSERT INTO dialogue_message" in statement:
            seen.append((statement, dict(parameters)))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(look):
        post_message(actor=community.actor(), thread_id=thread.pk, client_id=uuid7(), body="Так.")
    ((statement, parameters),) = seen
    seq, event = events_after(thread_topic(thread.pk), 0)[-1]
    (frame,) = render([(thread_topic(thread.pk), seq, event)])
    (said,) = orjson.loads(str(parameters.pop("said")))
    return {"statement": statement, "parameters": parameters, "said": said, "frame": orjson.loads(frame)}
