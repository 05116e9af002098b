"""Programmes: lists of dossiers, the scorecard of recommendations, and steps of dossiers.

*list*: the product's query for a page of "my dossiers" among 10^4 and 10^5, permissions included, compared
with hand-written SQL for the same rows, columns and permissions (`benchmarks.arms.dossier_sql`); a first page
and a deep one. *flat*: the page among ten times as many dossiers compared with the page among fewer.

*scorecard*: the scorecard of 10^5 recommendations: milliseconds of a processor, ours and PostgreSQL's, which
other load does not change; its queries compared with hand-written SQL for the same figures and rejected ones
(`benchmarks.arms.recommendation_sql`).

*step*: a transition of a dossier compared with one of an action item, by the services, until each is
committed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from benchmarks.arms import bulk, dossier_sql, recommendation_sql
from benchmarks.arms.pages import (
    PAGE_SIZE,
    measure_backend_cpu,
    measure_interleaved,
    measure_statement,
    measure_statements,
    open_bare_connection,
)
from benchmarks.community import Community, make_community, refresh_statistics
from benchmarks.lab import Lab
from benchmarks.measure import Metric, build_metric, compute_ratio, run_interleaved, spread
from groups.models import GroupState, InitiativeGroup, Mandate
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.selectors import DossierFilter, list_filtered_dossiers
from programmes.kit.dossiers.services import begin_dossier
from programmes.kit.transitions.services import take_transition
from programmes.models import Dossier
from programmes.recommendations.scorecard_api import ScorecardOut, show_scorecard
from tasks.lifecycle.services.create import make_action_item
from tasks.lifecycle.services.transition import transition_action_item
from tasks.models import ActionItem
from viche.kernel.clock import now, today

NAME = "programmes"
CROWD = 60
GROUPS = 200
FEW_GROUPS = 5
ORDER = ("-state_since", "-id")
HAND_GOAL, FLAT_GOAL, STEP_GOAL = 1.3, 1.3, 2.0
SCORECARD_GOAL = 300  # milliseconds of a processor
SCORECARDS = 5  # in a repetition
STEPS = 20  # of each kind in a repetition
MILLISECONDS = 1000


def run(lab: Lab) -> Iterable[Metric]:
    community = make_community(CROWD)
    groups = _make_groups(community, lab.size(GROUPS, 20))
    few: dict[str, float] = {}
    for rows in (lab.size(10_000, 400), lab.size(100_000, 800)):
        _fill(community, groups, rows)
        with open_bare_connection() as plain:
            yield from _list_metrics(lab, _Pages(community, plain), rows, len(groups), few)
    _recommend(groups, lab.size(50, 1))
    with open_bare_connection() as plain:
        yield from _scorecard_metrics(lab, community, groups[0], plain)
    yield _step_metric(lab, community)


def _list_metrics(lab: Lab, pages: _Pages, rows: int, groups: int, few: dict[str, float]) -> Iterator[Metric]:
    """Yield the metrics of two pages. `few`: times among fewer dossiers, to which new ones are added."""
    middle = pages.rows(FEW_GROUPS * rows // groups // 2)[-1]
    for name, after in (("first", None), ("deep", [middle.state_since, middle.pk])):
        pages.compare(after)
        arms = {"ours": pages.ours(after), "hand": pages.hand(after)}
        found = measure_interleaved(arms, lab.repetitions)
        ours, hand = ([one.sql for one in found[arm]] for arm in arms)
        at: dict[str, Any] = {"dossiers": rows, "page": name}
        at |= {"ours_ms": spread(ours)[0], "hand_ms": spread(hand)[0]}
        yield build_metric(NAME, "list_vs_hand", compute_ratio(ours, hand), at_most=HAND_GOAL, **at)
        if name in few:
            flat = spread([one / few[name] for one in ours])
            yield build_metric(NAME, "list_flat", flat, at_most=FLAT_GOAL, **at)
        few.setdefault(name, spread(ours)[0])


class _Pages:
    """Pages of the first person's dossiers. `plain` is a bare connection for hand-written SQL."""

    def __init__(self, community: Community, plain: psycopg.Connection[Any]) -> None:
        self._actor, self._plain = community.actor(), plain
        self._access = ActorDossierAccess.of(self._actor)

    def rows(self, size: int, after: Sequence[Any] | None = None) -> Sequence[Dossier]:
        found: Any = list_filtered_dossiers(self._access, DossierFilter())
        page: Sequence[Dossier] = found.page(size, ORDER, after)
        return page

    def ours(self, after: Sequence[Any] | None) -> Callable[[], float]:
        return lambda: measure_statements(lambda: self.rows(PAGE_SIZE + 1, after))

    def hand(self, after: Sequence[Any] | None) -> Callable[[], float]:
        statement = dossier_sql.select_dossiers(later=after is not None)
        return lambda: measure_statement(self._plain, statement, self._known(after))

    def compare(self, after: Sequence[Any] | None) -> None:
        """Raise RuntimeError unless both arms return the same rows."""
        statement = dossier_sql.select_dossiers(later=after is not None)
        by_hand = [row[0] for row in self._plain.execute(statement, self._known(after)).fetchall()]
        if [row.pk for row in self.rows(PAGE_SIZE + 1, after)] != by_hand or not by_hand:
            raise RuntimeError("By hand the person sees other dossiers.")

    def _known(self, after: Sequence[Any] | None) -> dict[str, Any]:
        place = dict(zip(("after", "after_id"), after or (), strict=False))
        return {"person": self._actor.person_id, "at": now(), **place}


