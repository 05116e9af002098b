"""Threads each of which somebody is about to lose, by another way, while somebody else keeps it.

Both hear it at a socket, search, open its file by a link that they were given before and by a new one, print
it, take it along, and are told of it by e-mails, digests and pushes.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from celery import Celery
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.faults.clients import Reply, request
from tests.faults.listeners import Heard, Listener
from tests.faults.stack import COOKIE, Person, Stack
from tests.faults.ways import GOES_ON, MARKS, SHARED
from tests.notifications.phones import CURVE, opened
from viche.config.environment import build_broker_url
from viche.kernel.ids import uuid7

PATIENCE = 60.0
API = "/api/v1"
JOBS = ("kernel.deliver_events", "notifications.send_emails", "notifications.push")
BOUNDARY = "part-of-a-form"


@dataclass(slots=True)
class Case:
    """A thread, its mark (a word that stands in whatever is said of it), and how somebody loses it."""

    way: str
    web: str
    leaver: Person
    mark: str
    thread: str = ""
    before: str = ""  # in which it was said, where it went on in another one
    other: str = ""  # in which it will go on
    glass: str = ""
    version: int = 1
    file: str = ""
    links: dict[str, str] = field(default_factory=dict)  # by who was given them
    shares: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # ids of messages
    ears: dict[str, Listener] = field(default_factory=dict)
    ended: float = math.inf

    @property
    def name(self) -> str:
        return f"{self.way} at {self.web}"

    @property
    def knowing(self) -> dict[str, list[str]]:
        """What whoever writes where anybody reads says with it."""
        return {"confirmed": ["public"]} if self.way == "public" else {}


@dataclass(slots=True)
class Phone:
    """A browser that reads what is pushed to it."""

    path: str
    private: ec.EllipticCurvePrivateKey
    secret: bytes

    @classmethod
    def new(cls, name: str) -> Phone:
        return cls(f"/push/{name}", ec.generate_private_key(CURVE), os.urandom(16))


class Losing:
    """All of it, on one deployment: at `web1`, and at `web2`, whose channel layer is cut."""

    def __init__(self, stack: Stack, facts: Mapping[str, Any]) -> None:
        self.stack = stack
        self.group, self.other = facts["group"], facts["other"]
        self.organisations: Mapping[str, str] = facts["organisations"]
        people = {name: Person(**one) for name, one in facts["people"].items()}
        self.facilitator, self.administrator = people["facilitator"], people["administrator"]
        self.speaker, self.keeper = people["secretary"], people["teacher"]
        self.coordinator, self.officer = people["coordinator"], people["dpo"]
        self.phones: dict[str, Phone] = {}
        self.cases = [
            Case(way, web, Person(**facts["leavers"][name]), f"mark{name}")
            for name, (way, web) in MARKS.items()
        ]
        self._hearing: list[asyncio.Task[None]] = []
        self._sender = Celery(broker=build_broker_url(f"unix://{stack.data.sockets / 'valkey.sock'}?db=0", 1))

    # Asking

    async def ask(
        self, case: Case, by: Person | None, method: str, path: str, body: Any = None, **headers: str
    ) -> Reply:
        """One request to the process at which this case is tried."""
        port, key = self.stack.ports[case.web], {"Idempotency-Key": str(uuid7())}
        told = {**(key if method == "POST" else {}), **headers}
        return await request(port, by, method, path, body=body, headers=told, patience=PATIENCE)

    async def must(
        self, case: Case, by: Person | None, method: str, path: str, body: Any = None, **how: str
    ) -> Any:
        """The same, where it must go well."""
        reply = await self.ask(case, by, method, API + path, body, **how)
        assert reply.status < 300, (case.name, method, path, reply)
        return reply.body

    def each(self, work: Callable[[Case], Coroutine[Any, Any, Any]], cases: list[Case] | None = None) -> None:
        """Do something for each of the threads, all at once."""

        async def all_of_them() -> None:
            await asyncio.gather(*(work(case) for case in cases or self.cases))

        self.stack.loop.run(all_of_them(), 300)

    # Before

    async def open(self, case: Case) -> None:
        """The thread with its file, and both who listen to it."""
        audience: dict[str, Any] = {}
        if case.way in ("audience", "glass"):
            names = ("ngo", "council", "school", *(["market"] if case.way == "audience" else []))
            named = [self.organisations[name] for name in names]
            audience = {"visibility": "restricted", "organisations": named}
        # What stays behind of one that goes on in another one keeps its title, and its readers.
        title = "Укриття" if case.way in GOES_ON else f"Укриття {case.mark}"
        said = {"title": title, "purpose": "deliberate", **audience}
        thread = await self.must(case, self.facilitator, "POST", f"/groups/{self.group}/threads", said)
        case.thread, case.version = thread["id"], thread["version"]
        if case.way in SHARED:
            await self.share(case, timedelta(hours=1))
        if case.way == "merged":
            case.other = await self.open_another(case)
        if case.way == "split":
            said = {"client_id": str(uuid7()), "body": "Це залишиться тут"}
            await self.must(case, self.speaker, "POST", f"/threads/{case.thread}/messages", said)
        if case.way == "glass":
            await self.let_in(case)
        if case.way == "public":
            path, now = f"/threads/{case.thread}/publication", {"If-Match": f'"{case.version}"'}
            await self.must(case, self.facilitator, "PUT", path, {}, **now)
        await self.bring(case)
        for one in (case.leaver, self.keeper):
            if case.way != "public" or one is self.keeper:
                await self.attend(case, one)

    async def attend(self, case: Case, one: Person) -> None:
        """Follow the thread, begin to write in it, have a link to its file, and hear it; with a phone."""
        path, first = f"/threads/{case.thread}", {"If-Match": '"0"'}
        await self.must(case, one, "PUT", f"{path}/attention", {"level": "all"})
        await self.must(case, one, "PUT", f"{path}/draft", {"body": "Чернетка"}, **first)
        case.links[one.id] = (await self.must(case, one, "POST", f"/files/{case.file}/link"))["url"]
        others = [f"thread:{case.other}"] if case.other else []
        also = (*others, f"group:{self.group}", f"user:{one.id}")
        ear = Listener(one, self.stack.door, case.thread, self.stack.ports[case.web], also)
        await ear.enter()
        await ear.tell("presence")
        case.ears[one.id] = ear
        self._hearing.append(asyncio.create_task(ear.hear()))
        if one is case.leaver:
            await self.switch_on(case, one)

    async def let_in(self, case: Case) -> None:
        """In an emergency: they ask, an officer agrees."""
        said = {"container_type": "thread", "container_id": case.thread, "reason": "Загроза життю"}
        asked = await self.must(case, None, "POST", "/break-glass", said, **self.page_of(case.leaver))
        case.glass = asked["id"]
        path = f"/break-glass/{case.glass}/approval"
        await self.must(case, None, "POST", path, {"note": "Згода"}, **self.page_of(self.officer))

    async def open_another(self, case: Case) -> str:
        """One that is shared, too: what would take it from who reads only the first is refused."""
        said = {"title": f"Інше укриття {case.mark}", "purpose": "deliberate"}
        thread = await self.must(case, self.facilitator, "POST", f"/groups/{self.group}/threads", said)
        await self.share(case, timedelta(hours=1), thread["id"])
        return str(thread["id"])

    async def bring(self, case: Case) -> None:
        form = [
            f"--{BOUNDARY}",
            'Content-Disposition: form-data; name="file"; filename="акт.txt"',
            "Content-Type: text/plain",
            "",
            f"Акт {case.mark}",
            f"--{BOUNDARY}--",
            "",
        ]
        how = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        body = "\r\n".join(form).encode()
        case.file = (await self.must(case, self.speaker, "POST", "/files", body, **how))["id"]
        await self.say(case, attachments=[{"file_id": case.file}])

    async def share(self, case: Case, lasts: timedelta, thread: str = "") -> None:
        until = (datetime.now(tz=UTC) + lasts).isoformat()  # noqa: TID251
        said = {"person": case.leaver.id, "access": "read", "until": until, "reason": "Порада"}
        path = f"/threads/{thread or case.thread}/shares"
        share = await self.must(case, self.facilitator, "POST", path, said)
        case.shares.append(share["id"])

    async def switch_on(self, case: Case, one: Person) -> None:
        """Have news pushed to a phone, from the page."""
        phone = self.phones[one.id] = Phone.new(one.id)
        page = self.page_of(one)
        path = f"{API}/me/push-subscriptions"
        key = (await self.ask(case, None, "GET", f"{path}/key", **page)).body["key"]
        point = phone.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        said = {
            "endpoint": f"http://127.0.0.1:{self.stack.outside.push}{phone.path}",
            "p256dh": _b64(point),
            "auth": _b64(phone.secret),
            "key": key,
        }
        made = await self.ask(case, None, "POST", path, said, **page)
        assert made.status == 201, made

    def page_of(self, one: Person) -> dict[str, str]:
        """The headers of a page in which somebody is signed in."""
        return {
            "Cookie": f"{COOKIE}={one.session}; viche_csrf={'a' * 32}",
            "X-CSRFToken": "a" * 32,
            "Origin": f"http://localhost:{self.stack.door}",
        }

    async def say(self, case: Case, **facts: Any) -> None:
        """Somebody says something in the thread."""
        said = {"client_id": str(uuid7()), "body": f"Сказано: {case.mark}", **case.knowing, **facts}
        path = f"/threads/{case.thread}/messages"
        case.said.append((await self.must(case, self.speaker, "POST", path, said))["id"])

    async def stir(self, case: Case) -> None:
        """Whoever keeps the thread reads what is there, and types."""
        await case.ears[self.keeper.id].tell("typing")
        first = {"ranges": [[1, 1]]}
        await self.must(case, self.keeper, "PUT", f"/threads/{case.before or case.thread}/read", first)

    async def say_what_must_be_read(self, case: Case) -> None:
        await self.say(case)
        await self.must(case, self.facilitator, "PUT", f"/messages/{case.said[-1]}/must-read", {})

    # The end

    async def end(self, case: Case) -> None:
        """Take the thread away from who loses it."""
        thread, by = f"/threads/{case.thread}", self.facilitator
        now = {"If-Match": f'"{(await self.must(case, by, "GET", thread))["version"]}"'}
        stay = [self.organisations[name] for name in ("ngo", "council")]
        chosen = {"visibility": "restricted", "organisations": stay, "people": [self.keeper.id]}
        if case.way == "seat":
            path = f"/groups/{self.group}/members/{case.leaver.seat}"
            await self.must(case, by, "DELETE", path, {"reason": "Інша робота"})
        elif case.way in ("audience", "restricted"):
            await self.must(case, by, "PUT", f"{thread}/audience", chosen, **now)
        elif case.way == "moved":
            said = {"group": self.other, "reason": "Там відповідають"}
            await self.must(case, by, "POST", f"{thread}/moves", said, **now)
        elif case.way == "merged":
            said = {"into": case.other, "reason": "Про одне й те саме"}
            await self.must(case, by, "POST", f"{thread}/merges", said, **now)
            case.before, case.thread = case.thread, case.other
            await self.must(case, by, "DELETE", f"/guest-shares/{case.shares[1]}")
        elif case.way == "split":
            numbers = list(range(2, len(case.said) + 2))
            said = {"numbers": numbers, "title": f"Окремо {case.mark}", "reason": "Інше питання"}
            into = await self.must(case, by, "POST", f"{thread}/splits", said, **now)
            case.before, case.thread = case.thread, into["id"]
        elif case.way == "public":
            await self.must(case, by, "DELETE", f"{thread}/publication")
        else:
            await self.end_at_a_desk(case)
        case.ended = time.monotonic()

    async def end_at_a_desk(self, case: Case) -> None:
        """Somebody does it who need not see the thread."""
        if case.way == "mandate":
            path = f"/mandates/{case.leaver.mandate}"
            page = self.page_of(self.coordinator)
            version = (await self.must(case, None, "GET", path, **page))["version"]
            said = {"to": "ended", "reason": "Інша посада"}
            now = {"If-Match": f'"{version}"'}
            await self.must(case, None, "POST", f"{path}/transitions", said, **page, **now)
        elif case.way == "glass":
            await self.must(case, None, "DELETE", f"/break-glass/{case.glass}", **self.page_of(self.officer))
        else:
            path = f"/people/{case.leaver.id}/deactivation"
            page = self.page_of(self.administrator)
            await self.must(case, None, "POST", path, {"reason": "Звільнено"}, **page)

    async def let_run_out(self, case: Case) -> None:
        """What was shared for an hour is shared for a moment now, and then it is over by itself."""
        lasts = timedelta(seconds=2)
        case.ended = time.monotonic() + lasts.total_seconds()
        await self.share(case, lasts)
        await self.must(case, self.facilitator, "DELETE", f"/guest-shares/{case.shares[0]}")

    # What gets through

    def came(self, case: Case, one: Person, since: float) -> set[str]:
        """What came to somebody's socket, phone and mailbox since then."""
        if one.id not in case.ears:
            return set()
        ways = {_way_of(case, frame) for frame in case.ears[one.id].heard if frame.at > since}
        if self.mailed(case, one, since):
            ways.add("letter")
        if self.pushed(case, one, since):
            ways.add("push")
        return ways - {""}

    async def opened(self, case: Case) -> list[str]:
        """What who lost the thread still reads of the news of it that came before."""
        ids = [str(pk) for (pk,) in self.stack.sql(_news_of(case))]
        replies = [await self.ask(case, case.leaver, "GET", f"{API}/notifications/{pk}") for pk in ids]
        assert ids or case.way == "public", case.name
        return [pk for pk, reply in zip(ids, replies, strict=True) if reply.status < 300]

    def pushed(self, case: Case, one: Person, since: float) -> int:
        """How much news of the thread a phone was told since then: one push tells of all that waited, and
        names the newest.
        """
        phone = self.phones[one.id]
        came = [push for push in self.stack.outside.pushed if push.path == phone.path and push.at > since]
        if not came:
            return 0
        named = {json.loads(opened(push.body, phone.private, phone.secret))["id"] for push in came}
        ours = {str(pk) for (pk,) in self.stack.sql(_news_of(case, one))}
        at = datetime.now(tz=UTC) - timedelta(seconds=time.monotonic() - since)  # noqa: TID251
        went = f"channel = 'push' AND state = 'sent' AND sent_at > '{at.isoformat()}'"
        told = f"notification_id IN ({_news_of(case, one)})"
        ((count,),) = self.stack.sql(f"SELECT count(*) FROM notifications_delivery WHERE {went} AND {told}")
        return max(len(named & ours), int(count))

    def mailed(self, case: Case, one: Person, since: float) -> int:
        """How many letters about the thread came to somebody since then: with its mark, or leading to it."""
        return len(self.stack.outside.letters_to(one.name, (case.mark, case.thread), since))

    # Time

    def hurry(self) -> None:
        """Whatever waits for its hour, for more to come with it or for another try (not while
        nothing is taken: it would be given up after some) is due now; the worker is told to look.
        """
        waits = "next_try_at > now()" if self.stack.outside.takes else "next_try_at > now() AND attempts = 0"
        for table in ("notifications_delivery", "notifications_mail"):
            self.stack.sql(f"UPDATE {table} SET next_try_at = now() WHERE {waits}")
        for job in JOBS:
            self._sender.send_task(job)

    def until(self, condition: Callable[[], bool], what: Callable[[], str], seconds: float = 180.0) -> None:
        """Wait for it, in a hurry."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, what()
            self.hurry()
            time.sleep(1.0)

    def close(self) -> None:
        self._sender.close()
        self.stack.loop.run(self._hang_up(), 60)

    async def _hang_up(self) -> None:
        for case in self.cases:
            for ear in case.ears.values():
                await ear.leave()
        for task in self._hearing:
            task.cancel()
        await asyncio.gather(*self._hearing, return_exceptions=True)


def _way_of(case: Case, frame: Heard) -> str:
    """What of the thread a frame tells, if anything. What somebody hears of themselves names it by its id."""
    place, _colon, which = frame.topic.partition(":")
    if case.mark not in frame.text and (place == "user" or case.thread not in frame.text):
        return ""
    if place != "thread":
        return f"{place}’s frame"
    if case.before and which == case.before and case.mark not in frame.text:
        return ""
    return {"event": "frame", "head": "head"}.get(frame.kind, "stir")


def _b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _news_of(case: Case, one: Person | None = None) -> str:
    """The statement that finds the news of a thread for one of both."""
    whose = (one or case.leaver).id
    return (
        "SELECT told.id FROM notifications_notification told JOIN dialogue_message said"
        f" ON said.id = told.subject_id WHERE told.person_id = '{whose}' AND said.thread_id = '{case.thread}'"
    )
