"""A line that is cut in the middle of a file, and a web process that is killed: what was said to be here is
here, once, and the file that comes of it is the one that was sent.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from random import Random

import pytest

from tests.faults.clients import LOST, Reply, request
from tests.faults.stack import WEBS, Community, Person, Stack

pytestmark = pytest.mark.slow
TUS = {"Tus-Resumable": "1.0.0"}
PATIENCE = 10.0


class Bringer:
    """Somebody who brings a file part by part, and goes on wherever it stands."""

    def __init__(self, stack: Stack, person: Person, content: bytes, random: Random) -> None:
        self.stack, self.person, self.content, self.random = stack, person, content, random
        self.at = ""
        self.acknowledged = 0  # bytes of which the server has said that they are here
        self.saved = 0  # cut parts of which something is here

    async def ask(self, method: str, path: str, **headers: str) -> Reply:
        """Until somebody answers."""
        while True:
            with suppress(*LOST):
                reply = await request(self.stack.door, self.person, method, path, headers={**TUS, **headers})
                if reply.status != 503:
                    return reply
            await asyncio.sleep(0.05)

    async def begin(self) -> None:
        name = b64encode("протокол.txt".encode()).decode()
        told = {"Upload-Length": str(len(self.content)), "Upload-Metadata": f"filename {name}"}
        self.at = (await self.ask("POST", "/api/v1/uploads", **told)).headers["location"]

    async def here(self) -> int:
        """How many bytes are here; never fewer than was said before."""
        port, head = self.stack.door, ""
        while " 200 " not in head:
            with suppress(*LOST):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                lines = f"HEAD {self.at} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n"
                said = f"Tus-Resumable: 1.0.0\r\nAuthorization: Bearer {self.person.token}\r\n\r\n"
                writer.write((lines + said).encode())
                async with asyncio.timeout(PATIENCE):
                    head = (await reader.read()).decode()
                writer.transport.abort()
            if " 200 " not in head:
                await asyncio.sleep(0.05)
        offset = int(head.lower().partition("upload-offset: ")[2].partition("\r\n")[0])
        assert offset >= self.acknowledged, f"{self.acknowledged} bytes were here, now {offset}"
        self.acknowledged = offset
        return offset

    async def send(self, offset: int, part: bytes, cut_after: int | None) -> None:
        """One part; the line is cut after so many bytes of it, or carries it whole."""
        port = self.stack.door
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            head = (
                f"PATCH {self.at} HTTP/1.1\r\nHost: localhost:{port}\r\nTus-Resumable: 1.0.0\r\n"
                f"Authorization: Bearer {self.person.token}\r\nUpload-Offset: {offset}\r\n"
                f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(part)}\r\n\r\n"
            )
            writer.write(head.encode() + (part if cut_after is None else part[:cut_after]))
            async with asyncio.timeout(PATIENCE):
                await writer.drain()
                if cut_after is not None:
                    # Some of it reaches the server before the line ends.
                    await asyncio.sleep(self.random.uniform(0, 0.05))
                    return
                answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            if answer.startswith("http/1.1 204"):
                self.acknowledged = int(answer.partition("upload-offset: ")[2].partition("\r\n")[0])
        finally:
            writer.transport.abort()

    async def bring(self, cut_share: float) -> Reply:
        """All of it, with so many of the parts cut; returns what came of it."""
        await self.begin()
        while (offset := await self.here()) < len(self.content):
            part = self.content[offset : offset + self.random.randint(1, 400_000)]
            is_cut = self.random.random() < cut_share
            with suppress(*LOST):
                await self.send(offset, part, self.random.randint(0, len(part)) if is_cut else None)
            self.saved += is_cut and await self.here() > offset
        return await self.ask("POST", f"{self.at}/file")


def a_text(random: Random, size: int) -> bytes:
    return bytes(random.choices(b"abcdefghij klmnop\n", k=size))


async def whole(stack: Stack, person: Person, file_id: str) -> bytes:
    reply = await request(stack.door, person, "GET", f"/api/v1/files/{file_id}/content", patience=PATIENCE)
    assert reply.status == 200
    return bytes(reply.body)


def test_a_line_that_is_cut_again_and_again(
    stack: Stack, community: Community, seed: int, long: bool
) -> None:
    """At any byte: the file goes on from there, through either of two web processes."""
    random = Random(seed)
    bringers = [
        Bringer(stack, person, a_text(random, random.randint(1, 4_000_000)), random)
        for person in community.people[: 12 if long else 3]
    ]

    async def all_of_them() -> None:
        for bringer in bringers:
            reply = await bringer.bring(cut_share=0.7)
            assert reply.status == 201, reply
            got = await whole(stack, bringer.person, reply.body["id"])
            assert sha256(got).digest() == sha256(bringer.content).digest()

    stack.loop.run(all_of_them(), 300 if long else 90)
    assert sum(one.saved for one in bringers) > 0, "of a part that was cut nothing was ever kept"
    assert stack.sql("SELECT count(*) FROM files_uploadpart") == [(0,)]


def test_a_web_process_is_killed_in_the_middle(
    stack: Stack, community: Community, seed: int, long: bool
) -> None:
    """Nothing that was said to be here is lost, and nothing is here twice."""
    random = Random(seed + 1)
    bringer = Bringer(stack, community.people[3], a_text(random, 3_000_000), random)
    done = asyncio.Event()

    async def killing() -> None:
        for turn in range(30 if long else 2):
            await asyncio.sleep(random.uniform(0.05, 0.4))
            if done.is_set():
                return
            await asyncio.to_thread(stack.restart, WEBS[turn % 2])

    async def both() -> Reply:
        beside = asyncio.create_task(killing())
        try:
            return await bringer.bring(cut_share=0.3)
        finally:
            done.set()
            await beside

    reply = stack.loop.run(both(), 300 if long else 120)
    stack.heal()
    assert reply.status == 201, reply
    got = stack.loop.run(whole(stack, bringer.person, reply.body["id"]), 30)
    assert sha256(got).digest() == sha256(bringer.content).digest()
