"""A country in bulk: hundreds of groups, and 10^5 or 10^6 threads, messages and action items.

Services would take hours. The rows are those that the services write; related rows that a page shows (topic
sequence numbers, criteria, read marks) exist for the *typical* person, who has a seat in five groups. The
*heavy* person has a seat in every fifth group and a grant on every fifth restricted thread, and so reads a
fifth of everything. One thread and item in ten is restricted to people with a grant of their own. Half of all
messages are in one thread of the typical person, the others in a thread each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from benchmarks.arms import bulk
from benchmarks.community import Community, make_community
from benchmarks.lab import Lab
from benchmarks.load import BODY
from dialogue.messages.markdown import RENDER_VERSION, render
from dialogue.models import Thread
from groups.models import GroupState, InitiativeGroup, Mandate
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7

CROWD = 60
FEW_GROUPS = 5
HEAVY_SHARE = 5  # the heavy person reads one of this many


@dataclass(frozen=True, slots=True)
class Country:
    """`rows` threads, as many messages and as many items; `grants` on single threads."""

    rows: int
    grants: int
    groups: Sequence[UUID]
    people: dict[str, User]
    crowd: Sequence[UUID]
    is_small: bool
    busy: Thread

    def depth(self, person: str) -> int:
        """Return the row at which a deep page begins: about the middle of what the person may read."""
        few = FEW_GROUPS * self.rows // len(self.groups)
        return (few if person == "typical" else self.rows // HEAVY_SHARE) // 2

    def actor(self, person: str) -> Actor:
        """Return the actor of `typical` or `heavy`."""
        return Actor.for_person(self.people[person].pk)


_built: list[Country] = []  # the present one, shared by two benchmarks


def build_countries(lab: Lab) -> Iterator[Country]:
    """Yield a small and a large country in the same tables; the present one first."""
    sizes = [(100_000, 500, 200_000), (1_000_000, 2_000, 1_000_000)]
    if lab.smoke:
        sizes = [(600, 20, 1_200), (1_200, 40, 1_200)]
    sizes.sort(key=lambda size: not _built or _built[0].rows != size[0])
    for rows, groups, grants in sizes:
        if not _built or _built[0].rows != rows:
            _built[:] = [_build(rows, groups, grants)]
        yield _built[0]


def _build(rows: int, group_count: int, grants: int) -> Country:
    community = make_community(CROWD)
    groups = _make_groups(community, group_count)
    typical, heavy = (_make_person(community, name) for name in ("Оксана", "Богдана"))
    few = groups[1 : 1 + FEW_GROUPS]
    facts: dict[str, Any] = {
        "rows": rows,
        "groups": groups,
        "group_count": group_count,
        "people": [person.pk for person in community.people],
        "mandates": _list_mandate_ids(community),
        "crowd": CROWD,
        "organisation": community.organisation.pk,
        "readers": grants * 5 // rows,
        "body": BODY,
        "html": render(BODY),
        "recipe": RENDER_VERSION,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(bulk.DISABLE_TRIGGERS)
        cursor.execute(bulk.CLEAR)
        with _without_indexes(cursor):
            for statement in (bulk.THREADS, bulk.MESSAGES, bulk.ITEMS, bulk.CROWD_GRANTS):
                cursor.execute(statement, facts)
        _seat(cursor, typical, few, rows, step=max(rows // 200, 1))
        _seat(cursor, heavy, groups[1::HEAVY_SHARE], rows, step=HEAVY_SHARE)
        for number, member in enumerate(community.people):
            _grant(cursor, member, groups[number % 8 :: 8])
        for statement in (bulk.READINGS, bulk.TOPICS, bulk.CRITERIA, bulk.AUDIENCE):
            cursor.execute(statement, {"person": typical.pk, "groups": few})
        cursor.execute("SELECT count(*) FROM dialogue_threaduserpermission")
        (granted,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {bulk.TABLES}")
    busy = Thread.objects.get(message_count=rows // 2)
    return Country(
        rows=rows,
        grants=granted,
        groups=groups,
        people={"typical": typical, "heavy": heavy},
        crowd=facts["people"],
        is_small=grants > rows,
        busy=busy,
    )


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Drop all indexes of the large tables except those of constraints; rebuild them at the end."""
    cursor.execute(bulk.INDEXES, {"tables": list(bulk.LARGE_TABLES)})
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute(bulk.MEMORY)
    for _name, definition in found:
        cursor.execute(definition)


def _make_groups(community: Community, count: int) -> list[UUID]:
    made = InitiativeGroup.objects.bulk_create(
        InitiativeGroup(
            name_uk=f"Ініціативна група № {number}",
            purpose_uk="Безпека",
            territory_id=community.group.territory_id,
            state=GroupState.ACTIVE,
            founded_on=date(2024, 1, 1),
        )
        for number in range(count)
    )
    return [group.pk for group in made]


def _make_person(community: Community, name: str) -> User:
    person = User.objects.create(email=f"{uuid7()}@bench.example", name_uk=name, password=f"!{uuid7()}")
    Mandate.objects.create(
        person=person,
        organisation=community.organisation,
        position_uk="представництво",
        document="Наказ № 3",
        starts_on=date(2020, 1, 1),
    )
    return person


def _list_mandate_ids(community: Community) -> list[UUID]:
    people = [person.pk for person in community.people]
    found = dict(Mandate.objects.filter(person__in=people).values_list("person", "pk"))
    return [found[pk] for pk in people]


def _seat(cursor: Any, person: User, groups: Sequence[UUID], rows: int, *, step: int) -> None:
    mandate = Mandate.objects.get(person=person).pk
    cursor.execute(bulk.SEATS, {"mandate": mandate, "groups": list(groups)})
    _grant(cursor, person, groups)
    for statement in (bulk.OWN_GRANTS, bulk.OWN_ITEMS):
        cursor.execute(statement, {"person": person.pk, "rows": rows, "step": step})


def _grant(cursor: Any, person: User, groups: Sequence[UUID]) -> None:
    cursor.execute(bulk.GROUP_GRANTS, {"person": person.pk, "groups": list(groups)})
