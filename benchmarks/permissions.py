"""Cost of object permissions in lists: "my threads" and "my actions", page by page, for two people.

10^5 threads with 2×10^5 grants on single ones, and 10^6 with 10^6; as many action items. The *typical* person
has a seat in five groups; the *heavy* one reads a fifth of everything. Each page is compared with
hand-written SQL for the same permissions, a deep one (about the middle) with the first, and the first with
guardian's `get_objects_for_user`, whose table has as many grants and shows the same objects to both people:
in the same order, with the same columns of the same joined rows, until the objects have arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from benchmarks.arms.guardian_grants import guard, objects_for
from benchmarks.arms.pages import (
    ORDERINGS,
    PAGE_SIZE,
    PersonLists,
    measure_interleaved,
    open_bare_connection,
    select_list_columns,
)
from benchmarks.country import Country, build_countries
from benchmarks.lab import Lab
from benchmarks.measure import Metric, build_metric, compute_ratio, spread
from dialogue.models import Thread
from dialogue.threads.policies import list_visible_threads
from tasks.items.policies import ActionItemPolicy
from tasks.models import ActionItem

NAME = "permissions"
MODELS: dict[str, type[Any]] = {"threads": Thread, "items": ActionItem}
HAND_GOAL, DEEP_GOAL = 1.3, 1.2
# Speed-up over guardian: for the typical person at the small size, for the heavy one at the large.
FEW_GOAL, MANY_GOAL = 8.0, 30.0
# Pages that each arm fetches in a row. Taking turns page by page, the fast arm would always start with caches
# filled by the other's ten times larger reads, which does not happen on a server of its own.
PAGES_IN_A_ROW = 4


def run(lab: Lab) -> Iterable[Metric]:
    for country in build_countries(lab):
        with open_bare_connection() as plain:
            people = [PersonLists(country, person, plain) for person in ("typical", "heavy")]
            for kind, model in MODELS.items():
                granted = _fill_guardian(country, model)
                for lists in people:
                    yield from _page_metrics(lab, lists, kind, model)
                    yield from _guardian_metrics(lab, lists, kind, model, granted)


def _fill_guardian(country: Country, model: type[Any]) -> int:
    """Fill guardian's table with what the product's rules permit."""
    seen = {
        country.people[person].pk: list(
            _readable_objects(country, person, model).values_list("pk", flat=True)
        )
        for person in country.people
    }
    return guard(model, seen, country.crowd, country.grants)


def _readable_objects(country: Country, person: str, model: type[Any]) -> Any:
    actor = country.actor(person)
    return list_visible_threads(actor) if model is Thread else ActionItemPolicy().visible_to(actor)


def _page_metrics(lab: Lab, lists: PersonLists, kind: str, model: type[Any]) -> Iterator[Metric]:
    depth = min(100_000, lists.country.depth(lists.person))
    place = lists.place(model, depth)
    for after in (None, place):
        lists.compare(model, after)
    arms = {
        "first": lists.ours(model, None),
        "first_by_hand": lists.hand(model, None),
        "deep": lists.ours(model, place),
        "deep_by_hand": lists.hand(model, place),
    }
    found = measure_interleaved(arms, lab.repetitions)
    inside = {name: [one.sql for one in times] for name, times in found.items()}
    at: dict[str, Any] = {"rows": lists.country.rows, "grants": lists.country.grants, "person": lists.person}
    figures: dict[str, Any] = {f"{name}_ms": spread(times)[0] for name, times in inside.items()}
    for page in ("first", "deep"):
        against = compute_ratio(inside[page], inside[f"{page}_by_hand"])
        at_page: dict[str, Any] = {**at, "page": page, "depth": depth if page == "deep" else 0}
        yield build_metric(NAME, f"{kind}_vs_hand", against, at_most=HAND_GOAL, **at_page, **figures)
    deep = compute_ratio(inside["deep"], inside["first"])
    yield build_metric(NAME, f"{kind}_deep_vs_first", deep, at_most=DEEP_GOAL, **at, depth=depth, **figures)


def _guardian_metrics(
    lab: Lab, lists: PersonLists, kind: str, model: type[Any], granted: int
) -> Iterator[Metric]:
    small = lists.country.is_small
    if (lists.person == "typical") is not small:
        return
    person = lists.country.people[lists.person]

    def guardian() -> Sequence[Any]:
        found = select_list_columns(model, objects_for(person, model)).order_by(*ORDERINGS[model])
        return list(found[: PAGE_SIZE + 1])

    if [row.pk for row in guardian()] != [row.pk for row in lists.rows(model, PAGE_SIZE + 1)]:
        raise RuntimeError(f"guardian shows others of {kind} to the {lists.person} person")
    # Includes the work of Python in both arms.
    arms = {"ours": _repeat(lambda: lists.rows(model, PAGE_SIZE + 1)), "guardian": _repeat(guardian)}
    found = measure_interleaved(arms, lab.repetitions, pages=3)
    whole = {name: [one.whole for one in times] for name, times in found.items()}
    yield build_metric(
        NAME,
        f"{kind}_vs_guardian",
        compute_ratio(whole["guardian"], whole["ours"]),
        at_least=FEW_GOAL if small else MANY_GOAL,
        rows=lists.country.rows,
        grants=granted,
        person=lists.person,
        ours_ms=spread(whole["ours"])[0] / PAGES_IN_A_ROW,
        guardian_ms=spread(whole["guardian"])[0] / PAGES_IN_A_ROW,
    )


def _repeat(fetch: Callable[[], Any]) -> Callable[[], None]:
    def leaf() -> None:
        for _page in range(PAGES_IN_A_ROW):
            fetch()

    return leaf
