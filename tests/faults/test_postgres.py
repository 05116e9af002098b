"""PostgreSQL has no connection left, or a disk has no room: it is said so, and all goes on later."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.faults.clients import LOST, Reply, request
from tests.faults.disks import full
from tests.faults.stack import COOKIE, Community, Person, Stack
from tests.faults.trial import MakeTrial, Trial
from tests.files.samples import picture

pytestmark = pytest.mark.slow
TERMINATE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> ALL(%s)
"""
ANSWERED_WITHIN = 8.0  # seconds: the pool waits for a connection for two, and some wait behind others
SETTLED_FOR = 1.0  # second in which nobody else got a connection
BACK_WITHIN = 4.0  # seconds after PostgreSQL answers again


@contextmanager
def every_connection_taken(stack: Stack) -> Iterator[None]:
    """Takes all that PostgreSQL gives, also those that the programs had.

    Who is let in or sent away at this moment holds a place that nobody sees: it is tried until that has been
    over for a while.
    """
    with ExitStack() as held:
        lines: list[psycopg.Connection] = []
        taken = time.monotonic()
        while time.monotonic() < taken + SETTLED_FOR:
            with suppress(psycopg.OperationalError):
                while True:
                    line = psycopg.connect(stack.address, autocommit=True)
                    lines.append(held.enter_context(line))
                    taken = time.monotonic()
            own = [line.info.backend_pid for line in lines]
            if lines[0].execute(TERMINATE, [own]).rowcount:
                taken = time.monotonic()
        yield


async def ask(stack: Stack, community: Community, thread: str) -> list[Reply]:
    """Readers, a writer, one with a cookie, and a stranger, all at once."""
    reader, stranger = community.people[0], Person("", "nobody", "viche_pat_" + "x" * 43, "")
    path = f"/api/v1/threads/{thread}"
    cookie = {"Cookie": f"{COOKIE}={reader.session}"}
    message = {"client_id": "2f0f9a3e-0000-4000-8000-000000000001", "body": "Чи чути?"}
    asked = [
        request(stack.door, reader, "GET", path, patience=ANSWERED_WITHIN),
        request(stack.door, reader, "POST", f"{path}/messages", body=message, patience=ANSWERED_WITHIN),
        request(stack.door, None, "GET", path, headers=cookie, patience=ANSWERED_WITHIN),
        request(stack.door, None, "GET", "/api/v1/me", headers=cookie, patience=ANSWERED_WITHIN),
        request(stack.door, stranger, "GET", path, patience=ANSWERED_WITHIN),
        request(stack.door, None, "GET", "/readyz", patience=ANSWERED_WITHIN),
    ]
    return list(await asyncio.gather(*asked))


def test_out_of_connections(stack: Stack, community: Community, trial: MakeTrial) -> None:
    """503 with Retry-After to everybody: nobody is let in, nobody is told that they are signed out."""
    crowd = trial(6)
    crowd.start(1)
    crowd.wait_for(10)
    with every_connection_taken(stack):
        heard = crowd.history.deliveries
        replies = crowd.on_loop(ask(stack, community, crowd.threads[0]), 60)
        assert [reply.status for reply in replies] == [503] * len(replies), replies
        for reply in replies[:-1]:
            assert int(reply.headers["retry-after"]) > 0
            assert reply.body["code"] == "unavailable"
        assert crowd.history.deliveries == heard, "delivered what it could not confirm"
    crowd.wait_for(20)
    crowd.finish()


def test_disk_full(stack: Stack, trial: MakeTrial) -> None:
    """What was acknowledged stays, what finds no room is sent again, and all goes on once there is some."""
    crowd = trial(8)
    crowd.start(1)
    crowd.wait_for(30)
    with full(stack.disks["postgres"]):
        until = time.monotonic() + 20
        while stuck(crowd) < 8 and time.monotonic() < until:
            time.sleep(0.1)
        assert stuck(crowd) >= 8, "the disk was never full"
    stack.heal()
    crowd.wait_for(30)
    crowd.finish()


def stuck(crowd: Trial) -> int:
    """Messages that were sent in vain at least twice."""
    return sum(one.tries > 1 and not one.answers for one in crowd.history.attempts.values())


def test_no_room_for_files(stack: Stack, community: Community) -> None:
    """A file that does not fit is refused and leaves nothing behind; the next one is taken."""
    media = stack.data.folder / "media"
    before = files(media)
    with full(stack.disks["media"]):
        refused = upload(stack, community.people[0])
        assert refused.status in (503, 507), refused
        assert int(refused.headers["retry-after"]) > 0
        assert files(media) == before
    assert upload(stack, community.people[0]).status == 201


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def upload(stack: Stack, person: Person) -> Reply:
    mark = b"--border"
    head = b'Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    body = mark + b"\r\n" + head + picture("PNG") + b"\r\n" + mark + b"--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=border"}
    work = request(stack.door, person, "POST", "/api/v1/files", body=body, headers=kind, patience=10)
    with suppress(*LOST):
        return stack.loop.run(work, 15)
    pytest.fail("nobody answers")


def test_no_room_for_logs(stack: Stack, trial: MakeTrial) -> None:
    """Programs whose log cannot be written go on."""
    crowd = trial(6)
    log = stack.data.logs / "web.log"
    with full(stack.disks["logs"]):
        fill_page(log)
        size = log.stat().st_size
        crowd.start(1)
        stack.valkey("CLIENT KILL TYPE pubsub")  # something to write down
        crowd.wait_for(30)
        crowd.finish()
        assert log.stat().st_size == size


def fill_page(file: Path) -> None:
    """Up to the next piece of a full disk: what it has given once it does not refuse."""
    with file.open("ab") as end:
        end.write(b"\n" * (-file.stat().st_size % resource.getpagesize()))


def test_back_soon_after_an_outage(stack: Stack, trial: MakeTrial, long: bool) -> None:
    """However long the database was away, messages are taken soon after it is back."""
    crowd = trial()
    crowd.start()
    crowd.wait_for(20)
    stack.kill("postgres")
    time.sleep(40.0 if long else 1.5)
    stack.start("postgres")
    assert crowd.wait_for(20) < BACK_WITHIN
    crowd.finish()
