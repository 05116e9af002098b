"""A mail server and a push service such as others run: they take what comes, or say that they cannot now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from tests.faults.links import Loop

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Letter:
    """What was taken for somebody, with every word that its reader sees, and when."""

    to: str
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Push:
    """What was taken for a browser, sealed, and when."""

    path: str
    body: bytes
    at: float


class Outside:
    """Both of them, in the loop of the links."""

    def __init__(self, loop: Loop) -> None:
        self.takes = True
        self.letters: list[Letter] = []
        self.pushed: list[Push] = []
        self.refused = 0
        self._loop = loop
        self._servers = [loop.run(self._serve(talk), 10) for talk in (self._post, self._push)]
        self.mail, self.push = (one.sockets[0].getsockname()[1] for one in self._servers)

    def letters_to(self, address: str, words: Collection[str], since: float) -> list[Letter]:
        """Those that came later and in which one of the words stands."""
        came = [one for one in self.letters if one.to == address and one.at > since]
        return [one for one in came if any(word in one.text for word in words)]

    def close(self) -> None:
        for server in self._servers:
            self._loop.loop.call_soon_threadsafe(server.close)

    async def _serve(self, talk: Talk) -> asyncio.Server:
        return await asyncio.start_server(talk, "127.0.0.1", 0)

    async def _post(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """RFC 5321, as far as one letter after the other needs it."""
        writer.write(b"220 outside\r\n")
        people: list[str] = []
        while line := await reader.readline():
            verb, _space, rest = line.decode().strip().partition(" ")
            answer = "250 well"
            if verb.upper() == "RCPT" and not self.takes:
                self.refused += 1
                answer = "451 later"
            elif verb.upper() == "RCPT":
                people.append(rest.partition("<")[2].partition(">")[0])
            elif verb.upper() == "DATA":
                writer.write(b"354 go on\r\n")
                raw = await reader.readuntil(b"\r\n.\r\n")
                text, at = _words(raw), time.monotonic()
                self.letters += [Letter(one, text, at) for one in people]
                people.clear()
            writer.write(f"{answer}\r\n".encode())
            if verb.upper() == "QUIT":
                break
        writer.close()

    async def _push(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = next(line for line in head.lower().split("\r\n") if line.startswith("content-length:"))
        body = await reader.readexactly(int(length.partition(":")[2]))
        if self.takes:
            self.pushed.append(Push(head.split()[1], body, time.monotonic()))
        else:
            self.refused += 1
        said = "201 Created" if self.takes else "503 Service Unavailable"
        writer.write(f"HTTP/1.1 {said}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        writer.close()


def _words(raw: bytes) -> str:
    letter = BytesParser(policy=default).parsebytes(raw)
    assert isinstance(letter, EmailMessage)
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(letter["Subject"]), *parts])
