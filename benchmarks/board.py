"""The register of one group with 10^4 and 10^5 action items: the first page of every filter that people keep.

*query*: what the product asks PostgreSQL for the page, permissions and all, beside SQL written by hand for
the same rows (`benchmarks.arms.saved_filters`) with the same indexes: prepared and planned once, or planned
anew for the values at hand, whichever is quicker for the filter. *flat*: the same page among ten
times as many items beside the page among fewer: what somebody looks for often may not become slower as a
group lives on. The pages are compared before they are timed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from benchmarks.arms import saved_filters
from benchmarks.arms.pages import PAGES, SIZE, bare_connection, interleaved_times, timed, watched
from benchmarks.arms.saved_filters import Saved
from benchmarks.community import Community, a_community, a_thread, learn_sizes
from benchmarks.lab import Lab
from benchmarks.measure import Metric, metric, ratio, spread
from groups.models import Organisation, Sector
from tasks.items.access import Stance
from tasks.items.filters import filtered
from tasks.models import ActionItem, OutsideBody
from viche.kernel.clock import now, today

NAME = "board"
CROWD = 60
ORDER = ("due_on", "id")
QUERY_GOAL, FLAT_GOAL = 1.5, 1.5


def run(lab: Lab) -> Iterable[Metric]:
    community = a_community(CROWD)
    facts = _facts(community)
    mine, *_rest, other = facts["organisations"]
    few: dict[str, float] = {}
    for items in (lab.size(10_000, 300), lab.size(100_000, 600)):
        _fill({**facts, "items": items})
        with bare_connection() as once, bare_connection(plans="force_custom_plan") as anew:
            for one in saved_filters.saved(today("Europe/Kyiv"), mine, other, facts["body"]):
                page = _Page(community, one, {"once": once, "anew": anew})
                page.compare()
                yield from _metrics(one.name, items, _times(page, lab), few)


def _times(page: _Page, lab: Lab) -> tuple[list[float], list[float]]:
    """Milliseconds in the database for each repetition: ours, and the quicker way by hand."""
    arms: dict[str, Callable[[], float]] = {
        "ours": page.ours,
        "once": partial(page.hand, "once"),
        "anew": partial(page.hand, "anew"),
    }
    found = {
        name: [each.sql for each in times]
        for name, times in interleaved_times(arms, lab.repetitions, lab.size(PAGES, 2)).items()
    }
    return found["ours"], min(found["once"], found["anew"], key=lambda times: spread(times)[0])


def _metrics(
    name: str, items: int, times: tuple[list[float], list[float]], few: dict[str, float]
) -> Iterator[Metric]:
    """`few`: what the pages took among fewer items; it learns those that are new."""
    ours, hand = times
    at: dict[str, Any] = {"filter": name, "items": items}
    at |= {"ours_ms": spread(ours)[0], "hand_ms": spread(hand)[0]}
    yield metric(NAME, "query_vs_hand", ratio(ours, hand), at_most=QUERY_GOAL, **at)
    if name in few:
        yield metric(NAME, "flat", spread([time / few[name] for time in ours]), at_most=FLAT_GOAL, **at)
    few.setdefault(name, spread(ours)[0])


def _facts(community: Community) -> dict[str, Any]:
    # The last four are this community's: other benchmarks leave theirs.
    organisations = Organisation.objects.order_by("-id").values_list("pk", flat=True)
    return {
        "group": community.group.pk,
        "thread": a_thread(community).pk,
        "organisations": list(organisations[:4])[::-1],
        "people": [person.pk for person in community.people],
        "person": community.people[0].pk,
        "crowd": CROWD,
        "body": _a_body(community),
    }


def _a_body(community: Community) -> UUID:
    body = OutsideBody(register_id=community.group.register_id, name_uk="Обленерго", sector=Sector.HEALTH)
    body.save(force_insert=True)
    return body.pk


def _fill(facts: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in (saved_filters.CLEAR, saved_filters.FILL, saved_filters.WATCH):
            cursor.execute(statement, facts)
        cursor.execute("VACUUM ANALYZE tasks_actionitem")
    learn_sizes()


class _Page:
    """The first page of one filter for who leads the group. `plain`: connections for the SQL by hand."""

    def __init__(
        self, community: Community, saved: Saved, plain: Mapping[str, psycopg.Connection[Any]]
    ) -> None:
        self._actor, self._group = community.actor(), community.group.pk
        self._saved, self._plain = saved, plain
        self._known = {"group": self._group, "person": self._actor.person_id, "at": now(), **saved.known}

    def rows(self) -> Sequence[ActionItem]:
        stance = Stance.of(self._actor)
        return filtered(stance, self._saved.filter(self._group)).page(SIZE + 1, ORDER)

    def ours(self) -> float:
        stance = Stance.of(self._actor)
        return watched(lambda: filtered(stance, self._saved.filter(self._group)).page(SIZE + 1, ORDER))

    def hand(self, way: str) -> float:
        return timed(self._plain[way], self._saved.by_hand, self._known)

    def compare(self) -> None:
        """Both have the same rows. Raises RuntimeError otherwise."""
        by_hand = [row[0] for row in self._plain["once"].execute(self._saved.by_hand, self._known).fetchall()]
        if [row.pk for row in self.rows()] != by_hand or not by_hand:
            raise RuntimeError(f"By hand the filter {self._saved.name} finds other items.")
