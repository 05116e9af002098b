"""What object permissions cost a list: "my threads" and "my actions", page by page, for two people.

10^5 threads with 2×10^5 grants on single ones, and 10^6 with 10^6; as many action items. The *typical*
person sits in five groups; the *heavy* one sees a fifth of everything. Each page is compared with SQL by hand
for the same permissions, a deep one (about the middle) with the first, and the first with guardian's
`get_objects_for_user`, whose table has as many grants and shows the same objects to both: in the same order,
with the same columns of the same joined rows, until the objects are here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from benchmarks.arms.guarded import guard, objects_for
from benchmarks.arms.pages import ORDER, SIZE, Lists, bare_connection, interleaved_times, shown
from benchmarks.country import Country, countries
from benchmarks.lab import Lab
from benchmarks.measure import Metric, metric, ratio, spread
from dialogue.models import Thread
from dialogue.threads.policies import threads_seen_by
from tasks.items.policies import ActionItemPolicy
from tasks.models import ActionItem

NAME = "permissions"
MODELS: dict[str, type[Any]] = {"threads": Thread, "items": ActionItem}
HAND_GOAL, DEEP_GOAL = 1.3, 1.2
# Times faster than guardian: for the typical person at the small size, for the heavy one at the large.
FEW_GOAL, MANY_GOAL = 8.0, 30.0
# Pages that each of both brings in a row. In turn page by page, the quick one would always begin with caches
# that the other has filled with ten times as much, which happens to neither in a server of its own.
RUN = 4


def run(lab: Lab) -> Iterable[Metric]:
    for country in countries(lab):
        with bare_connection() as plain:
            people = [Lists(country, person, plain) for person in ("typical", "heavy")]
            for kind, model in MODELS.items():
                granted = _guard(country, model)
                for lists in people:
                    yield from _pages(lab, lists, kind, model)
                    yield from _against_guardian(lab, lists, kind, model, granted)


def _guard(country: Country, model: type[Any]) -> int:
    """Fill guardian's table with what the product's rules say."""
    seen = {
        country.people[person].pk: list(_seen(country, person, model).values_list("pk", flat=True))
        for person in country.people
    }
    return guard(model, seen, country.crowd, country.grants)


def _seen(country: Country, person: str, model: type[Any]) -> Any:
    actor = country.actor(person)
    return threads_seen_by(actor) if model is Thread else ActionItemPolicy().visible_to(actor)


def _pages(lab: Lab, lists: Lists, kind: str, model: type[Any]) -> Iterator[Metric]:
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
    found = interleaved_times(arms, lab.repetitions)
    inside = {name: [one.sql for one in times] for name, times in found.items()}
    at: dict[str, Any] = {"rows": lists.country.rows, "grants": lists.country.grants, "person": lists.person}
    figures: dict[str, Any] = {f"{name}_ms": spread(times)[0] for name, times in inside.items()}
    for page in ("first", "deep"):
        against = ratio(inside[page], inside[f"{page}_by_hand"])
        at_page: dict[str, Any] = {**at, "page": page, "depth": depth if page == "deep" else 0}
        yield metric(NAME, f"{kind}_vs_hand", against, at_most=HAND_GOAL, **at_page, **figures)
    deep = ratio(inside["deep"], inside["first"])
    yield metric(NAME, f"{kind}_deep_vs_first", deep, at_most=DEEP_GOAL, **at, depth=depth, **figures)


def _against_guardian(lab: Lab, lists: Lists, kind: str, model: type[Any], granted: int) -> Iterator[Metric]:
    small = lists.country.is_small
    if (lists.person == "typical") is not small:
        return
    person = lists.country.people[lists.person]

    def guardian() -> Sequence[Any]:
        found = shown(model, objects_for(person, model)).order_by(*ORDER[model])
        return list(found[: SIZE + 1])

    if [row.pk for row in guardian()] != [row.pk for row in lists.rows(model, SIZE + 1)]:
        raise RuntimeError(f"guardian shows others of {kind} to the {lists.person} person")
    # With all that Python does in both.
    arms = {"ours": _in_a_row(lambda: lists.rows(model, SIZE + 1)), "guardian": _in_a_row(guardian)}
    found = interleaved_times(arms, lab.repetitions, pages=3)
    whole = {name: [one.whole for one in times] for name, times in found.items()}
    yield metric(
        NAME,
        f"{kind}_vs_guardian",
        ratio(whole["guardian"], whole["ours"]),
        at_least=FEW_GOAL if small else MANY_GOAL,
        rows=lists.country.rows,
        grants=granted,
        person=lists.person,
        ours_ms=spread(whole["ours"])[0] / RUN,
        guardian_ms=spread(whole["guardian"])[0] / RUN,
    )


def _in_a_row(fetch: Callable[[], Any]) -> Callable[[], None]:
    def leaf() -> None:
        for _page in range(RUN):
            fetch()

    return leaf
