"""What a browser keeps and turns by events is what a fresh load gives: people live here, and the cache of a
browser hears of it (`frontend/src/testing/kept-states.replay.ts`).
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from dialogue.acknowledgements.services import acknowledge_message
from dialogue.models import ReactionKind, Thread
from dialogue.moderation.policies import Step
from dialogue.reactions.services import add_reaction, support_message
from groups.models import OfficeKind
from tasks.models import ReminderAudience
from tasks.reminders import schedule
from tasks.reminders.rules import set_group_ladder
from tests.cast import World
from tests.dialogue.access_requests.helpers import announce, ask
from tests.dialogue.helpers import a_restricted_thread, a_thread, part, say
from tests.dialogue.timeline.test_frames import asking_access, demand, moderate, number, reword, story
from tests.groups.helpers import an_office, at, colleague, fire_due, later, seat
from tests.groups.initiative_groups.test_realtime import HAPPENINGS
from tests.privacy.conftest import Browser, outside  # noqa: F401 - the folder of copies, for each test
from tests.realtime import kept_decisions as decided, own_happenings as own
from tests.realtime.kept_pages import Page, live, undone
from tests.tasks.helpers import an_item, an_item_in
from tests.tasks.lifecycle.test_realtime import ACTS
from viche.cli.frontend import build_node_environment, build_npm_command
from viche.cli.places import FRONTEND
from viche.kernel.events import PAYLOADS
from viche.realtime.registry import FRAMES

pytestmark = pytest.mark.django_db

LONG = 60


def of_dialogue(world: World) -> list[dict[str, Any]]:
    thread = a_thread(world, draft=True)
    group = f"group:{world.group.pk}"
    pages = [Page(world, "facilitator", f"thread:{thread.pk}")]
    pages += [Page(world, name, group) for name in ("teacher", "observer")]
    return live(pages, story(world, thread))


def of_a_long_thread(world: World) -> list[dict[str, Any]]:
    """Of which one stretch is open: what happens in it, before it and behind it."""
    thread = a_thread(world)
    for nth in range(LONG):
        say(world, "officer", thread, f"Думка {nth}")
    page = Page(world, "facilitator", f"thread:{thread.pk}", ("middle", thread.pk))
    first, last = (page.before[f"threads/{thread.pk}/messages"]["items"][end]["number"] for end in (0, -1))
    assert 2 < first < last < LONG - 2
    return live([page], along(world, thread, (1, first, last, LONG)))


def along(world: World, thread: Thread, places: Sequence[int]) -> Iterator[Callable[[], object]]:
    """What may become of messages, at each place; and in the end those beside them are taken elsewhere."""
    for place in places:
        message = number(thread, place)
        yield lambda place=place: reword(world, thread, f"Інакше {place}", place)  # type: ignore[misc]
        yield partial(support_message, actor=world.actor("teacher"), message_id=message.pk)
        yield partial(
            add_reaction, actor=world.actor("teacher"), message_id=message.pk, kind=ReactionKind.THANKS
        )
        yield partial(demand, world, message)
        yield partial(acknowledge_message, actor=world.actor("observer"), message_id=message.pk)
        yield partial(say, world, "teacher", thread, "Саме так", quote={"message_id": message.pk})
        yield partial(moderate, world, message, Step.HIDE)
        yield partial(moderate, world, message, Step.SHOW)
    for place in places:
        nth = place + 1 if place < LONG else place - 1
        yield partial(part, world, thread, nth)


def of_access(world: World) -> list[dict[str, Any]]:
    """Of a restricted thread of which the group comes to know."""
    thread = a_restricted_thread(world, organisations=("police",))
    pages = [Page(world, name, f"group:{world.group.pk}") for name in ("teacher", "observer")]
    pages += [
        Page(world, name, f"user:{world.people[name].pk}", ("asker", world.group.pk))
        for name in ("teacher", "observer", "councillor", "secretary")
    ]
    pages += [Page(world, "facilitator", f"user:{world.people['facilitator'].pk}", ("leader", thread.pk))]

    def acts() -> Iterator[Callable[[], object]]:
        yield lambda: announce(world, thread)
        yield lambda: ask(world, thread, by="teacher")
        yield from asking_access(world, thread)
        yield lambda: announce(world, thread, announced=False)

    return live(pages, acts())


def of_oneself(world: World) -> list[dict[str, Any]]:
    """What each hears of themselves alone."""
    people = world.people
    people["coordinator"] = an_office(world, OfficeKind.COORDINATOR).person
    people["dpo"] = an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person
    people["deputy"] = colleague(world, "police")
    hear = {
        **dict.fromkeys(("officer", "outsider", "observer", "deputy", "secretary"), "own"),
        "coordinator": "desk",
        "administrator": "desk",
        "dpo": "officer",
    }
    sat = {name: Browser(people[name]).actor for name in hear}
    sat["elsewhere"] = Browser(people["officer"]).actor
    thread, quiet, item = a_thread(world), a_thread(world), an_item(world)
    known = announce(world, a_restricted_thread(world, organisations=("police",)))
    called, _said = own.calling(world, thread), say(world, "officer", quiet)
    closed = a_restricted_thread(world, organisations=("police",))

    def topic(name: str) -> str:
        return f"user:{people[name].pk}"

    pages = [
        Page(world, name, topic(name), (kind, people[name].pk), sat[name]) for name, kind in hear.items()
    ]
    pages += [
        Page(world, "observer", topic("observer"), ("mine", quiet.pk)),
        Page(world, "facilitator", topic("facilitator"), ("leads", world.group.pk)),
        Page(world, "observer", topic("observer"), ("reminded", item.pk)),
    ]

    def acts() -> Iterator[Callable[[], object]]:
        yield from own.in_office(world)
        yield from own.let_in(world, sat, closed)
        yield from own.about_data(world, sat)
        yield from own.of_items(world, item)
        yield from own.reading(world, quiet)
        yield from own.in_threads(world, thread, called)
        yield from own.of_which_they_know(world, known)
        yield from own.at_the_account(world, sat)
        yield from own.at_the_post(world)
        yield from own.at_the_table(world, sat)

    return live(pages, acts())


def of_groups(world: World) -> Iterator[dict[str, Any]]:
    for act in HAPPENINGS.values():
        with undone():
            page = Page(world, "secretary", f"group:{world.group.pk}")
            yield from live([page], iter([lambda act=act: act(world)]))  # type: ignore[misc]
    with undone():
        seat(world, "outsider", since=later(days=1))
        page = Page(world, "secretary", f"group:{world.group.pk}")
        with at(later(days=1)):
            yield from live([page], iter([fire_due]))


def of_items(world: World) -> Iterator[dict[str, Any]]:
    for state, act in ACTS.values():
        with undone():
            item = an_item_in(world, state, criteria=["Акт підписано"])
            page = Page(world, "facilitator", f"action:{item.pk}")
            beside = Page(world, "teacher", f"group:{world.group.pk}")
            yield from live([page], iter([lambda act=act, item=item: act(world, item)]))  # type: ignore[misc]
            beside.note({})
            yield beside.told()
    page = Page(world, "facilitator", f"group:{world.group.pk}", ("planned", world.group.pk))
    yield from live([page], iter([lambda: plan(world)]))


def plan(world: World) -> None:
    """The group wants to be reminded, all of it, a day before."""
    facilitator, group = world.actor("facilitator"), world.group.pk
    steps = [schedule.LadderStep(-1, ReminderAudience.GROUP)]
    set_group_ladder(actor=facilitator, group_id=group, steps=steps, expected_version=0)


ELSEWHERE = {
    "dialogue.thread_left": ("group",),
    "dialogue.announcement_changed": ("group",),
    "dialogue.author_erased": ("thread", "group"),
    "dialogue.thread_merged": ("thread", "group"),
    "tasks.group_ladder_changed": ("group",),
    "tasks.watch_changed": ("user",),
    **dict.fromkeys(
        (
            *("dialogue.access_asked_for", "dialogue.access_request_closed", "dialogue.attention_changed"),
            *("dialogue.reading_put_back", "dialogue.reports_dismissed"),
        ),
        ("user",),
    ),
}
# All others speak to one person.
PLACES = {"dialogue": "thread", "groups": "group", "tasks": "action", "programmes": "dossier"}
NOT_LIVED = {
    ("groups.group_founded", "group"): "nobody has a page of what is not there yet",
    ("dialogue.thread_drafted", "thread"): "the same",
    ("tasks.action_made", "action"): "the same",
    ("dialogue.message_acknowledged", "group"): "it shares its words with others, and is not told there",
    ("dialogue.message_made_must_read", "user"): "the same",
    ("dialogue.message_must_read_lifted", "user"): "the same",
    (
        "dialogue.thread_handed_over",
        "user",
    ): "of a restricted one alone; taken like the rest",
    ("privacy.erasure_scheduled", "user"): "the person is signed out in the same moment",
    ("privacy.export_failed", "user"): "copies fail by faults alone; it is taken like the others of its room",
}


def _places(kind: str, shape: Any) -> Collection[str]:
    """The kinds of topics on which an event is told."""
    if isinstance(shape, dict):
        return shape.keys()
    if shape.__name__.startswith("Own"):
        return ("user",)
    return (
        ELSEWHERE.get(kind) or decided.PACKAGES.get(_room_of(kind)) or (PLACES.get(_room_of(kind), "user"),)
    )


def _room_of(kind: str) -> str:
    """The app of an event; of decisions and what belongs to them the package."""
    package = PAYLOADS[kind].__module__.rpartition(".")[0]
    return package if package in decided.PACKAGES else kind.partition(".")[0]


def _frames_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [frame for step in page["steps"] for frame in step["frames"]]


Room = Callable[[World], Iterable[dict[str, Any]]]
LIVED: dict[str, Callable[[str, str], bool]] = {
    "of_dialogue": lambda room, place: room == "dialogue" and place in ("thread", "group"),
    "of_groups": lambda room, place: room == "groups" and place == "group",
    "of_items": lambda room, place: room == "tasks" and place in ("action", "group"),
    "of_decisions": lambda room, _place: room in decided.PACKAGES,
    # What happens at an account the browser takes all alike: the usual is lived through.
    "of_oneself": lambda room, place: place == "user" and room != "accounts",
}


def must_be_heard(room: Room) -> set[tuple[str, str]]:
    """Every kind of event that has a frame on the topics that are followed there."""
    kinds = {(kind, place) for kind, frame in FRAMES.items() for place in _places(kind, frame.shape)}
    lived = LIVED.get(room.__name__)
    told = {(kind, place) for kind, place in kinds if lived and lived(_room_of(kind), place)}
    return told - NOT_LIVED.keys()


ROOMS: tuple[Room, ...] = (
    *(of_dialogue, of_a_long_thread, of_access, of_oneself, of_groups, of_items),
    decided.of_decisions,
)


def record_room(world: World, room: Room) -> list[dict[str, Any]]:
    """Return the pages of a room, after which nothing has happened. Fails on an event that no page heard."""
    with undone():
        pages = list(room(deepcopy(world)))
    heard = {(one["kind"], page["topic"].partition(":")[0]) for page in pages for one in _frames_of(page)}
    assert sorted(must_be_heard(room) - heard) == [], room.__name__
    return pages


def test_a_browser_that_hears_everything_has_what_a_load_gives(world: World, tmp_path: Path) -> None:
    """All rooms are replayed at once: to start the browser's code costs as much as a room."""
    if not (FRONTEND / "node_modules").is_dir():
        pytest.skip("the packages of the front end are not there: ./viche test brings them")
    pages = [page for room in ROOMS for page in record_room(world, room)]
    recorded = tmp_path / "recorded.json"
    recorded.write_bytes(orjson.dumps(pages))
    replay = subprocess.run(
        [str(one) for one in build_npm_command("run", "replay")],
        cwd=FRONTEND,
        env=build_node_environment(RECORDED=str(recorded), CI="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert replay.returncode == 0, replay.stdout[-6000:] + replay.stderr[-2000:]