def _make_groups(community: Community, count: int) -> list[UUID]:
    """Create groups, in five of which the first person has a seat."""
    made = InitiativeGroup.objects.bulk_create(
        InitiativeGroup(
            name_uk=f"Група справ № {number}",
            purpose_uk="Безпека",
            territory_id=community.group.territory_id,
            state=GroupState.ACTIVE,
            founded_on=community.group.founded_on,
        )
        for number in range(count)
    )
    groups = [one.pk for one in made]
    person = community.people[0].pk
    facts: dict[str, Any] = {
        "person": person,
        "mandate": Mandate.objects.get(person=person).pk,
        "groups": groups[:FEW_GROUPS],
    }
    with connection.cursor() as cursor:
        cursor.execute(bulk.SEATS, facts)
        cursor.execute(bulk.GROUP_GRANTS, facts)
    return groups


def _fill(community: Community, groups: Sequence[UUID], rows: int) -> None:
    people = [one.pk for one in community.people]
    mandates = dict(Mandate.objects.filter(person__in=people).values_list("person", "pk"))
    facts: dict[str, Any] = {
        "rows": rows,
        "groups": list(groups),
        "group_count": len(groups),
        "people": people,
        "mandates": [mandates[pk] for pk in people],
        "crowd": len(people),
        "person": people[0],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(bulk.DISABLE_TRIGGERS)
        for statement in (dossier_sql.CLEAR, dossier_sql.DOSSIERS, dossier_sql.OWN_GRANTS):
            cursor.execute(statement, facts)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {dossier_sql.TABLES}")
    refresh_statistics()


def _recommend(groups: Sequence[UUID], each: int) -> None:
    """Put so many recommendations into each dossier of the first person's groups."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(bulk.DISABLE_TRIGGERS)
        cursor.execute(recommendation_sql.ORGANISATIONS)
        facts: dict[str, Any] = {"groups": list(groups[:FEW_GROUPS]), "each": each}
        cursor.execute(recommendation_sql.RECOMMENDATIONS, facts)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {recommendation_sql.TABLES}")
    refresh_statistics()


def _scorecard_metrics(
    lab: Lab, community: Community, group_id: UUID, plain: psycopg.Connection[Any]
) -> Iterator[Metric]:
    facts: dict[str, Any] = {"person": community.people[0].pk, "at": now(), "group": group_id}

    def ours() -> ScorecardOut:
        return show_scorecard(community.actor(), group_id)

    def hand() -> float:
        statements = (recommendation_sql.FIGURES, recommendation_sql.REJECTED)
        return sum(measure_statement(plain, one, facts) for one in statements)

    shown = ours()
    by_hand = plain.execute(recommendation_sql.FIGURES, facts).fetchall()
    rejected = [row[0] for row in plain.execute(recommendation_sql.REJECTED, facts).fetchall()]
    issued = shown["total"]["issued"]
    if [one["id"] for one in shown["rejected"]] != rejected or 3 * issued != sum(row[-1] for row in by_hand):
        raise RuntimeError("By hand the scorecard says something else.")
    spent = [_measure_cpu(ours) * MILLISECONDS for _one in range(lab.repetitions)]
    arms = {"ours": lambda: measure_statements(ours), "hand": hand}
    found = measure_interleaved(arms, lab.repetitions, lab.size(SCORECARDS, 1))
    at: dict[str, Any] = {"recommendations": issued}
    whole = spread([one.whole for one in found["ours"]])[0]
    yield build_metric(NAME, "scorecard_cpu_ms", spread(spent), at_most=SCORECARD_GOAL, wall_ms=whole, **at)
    sql = {name: [one.sql for one in times] for name, times in found.items()}
    at |= {f"{name}_ms": spread(times)[0] for name, times in sql.items()}
    ratio = compute_ratio(sql["ours"], sql["hand"])
    yield build_metric(NAME, "scorecard_vs_hand", ratio, at_most=HAND_GOAL, **at)


def _measure_cpu(show: Callable[[], object]) -> float:
    """Return the CPU seconds of this process and of its database backend, which works without helpers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        started = time.process_time()
        backend = measure_backend_cpu(show)
        return backend + time.process_time() - started


def _step_metric(lab: Lab, community: Community) -> Metric:
    arms = {"dossier": _dossier_step(community), "item": _item_step(community)}
    for take in arms.values():
        take()
    found = run_interleaved(arms, lab.repetitions * lab.size(STEPS, 2))
    times = {name: [one * MILLISECONDS for one in spans] for name, spans in found.items()}
    middle = {f"{name}_ms": spread(spans)[0] for name, spans in times.items()}
    ratio = compute_ratio(times["dossier"], times["item"])
    return build_metric(NAME, "step_vs_item", ratio, at_most=STEP_GOAL, **middle)


def _dossier_step(community: Community) -> Callable[[], float]:
    """Return what takes a dossier out of its settled state, and returns the seconds."""
    actor, group_id = community.actor(), community.group.pk
    dossier = begin_dossier(
        actor=actor, group_id=group_id, kind="recommendations", title_uk="Безпека біля школи"
    )

    def take() -> float:
        Dossier.objects.filter(pk=dossier.pk).update(state="settled")
        version = Dossier.objects.get(pk=dossier.pk).version
        started = time.perf_counter()
        take_transition(
            actor=actor, dossier_id=dossier.pk, to="reopened", expected_version=version, reason="Є нове"
        )
        return time.perf_counter() - started

    return take


def _item_step(community: Community) -> Callable[[], float]:
    """Return what blocks an action item that is in progress, and returns the seconds."""
    actor = community.actor()
    item = make_action_item(
        actor=actor,
        group_id=community.group.pk,
        owner_organisation_id=Mandate.objects.get(person=community.people[0]).organisation_id,
        title_uk="Обстежити переходи",
        due_on=today(community.group.time_zone),
    )

    def take() -> float:
        ActionItem.objects.filter(pk=item.pk).update(state="in_progress")
        version = ActionItem.objects.get(pk=item.pk).version
        started = time.perf_counter()
        transition_action_item(
            actor=actor, action_id=item.pk, to="blocked", expected_version=version, reason="Немає коштів"
        )
        return time.perf_counter() - started

    return take
