"""People who look after every step of a history: each reads over REST, may write, and hears at a socket that
stays open, what a rule says and nothing else.
"""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import ClassVar
from uuid import UUID

from websockets.exceptions import ConnectionClosed

from dialogue.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from tests.cast import World
from tests.dialogue.helpers import say
from tests.groups.initiative_groups.test_api import Browser
from tests.realtime.client import Client, Frame
from tests.realtime.conftest import Enter
from viche.kernel.ids import uuid7

NAMES = ("officer", "teacher", "observer", "outsider")
# Who looks: these, who leads the group, and who holds the office of its hromada at times.
LOOKING = (*NAMES, "facilitator", "coordinator")
PATIENCE = 20  # seconds for all that everybody asks after a step


class Onlookers:
    """The rule is `reads`: which of the topics somebody reads, `writes`, in which threads they write; and
    `office`, by which the coordinator sees the card of the group.
    """

    enter: ClassVar[Enter]
    world: World
    first: Thread
    second: Thread
    suspended: bool
    office: UUID | None  # of the coordinator
    steps: int
    off: set[str]
    clients: dict[str, Client]

    def reads(self, name: str) -> dict[str, bool]:
        raise NotImplementedError

    def writes(self, name: str) -> tuple[bool, bool]:
        raise NotImplementedError

    def agree(self) -> None:
        """Everybody reads and hears what the rule says, and nothing else, and nobody waits for long."""
        before, self.steps = monotonic(), self.steps + 1
        rights = {name: self.reads(name) for name in LOOKING}
        for name in LOOKING:
            self.check_rest(name, rights[name])
            self.check_writing(name)
        told = self.tell()
        for name in LOOKING:
            self.check_socket(name, rights[name], told)
        assert monotonic() - before < PATIENCE, "what hangs keeps everybody waiting"

    def hold_no_more(self) -> None:
        """What has run out is over for everybody before any job looks; what has begun may wait for one."""
        rights, told = {name: self.reads(name) for name in LOOKING}, self.tell()
        for topic in told:
            # Whoever leads hears everything, and nobody hears it later.
            self.await_word(self.clients["facilitator"], told[topic])
        for name in LOOKING:
            browser = Browser(self.world.people[name])
            lost = [topic for topic, reads in rights[name].items() if not reads]
            for topic in lost:
                self.check_reading(browser, name, topic, reads=False)
            self.check_writing(name, exactly=False)
            if (client := self.clients.get(name)) is None:
                continue
            stays = self.rest_of(client) is not None
            assert stays or len(lost) == len(rights[name]), f"{name} still reads and has lost the socket"
            for topic in (one for one in told if one in lost):
                assert told[topic] not in str(client.frames), f"{name} still hears {topic}"

    def check_rest(self, name: str, rights: dict[str, bool]) -> None:
        browser = Browser(self.world.people[name])
        for topic, reads in rights.items():
            self.check_reading(browser, name, topic, reads=reads)
        for place in () if name in self.off else ("threads", "action-items"):
            listed = {one["id"] for one in browser.get(place)["items"]}
            kind = place.partition("-")[0].rstrip("s")
            expected = {topic.partition(":")[2] for topic, reads in rights.items() if reads and kind in topic}
            assert listed == expected, f"{name} lists {place}"

    def check_reading(self, browser: Browser, name: str, topic: str, *, reads: bool) -> None:
        kind, _colon, pk = topic.partition(":")
        place = {"group": "groups", "thread": "threads", "action": "action-items"}[kind]
        status, _body = browser.ask("GET", f"{place}/{pk}")
        sees = reads or (kind == "group" and name == "coordinator" and self.office is not None)
        wanted = 401 if name in self.off else 200 if sees else 404
        assert status == wanted, f"{name} reads {topic}: {status}, not {wanted}"

    def check_writing(self, name: str, *, exactly: bool = True) -> None:
        # Who is switched off is not let in, so that no policy is asked.
        if name in self.off:
            page, words = Browser(self.world.people[name]), {"client_id": str(uuid7()), "body": "Чи я тут?"}
            for thread in (self.first, self.second):
                assert page.ask("POST", f"threads/{thread.pk}/messages", words)[0] == 401, f"{name} writes"
            return
        actor = self.world.actor(name)
        for thread, wanted in zip((self.first, self.second), self.writes(name), strict=True):
            found = Thread.objects.select_related("group").get(pk=thread.pk)
            writes = ThreadPolicy().can(actor, Action.POST, found)
            assert writes == wanted or (wanted and not exactly), (
                f"{name} writes in {found.title_uk}: {writes}"
            )

    def tell(self) -> dict[str, str]:
        """Say something in both threads; the messages by their topic. A suspended group says nothing."""
        if self.suspended:
            return {}
        said = {"first": self.first, "second": self.second}
        return {
            f"thread:{thread.pk}": str(say(self.world, "facilitator", thread, body=f"Слово {what}").pk)
            for what, thread in said.items()
        }

    def check_socket(self, name: str, rights: dict[str, bool], told: dict[str, str]) -> None:
        """What was said since the step has come to whoever may hear it, and will come to nobody else."""
        client = self.clients.pop(name, None)
        if client is not None:
            for topic in (one for one in told if rights[one] and one in self.heard_by(client)):
                self.await_word(client, told[topic])
            client = self.end_of(client) if name in self.off else self.rest_of(client)
        if client is None and name not in self.off:
            client = type(self).enter(self.world.people[name])
        if client is None:
            return
        self.subscribe(client, name, rights)
        self.clients[name] = client
        for topic in (one for one in told if not rights[one]):
            assert told[topic] not in str(client.frames), f"{name} hears {topic}"

    def await_word(self, client: Client, words: str) -> None:
        # What topic speaks first is nobody's promise.
        if not any(_holds(words, frame) for frame in client.frames):
            client.until(partial(_holds, words))

    def heard_by(self, client: Client) -> set[str]:
        """The topics to which a socket has subscribed and whose end it was not told."""
        found: set[str] = set()
        for frame in client.frames:
            if frame["type"] == "subscribed":
                found.add(frame["topic"])
            if frame["type"] == "revoked":
                found.discard(frame["topic"])
        return found

    def rest_of(self, client: Client) -> Client | None:
        """Take in all that was on its way; None where the socket was closed."""
        try:
            client.ask("ping")
        except ConnectionClosed:
            return None
        return client

    def end_of(self, client: Client) -> Client | None:
        """Wait until the socket is closed: without Valkey, only the next poll closes it."""
        client.closed()
        return None

    def subscribe(self, client: Client, name: str, rights: dict[str, bool]) -> None:
        for topic, reads in rights.items():
            if topic in self.heard_by(client):
                continue
            answer = client.ask("subscribe", topic=topic)
            wanted = "subscribed" if reads else "error"
            assert answer["type"] == wanted, f"{name} at {topic}: {answer}"


def _holds(words: str, frame: Frame) -> bool:
    return words in str(frame)
