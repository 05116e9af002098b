"""What somebody gets at of a thread, by each of the channels in which one asks for it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from tests.faults.ways import GOES_ON

if TYPE_CHECKING:
    from tests.faults.clients import Reply
    from tests.faults.losing import Case, Losing
    from tests.faults.stack import Person

API = "/api/v1"
Asked = dict[str, tuple[str, str]]


def _of_thread(case: Case, thread: str) -> Asked:
    """What is asked of one thread."""
    at, file = f"{API}/threads/{thread}", f"{API}/files/{case.file}"
    return {
        "thread": ("GET", at),
        "messages": ("GET", f"{at}/messages"),
        "message": ("GET", f"{API}/messages/{case.said[0]}"),
        "events": ("GET", f"{API}/events?topic=thread:{thread}&after=0"),
        "gist": ("GET", f"{at}/gist"),
        "catch-up": ("GET", f"{at}/catch-up"),
        "draft": ("GET", f"{at}/draft"),
        "paper": ("GET", f"{at}/paper"),
        "export": ("GET", f"{at}/export"),
        "file": ("GET", f"{file}/content"),
        "new link": ("POST", f"{file}/link"),
    }


def _of_all(case: Case, group: str) -> Asked:
    """What is asked of all threads, and answers for everybody."""
    cards = f"thread:{case.thread},message:{case.thread}:2"
    return {
        "link cards": ("GET", f"{API}/link-cards?refs={cards}"),
        "search": ("GET", f"{API}/search?q={case.mark}"),
        "today": ("GET", f"{API}/today"),
        "inbox": ("GET", f"{API}/notifications?limit=100"),
        "group’s catch-up": ("GET", f"{API}/groups/{group}/catch-up"),
        "group’s threads": ("GET", f"{API}/groups/{group}/threads?limit=100"),
        "announced threads": ("GET", f"{API}/groups/{group}/announced-threads"),
    }


def _of_strangers(case: Case, group: str) -> Asked:
    """What anybody may ask for."""
    at = f"{API}/public/threads/{case.thread}"
    return {
        "page": ("GET", at),
        "public messages": ("GET", f"{at}/messages"),
        "pages": ("GET", f"{API}/public/groups/{group}/threads"),
    }


async def reached(scene: Losing, case: Case, one: Person) -> set[str]:
    """By which channels somebody gets at the thread now."""
    asked = _of_thread(case, case.thread)
    ways = {name for name, said in asked.items() if (await scene.ask(case, one, *said)).status < 300}
    for name, said in _of_all(case, scene.group).items():
        if _tells(case, await scene.ask(case, one, *said)):
            ways.add(name)
    old = case.links.get(one.id)
    if old is not None and (await scene.ask(case, None, "GET", old)).status < 300:
        ways.add("old link")
    for who, reader in (("signed in", one), ("unsigned", None)):
        for name, said in _of_strangers(case, scene.group).items():
            if _tells(case, await scene.ask(case, reader, *said)):
                ways.add(f"{name}, {who}")
    return ways


async def left_behind(scene: Losing, case: Case, one: Person) -> set[str]:
    """What went on elsewhere and is still read in the thread that it was in."""
    if case.way not in GOES_ON:
        return set()
    asked = _of_thread(case, case.before)
    replies = {name: await scene.ask(case, one, *said) for name, said in asked.items()}
    return {f"{name} before" for name, reply in replies.items() if _told(case, reply)}


def _told(case: Case, reply: Reply) -> bool:
    return reply.status < 300 and case.mark in _words(reply.body)


def _tells(case: Case, reply: Reply) -> bool:
    return reply.status < 300 and any(one in _words(reply.body) for one in (case.thread, case.mark))


def _words(body: Any) -> str:
    """All that can be read in an answer, also in what is packed."""
    if not isinstance(body, bytes):
        return json.dumps(body, ensure_ascii=False)
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with ZipFile(io.BytesIO(body)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
