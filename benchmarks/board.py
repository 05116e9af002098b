"""Action items of one group, 10^4 and 10^5: the first page of every commonly saved filter.

*query*: the product's query for the page, permissions included, compared with hand-written SQL for the same
rows (`benchmarks.arms.saved_filters`) and the same indexes: prepared and planned once, or planned anew for
each call, whichever is faster for the filter. *flat*: the same page among ten times as many items compared
with the page among fewer: a frequent search must not slow down as a group grows. The pages are checked for
equal rows before they are timed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from benchmarks.arms import saved_filters
from benchmarks.arms.pages import (
    PAGE_SIZE,
    PAGES_PER_REPETITION,
    measure_interleaved,
    measure_statement,
    measure_statements,
    open_bare_connection,
)
from benchmarks.arms.saved_filters import SavedFilter
from benchmarks.community import Community, make_community, make_thread, refresh_statistics
from benchmarks.lab import Lab
from benchmarks.measure import Metric, build_metric, compute_ratio, spread
from groups.models import Organisation, Sector
from tasks.items.access import ActorItemAccess
from tasks.items.filters import list_filtered_items
from tasks.models import ActionItem, OutsideBody
from viche.kernel.clock import now, today

NAME = "board"
CROWD = 60
ORDER = ("due_on", "id")
QUERY_GOAL, FLAT_GOAL = 1.5, 1.5


def run(lab: Lab) -> Iterable[Metric]:
    community = make_community(CROWD)
    facts = _facts(community)
    mine, *_rest, other = facts["organisations"]
    few: dict[str, float] = {}
    for items in (lab.size(10_000, 300), lab.size(100_000, 600)):
        _fill({**facts, "items": items})
        with open_bare_connection() as once, open_bare_connection(plans="force_custom_plan") as anew:
            for one in saved_filters.list_saved_filters(today("Europe/Kyiv"), mine, other, facts["body"]):
                page = _FilterPage(community, one, {"once": once, "anew": anew})
                page.compare()
                yield from _metrics(one.name, items, _times(page, lab), few)


def _times(page: _FilterPage, lab: Lab) -> tuple[list[float], list[float]]:
    """Return milliseconds in the database per repetition: product, and faster plan by hand."""
    arms: dict[str, Callable[[], float]] = {
        "ours": page.ours,
        "once": partial(page.hand, "once"),
        "anew": partial(page.hand, "anew"),
    }
    found = {
        name: [each.sql for each in times]
        for name, times in measure_interleaved(
            arms, lab.repetitions, lab.size(PAGES_PER_REPETITION, 2)
        ).items()
    }
    return found["ours"], min(found["once"], found["anew"], key=lambda times: spread(times)[0])


def _metrics(
    name: str, items: int, times: tuple[list[float], list[float]], few: dict[str, float]
) -> Iterator[Metric]:
    """Yield the metrics of a filter. `few`: times among fewer items; times of new filters are added."""
    ours, hand = times
    at: dict[str, Any] = {"filter": name, "items": items}
    at |= {"ours_ms": spread(ours)[0], "hand_ms": spread(hand)[0]}
    yield build_metric(NAME, "query_vs_hand", compute_ratio(ours, hand), at_most=QUERY_GOAL, **at)
    if name in few:
        yield build_metric(NAME, "flat", spread([time / few[name] for time in ours]), at_most=FLAT_GOAL, **at)
    few.setdefault(name, spread(ours)[0])


def _facts(community: Community) -> dict[str, Any]:
    # The last four belong to this community: other benchmarks leave theirs behind.
    organisations = Organisation.objects.order_by("-id").values_list("pk", flat=True)
    return {
        "group": community.group.pk,
        "thread": make_thread(community).pk,
        "organisations": list(organisations[:4])[::-1],
        "people": [person.pk for person in community.people],
        "person": community.people[0].pk,
        "crowd": CROWD,
        "body": _make_outside_body(community),
    }


def _make_outside_body(community: Community) -> UUID:
    body = OutsideBody(register_id=community.group.register_id, name_uk="Обленерго", sector=Sector.HEALTH)
    body.save(force_insert=True)
    return body.pk


def _fill(facts: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in (saved_filters.CLEAR, saved_filters.FILL, saved_filters.WATCH):
            cursor.execute(statement, facts)
        cursor.execute("VACUUM ANALYZE tasks_actionitem")
    refresh_statistics()


class _FilterPage:
    """First page of a filter for a facilitator. `plain`: connections for the hand-written SQL."""

    def __init__(
        self, community: Community, saved: SavedFilter, plain: Mapping[str, psycopg.Connection[Any]]
    ) -> None:
        self._actor, self._group = community.actor(), community.group.pk
        self._saved, self._plain = saved, plain
        self._known = {"group": self._group, "person": self._actor.person_id, "at": now(), **saved.known}

    def rows(self) -> Sequence[ActionItem]:
        stance = ActorItemAccess.of(self._actor)
        return list_filtered_items(stance, self._saved.filter(self._group)).page(PAGE_SIZE + 1, ORDER)

    def ours(self) -> float:
        stance = ActorItemAccess.of(self._actor)
        return measure_statements(
            lambda: list_filtered_items(stance, self._saved.filter(self._group)).page(PAGE_SIZE + 1, ORDER)
        )

    def hand(self, way: str) -> float:
        return measure_statement(self._plain[way], self._saved.by_hand, self._known)

    def compare(self) -> None:
        """Raise RuntimeError unless both arms return the same rows."""
        by_hand = [row[0] for row in self._plain["once"].execute(self._saved.by_hand, self._known).fetchall()]
        if [row.pk for row in self.rows()] != by_hand or not by_hand:
            raise RuntimeError(f"By hand the filter {self._saved.name} finds other items.")
