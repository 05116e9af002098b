"""What a browser keeps and turns by events is what a fresh load gives: people live here, and the cache of a
browser hears of it (`frontend/src/app/kept-states.replay.ts`).
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import transaction

from tests.cast import World
from tests.dialogue.acts import Api, a_restricted_thread, a_thread, api
from tests.dialogue.announcing import announce, ask
from tests.dialogue.replica import frames
from tests.dialogue.test_frames import asking_access, story
from tests.groups.test_realtime import HAPPENINGS
from tests.tasks.acts import an_item_in
from tests.tasks.test_realtime import ACTS
from viche.cli.frontend import node_environment, npm
from viche.cli.places import FRONTEND
from viche.kernel.events import head

pytestmark = pytest.mark.django_db

PARTS = {
    "thread": (
        "threads/{id}",
        "threads/{id}/messages",
        "threads/{id}/readers",
        "threads/{id}/transitions",
        "threads/{id}/gist",
        "threads/{id}/floor",
        "threads/{id}/rounds",
    ),
    "group": (
        *("groups/{id}", "groups/{id}/threads", "groups/{id}/announced-threads"),
        *("groups/{id}/members", "groups", "today"),
    ),
    # Who asks for access to a thread of the group, and who leads that thread: each hears of it alone.
    "asker": ("groups/{id}/announced-threads",),
    "leader": ("threads/{id}/access-requests",),
    "action": (
        "action-items/{id}",
        *(
            f"action-items/{{id}}/{part}"
            for part in ("evidence", "reminders", "checklist", "history", "chain")
        ),
    ),
}
WHOLE = {"messages": {"around": 1, "limit": 100}, "threads": {"limit": 100}}


class Page:
    """What one person has open, and all that they would hear and load: of what the topic is about, or of
    something else.
    """

    def __init__(self, world: World, name: str, topic: str, about: tuple[str, UUID] | None = None) -> None:
        self.api: Api = api(world, name)
        self.kind, _colon, self.id = topic.partition(":")
        if about is not None:
            self.kind, self.id = about[0], str(about[1])
        self.topic = topic
        self.person = str(world.people[name].pk)
        self.seq = head(topic)
        self.steps: list[dict[str, Any]] = []
        self.before = self.load()

    def load(self) -> dict[str, Any]:
        return {path: self._get(path) for path in (one.format(id=self.id) for one in PARTS[self.kind])}

    def _get(self, path: str) -> Any:
        answer = self.api.get(path, **WHOLE.get(path.rpartition("/")[2], {}))
        assert answer.status_code == 200, (path, answer.content)
        return answer.json()

    def note(self) -> None:
        """What has come since, and what a load gives now."""
        came = frames(self.topic, self.seq)
        if came:
            self.seq = came[-1]["seq"]
            self.steps.append({"frames": came, "after": self.load()})

    def told(self) -> dict[str, Any]:
        names = ("topic", "kind", "id", "person", "before", "steps")
        return {name: getattr(self, name) for name in names}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def live(pages: Sequence[Page], acts: Iterator[Callable[[], object]]) -> list[dict[str, Any]]:
    for act in acts:
        act()
        for page in pages:
            page.note()
    assert all(page.steps for page in pages)
    return [page.told() for page in pages]


def of_dialogue(world: World) -> list[dict[str, Any]]:
    thread = a_thread(world, draft=True)
    group = f"group:{world.group.pk}"
    pages = [Page(world, "facilitator", f"thread:{thread.pk}")]
    pages += [Page(world, name, group) for name in ("teacher", "observer")]
    return live(pages, story(world, thread))


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


def of_groups(world: World) -> Iterator[dict[str, Any]]:
    for act in HAPPENINGS.values():
        with undone():
            page = Page(world, "secretary", f"group:{world.group.pk}")
            yield from live([page], iter([lambda act=act: act(world)]))  # type: ignore[misc]


def of_items(world: World) -> Iterator[dict[str, Any]]:
    for state, act in ACTS.values():
        with undone():
            item = an_item_in(world, state, criteria=["Акт підписано"])
            page = Page(world, "facilitator", f"action:{item.pk}")
            yield from live([page], iter([lambda act=act, item=item: act(world, item)]))  # type: ignore[misc]


@pytest.mark.parametrize("room", [of_dialogue, of_access, of_groups, of_items])
def test_a_browser_that_hears_everything_has_what_a_load_gives(
    world: World, room: Callable[[World], Any], tmp_path: Path
) -> None:
    if not (FRONTEND / "node_modules").is_dir():
        pytest.skip("the packages of the front end are not there: ./viche test brings them")
    recorded = tmp_path / "recorded.json"
    recorded.write_bytes(orjson.dumps(list(room(world))))
    replay = subprocess.run(
        [str(one) for one in npm("run", "replay")],
        cwd=FRONTEND,
        env=node_environment(RECORDED=str(recorded), CI="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert replay.returncode == 0, replay.stdout[-6000:] + replay.stderr[-2000:]
