"""The hub: one per process. It hears every topic that somebody here listens to, and delivers in order.

Frames come from Redis and are only ever written to sockets, never awaited. What Redis loses, reorders or
never says is read from PostgreSQL. Nothing is delivered while the hub cannot be sure that access has not been
taken away (`viche.realtime.watch`).
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError

from viche.kernel.actor import Actor
from viche.kernel.events import heads
from viche.realtime.channels import ACCESS, PRESENCE, channel_of, topic_of
from viche.realtime.figures import Notes
from viche.realtime.frames import Wire, bundles, dump
from viche.realtime.identity import Arrival, arrivals_by_session
from viche.realtime.leave import Leave
from viche.realtime.limits import limits
from viche.realtime.line import Line, Message
from viche.realtime.outlet import TOO_FAR_BEHIND
from viche.realtime.pool import Batcher, Gathering, Pool
from viche.realtime.presence import Presence
from viche.realtime.publish import NEIGHBOURS
from viche.realtime.replay import Place, Replay, read_replays
from viche.realtime.subscriptions import Socket, Stream
from viche.realtime.watch import Watch

logger = logging.getLogger(__name__)

CONFIRMATION_PATIENCE = 1.0
AFTER_A_FAULT = 0.5  # seconds
IDLE, TOO_LATE = 4408, 1012


class Hub:
    def __init__(self) -> None:
        self.limits = limits()
        self._loop = asyncio.get_running_loop()
        self.time = self._loop.time
        self.sockets: set[Socket] = set()
        self.visitors = 0  # who is here or asks to come in
        self.people: dict[UUID, set[Socket]] = {}
        self.streams: dict[str, Stream] = {}
        self.pool = Pool(self.limits.threads, "realtime")
        self.line = Line(settings.REDIS_URL, heard=self._hear, changed=self._line_changed)
        self.heads: Batcher[str, int] = Batcher(self.pool, heads)
        self.replays: Batcher[Place, Replay] = Batcher(self.pool, self._read_replays)
        self.arrivals: Batcher[str, Arrival] = Batcher(self.pool, arrivals_by_session)
        # Commands that are carried out together, by their name and what they are about.
        self.gatherings: dict[tuple[str, str | None], Gathering[Any, Any]] = {}
        self.leave = Leave(self)
        self.presence = Presence(self)
        self.watch = Watch(self)
        self.notes = Notes(self)
        self.frames = 0  # written to sockets since the hub began
        self._changed: dict[Stream, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # Life

    def start(self) -> None:
        self.line.listen(ACCESS)
        NEIGHBOURS.append(self._overhear)
        for run in (self.line.run, self.watch.run, self._beat):
            self.background(_kept_up(run))

    def part(self) -> None:
        """Hear nothing any more of what this process says."""
        with suppress(ValueError):
            NEIGHBOURS.remove(self._overhear)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run beside, until it ends or the hub stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Close every socket (it comes back to another process) and end all work."""
        for socket in list(self.sockets):
            socket.outlet.close(TOO_LATE, "service restart")
        self.part()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.presence.stop()
        self.pool.stop()
        self.watch.stop()

    # Sockets

    def is_crowded(self, actor: Actor) -> bool:
        """Whether a person has as many sockets here as one may have."""
        return (
            actor.person_id is not None and len(self.people.get(actor.person_id, ())) >= self.limits.sockets
        )

    async def attach(self, socket: Socket, mark: int | None) -> None:
        """Take a socket whose sign-in was read while the watch stood at `mark`. Raises SignedOut if it ended.

        Access changes reach it from now on. If any came since `mark`, the sign-in is looked at again.
        """
        self.sockets.add(socket)
        if socket.actor.person_id is not None:
            self.people.setdefault(socket.actor.person_id, set()).add(socket)
        if mark is None or mark != self.watch.position:
            socket.doubts += 1
        await self.leave.vouch(socket)

    def detach(self, socket: Socket) -> None:
        """Forget a socket that has gone."""
        for subscription in list(socket.subscriptions.values()):
            self.leave.drop(subscription)
        self.sockets.discard(socket)
        person_id = socket.actor.person_id
        if person_id is not None and person_id in self.people:
            self.people[person_id].discard(socket)
            if not self.people[person_id]:
                del self.people[person_id]

    # Streams

    def stream(self, topic: str) -> Stream:
        """The stream of a topic; the first one who wants it opens it."""
        stream = self.streams.get(topic)
        if stream is None:
            stream = self.streams[topic] = Stream(topic)
            self.line.listen(channel_of(topic))
            stream.head_due = self.time() + random.uniform(0.5, 1) * self.limits.head  # noqa: S311 - spread
            stream.opening = asyncio.create_task(self._open(stream))
        return stream

    def release(self, stream: Stream) -> None:
        """Let go of a stream that nobody listens to any more."""
        if stream.watched or self.streams.get(stream.name) is not stream:
            return
        del self.streams[stream.name]
        self._changed.pop(stream, None)
        self.line.leave(channel_of(stream.name))

    async def opened(self, stream: Stream) -> None:
        """Wait until the stream knows where it starts. Raises what the database raised."""
        if stream.opening is not None:
            await asyncio.shield(stream.opening)

    async def _open(self, stream: Stream) -> None:
        # Subscribed first, so that nothing falls between the head that is read and the frames that are heard.
        try:
            await self.line.listening(channel_of(stream.name), CONFIRMATION_PATIENCE)
            stream.open(await self.heads.get(stream.name))
        except DatabaseError:
            self.streams.pop(stream.name, None)
            self.line.leave(channel_of(stream.name))
            raise
        stream.opening = None
        self._touch(stream)
        self.flush()

    # What comes in

    def _overhear(self, messages: Sequence[Message]) -> None:
        """From the thread that publishes in this process."""
        with suppress(RuntimeError):  # the loop may have ended
            self._loop.call_soon_threadsafe(self._hear, messages)

    def _hear(self, messages: Sequence[Message]) -> None:
        for channel, payload in messages:
            if channel == ACCESS:
                self.watch.nudge()
                continue
            topic = topic_of(channel)
            stream = self.streams.get(topic)
            if stream is None:
                continue
            if payload == PRESENCE:
                self.presence.look(topic)
            elif payload.startswith(b"{"):
                stream.whispers.append(payload)
            else:
                number, _space, frame = payload.partition(b" ")
                if frame:
                    stream.offer(int(number), frame)
                else:
                    stream.heard_of(int(number))
            self._touch(stream)
        self.flush()

    def _line_changed(self, up: bool) -> None:
        if up:
            # What was said while nobody heard is found by comparing heads.
            self.watch.nudge()
            self.presence.look_again()

    def learn(self, known: dict[str, int]) -> None:
        """Compare with what the database says is the last number of each topic."""
        for topic, seq in known.items():
            stream = self.streams.get(topic)
            if stream is not None:
                stream.heard_of(seq)
                if stream.behind:
                    self._touch(stream)

    def take_replay(self, stream: Stream, replay: Replay) -> None:
        """Deliver to everybody what was read for one."""
        if replay.head < stream.next:
            return  # nothing new: so it is for nearly all who come back together
        stream.heard_of(replay.head)
        stream.offer_all(replay.frames)
        self._touch(stream)
        self.flush()

    def _touch(self, stream: Stream) -> None:
        self._changed[stream] = None

    # What goes out

    def flush(self) -> None:
        """Deliver what is ready, if access is confirmed; else it waits for the next look."""
        if not self.watch.is_confirmed():
            return
        changed, self._changed = self._changed, {}
        for stream in changed:
            if stream.opened:
                self._deliver(stream)

    def _deliver(self, stream: Stream) -> None:
        frames = stream.take()
        if frames:
            self._write(stream, bundles(frames, self.limits.largest_frame))
            for subscription, kept in stream.joining.items():
                if len(kept) > self.limits.replay:
                    subscription.socket.outlet.close(TOO_FAR_BEHIND, "too far behind")
        if stream.volatile:
            volatile, stream.volatile = stream.volatile, []
            self._write(stream, volatile)
        if stream.whispers:
            whispers, stream.whispers = stream.whispers, []
            self._whisper(stream, whispers)
        if stream.behind and stream.filling is None:
            stream.filling = asyncio.create_task(self._fill(stream))

    def _write(self, stream: Stream, payloads: Iterable[bytes]) -> None:
        for payload in payloads:
            wire = Wire(payload)
            self.frames += len(stream.live)
            for write in stream.live.values():
                write(wire)

    def _whisper(self, stream: Stream, payloads: Iterable[bytes]) -> None:
        """Write what others do to those who may know who is there."""
        met = [write for subscription, write in stream.live.items() if subscription.meets]
        for wire in map(Wire, payloads):
            self.frames += len(met)
            for write in met:
                write(wire)

    async def _fill(self, stream: Stream) -> None:
        """Read what is missing, unless it arrives by itself in the meantime."""
        try:
            await asyncio.sleep(self.limits.settle)
            while stream.behind and self.streams.get(stream.name) is stream:
                before = stream.next
                self.take_replay(stream, await self.replays.get((stream.name, before - 1)))
                if stream.next <= before:
                    # Held back, or not there at all: the next look at the heads knows which.
                    stream.known = before - 1
                    return
        except DatabaseError:
            logger.warning("gap_not_filled", extra={"topic": stream.name})
        finally:
            stream.filling = None

    def _read_replays(self, places: Sequence[Place]) -> dict[Place, Replay]:
        return read_replays(places, self.limits.replay)

    # The clock

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.limits.look)
            present = self.time()
            for stream in list(self.streams.values()):
                if stream.opened and stream.head_due <= present:
                    stream.head_due = present + self.limits.head
                    stream.volatile.append(dump({"type": "head", "topic": stream.name, "seq": stream.head}))
                    self._touch(stream)
            for socket in list(self.sockets):
                if present - socket.heard_at > self.limits.idle:
                    socket.outlet.close(IDLE, "idle")
                elif present >= socket.ends_at:
                    self.leave.doubt(socket)
            self.presence.beat(present)
            self.notes.beat(present)
            self.flush()


async def _kept_up(run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Begin again what must never end."""
    while True:
        try:
            await run()
        except Exception:
            logger.exception("hub_part_failed", extra={"part": run.__qualname__})
            await asyncio.sleep(AFTER_A_FAULT)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def current_hub() -> Hub:
    """The hub of the running event loop; the first one who asks starts it."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        for gone in [other for other in _hubs if other.is_closed()]:
            _hubs.pop(gone).part()
        hub = _hubs[loop] = Hub()
        hub.start()
    return hub


async def stop_hub() -> None:
    """Stop the hub of the running event loop, if it was started. For the server's shutdown."""
    hub = _hubs.pop(asyncio.get_running_loop(), None)
    if hub is not None:
        await hub.stop()
