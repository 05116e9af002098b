"""Pages that people have open, each with what it heard and what a load gave then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction

from tests.cast import World
from tests.dialogue.helpers import Api, api
from tests.dialogue.timeline.replica import frames
from viche.kernel.actor import Actor
from viche.kernel.events import get_head

OWN = (
    *("me", "me/mandates", "me/factors", "me/identities", "me/sessions", "me/email-change", "tokens"),
    *("me/data", "me/data/requests", "me/join-requests", "groups", "today"),
    *("notifications", "territories?coordinated_by=me&limit=100", "offices?held_by=me"),
)
DESK = (*OWN, "break-glass", "break-glass?state=open")
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
    "planned": ("groups/{id}/reminder-ladder",),
    "middle": ("threads/{id}/messages",),
    "group": (
        *("groups/{id}", "groups/{id}/threads", "groups/{id}/announced-threads"),
        *("groups/{id}/members", "groups", "today"),
    ),
    # What somebody hears of themselves turns over what is theirs…
    "own": OWN,
    "desk": DESK,
    "officer": (*DESK, "subject-requests?state=open"),
    # …and what they have open of a thread and of an action item.
    "mine": ("threads/{id}", "today", "groups"),
    "leads": ("groups/{id}/reports",),
    "reminded": ("action-items/{id}", "action-items/{id}/reminders"),
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
    "decision": ("decisions/{id}", "today"),
    "meeting": ("meetings/{id}", "today"),
    "minutes": ("minutes/{id}", "today"),
    "decided": ("threads/{id}/decisions",),
    "agreed": (
        *("groups/{id}/decisions", "groups/{id}/meetings", "groups/{id}/meeting-series"),
        *("groups/{id}/minutes", "groups/{id}/charter", "today"),
    ),
}
WHOLE = {"messages": {"around": 1, "limit": 100}, "threads": {"limit": 100}}
MIDDLE = {"messages": {"around": 30, "limit": 20}}  # of a thread that goes on before it and behind it

Loaded = dict[tuple[Any, ...], Any]
"""What was loaded since the last act, by reader and path: pages of one reader share it."""


class Page:
    """What one person has open, and all that they would hear and load: of what the topic is about, or of
    something else.
    """

    def __init__(
        self,
        world: World,
        name: str,
        topic: str,
        about: tuple[str, UUID] | None = None,
        actor: Actor | None = None,
    ) -> None:
        self.api: Api = api(world, name, actor)
        self.reader = actor or name
        self.kind, _colon, self.id = topic.partition(":")
        if about is not None:
            self.kind, self.id = about[0], str(about[1])
        self.topic = topic
        self.person = str(world.people[name].pk)
        self.seq = get_head(topic)
        self.steps: list[dict[str, Any]] = []
        self.before = self.load({})

    def load(self, loaded: Loaded) -> dict[str, Any]:
        paths = [one.format(id=self.id) for one in PARTS[self.kind]]
        return {path: self._get(path, loaded) for path in paths}

    def _get(self, path: str, loaded: Loaded) -> Any:
        asked = (MIDDLE if self.kind == "middle" else WHOLE).get(path.rpartition("/")[2], {})
        key = (self.reader, path, *asked.items())
        if key not in loaded:
            answer = self.api.get(path, **asked)
            assert answer.status_code == 200, (path, answer.content)
            loaded[key] = answer.json()
        return loaded[key]

    def note(self, loaded: Loaded) -> None:
        """What has come since, and what a load gives now."""
        came = frames(self.topic, self.seq)
        if came:
            self.seq = came[-1]["seq"]
            self.steps.append({"frames": came, "after": self.load(loaded)})

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
        loaded: Loaded = {}
        for page in pages:
            page.note(loaded)
    assert all(page.steps for page in pages)
    return [page.told() for page in pages]
