"""The hub: one per process. It receives every topic with a local subscriber, and delivers frames in order.

Frames come from Redis and are written to sockets without awaiting. Events that Redis loses or delivers late
are read from PostgreSQL. Nothing is delivered while the hub cannot confirm that it has processed all
revocations of access (`viche.realtime.access_watcher`).
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
from viche.kernel.events import get_heads
from viche.realtime.access_watcher import AccessWatcher
from viche.realtime.authorization import SubscriptionAuthorizer
from viche.realtime.channels import ACCESS, PRESENCE, channel_of, topic_of
from viche.realtime.frames import EncodedFrame, dump, pack_frames
from viche.realtime.identity import ConnectionIdentity, load_identities
from viche.realtime.limits import get_limits
from viche.realtime.presence import Presence
from viche.realtime.process_stats import StatsReporter
from viche.realtime.publish import LOCAL_RECEIVERS
from viche.realtime.redis_subscriber import Message, RedisSubscriber
from viche.realtime.replay import Place, Replay, read_replays
from viche.realtime.socket_writer import TOO_FAR_BEHIND
from viche.realtime.subscriptions import Socket, Stream
from viche.realtime.thread_pool import Batcher, BatchQueue, ThreadPool

logger = logging.getLogger(__name__)

SUBSCRIBE_TIMEOUT = 1.0
RESTART_DELAY = 0.5  # seconds
IDLE, TOO_LATE = 4408, 1012


class Hub:
    """The sockets and streams of one process, and the parts that serve them.

    `line` is the subscription to Redis, `leave` authorises subscriptions, `watch` tails access changes, and
    `notes` reports statistics.
    """

    def __init__(self) -> None:
        self.limits = get_limits()
        self._loop = asyncio.get_running_loop()
        self.time = self._loop.time
        self.sockets: set[Socket] = set()
        self.visitors = 0  # connections that are open or being admitted
        self.people: dict[UUID, set[Socket]] = {}
        self.streams: dict[str, Stream] = {}
        self.pool = ThreadPool(self.limits.threads, "realtime")
        self.line = RedisSubscriber(settings.REDIS_URL, heard=self._hear, changed=self._line_changed)
        self.heads: Batcher[str, int] = Batcher(self.pool, get_heads)
        self.replays: Batcher[Place, Replay] = Batcher(self.pool, self._read_replays)
        self.arrivals: Batcher[str, ConnectionIdentity] = Batcher(self.pool, load_identities)
        # Queues of batched commands, by command and object.
        self.gatherings: dict[tuple[str, str | None], BatchQueue[Any, Any]] = {}
        self.leave = SubscriptionAuthorizer(self)
        self.presence = Presence(self)
        self.watch = AccessWatcher(self)
        self.notes = StatsReporter(self)
        self.frames = 0  # written to sockets since the hub started
        self._changed: dict[Stream, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # Lifecycle

    def start(self) -> None:
        self.line.listen(ACCESS)
        LOCAL_RECEIVERS.append(self._receive_published)
        for run in (self.line.run, self.watch.run, self._beat):
            self.run_in_background(_restart_on_failure(run))

    def part(self) -> None:
        """Unregister from the publisher of this process."""
        with suppress(ValueError):
            LOCAL_RECEIVERS.remove(self._receive_published)

    def run_in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine as a task until it ends or the hub stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Close all sockets, so that clients reconnect to another process, and end all tasks."""
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
        """Return whether a person has the maximum number of sockets in this process."""
        return (
            actor.person_id is not None and len(self.people.get(actor.person_id, ())) >= self.limits.sockets
        )

    async def attach(self, socket: Socket, mark: int | None) -> None:
        """Add a socket. `mark` is the position of the access watcher when its sign-in was read.

        From now on access changes reach the socket. If there were changes since `mark`, or it is None, the
        sign-in is checked again. Raises SignedOut.
        """
        self.sockets.add(socket)
        if socket.actor.person_id is not None:
            self.people.setdefault(socket.actor.person_id, set()).add(socket)
        if mark is None or mark != self.watch.position:
            socket.doubts += 1
        await self.leave.verify_sign_in(socket)

    def detach(self, socket: Socket) -> None:
        """Remove a closed socket."""
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
        """Return the stream of a topic, and open it for the first subscriber."""
        stream = self.streams.get(topic)
        if stream is None:
            stream = self.streams[topic] = Stream(topic)
            self.line.listen(channel_of(topic))
            stream.head_due = self.time() + random.uniform(0.5, 1) * self.limits.head  # noqa: S311 - spread
            stream.opening = asyncio.create_task(self._open(stream))
        return stream

    def release(self, stream: Stream) -> None:
        """Close a stream if it has no subscribers left."""
        if stream.watched or self.streams.get(stream.name) is not stream:
            return
        del self.streams[stream.name]
        self._changed.pop(stream, None)
        self.line.leave(channel_of(stream.name))

    async def opened(self, stream: Stream) -> None:
        """Wait until the head of the stream is known. Raises the database's error."""
        if stream.opening is not None:
            await asyncio.shield(stream.opening)

    async def _open(self, stream: Stream) -> None:
        # Subscribe before reading the head: a frame published between the two would be lost otherwise.
        try:
            await self.line.listening(channel_of(stream.name), SUBSCRIBE_TIMEOUT)
            stream.open(await self.heads.get(stream.name))
        except DatabaseError:
            self.streams.pop(stream.name, None)
            self.line.leave(channel_of(stream.name))
            raise
        stream.opening = None
        self._touch(stream)
        self.flush()

    # Incoming messages

    def _receive_published(self, messages: Sequence[Message]) -> None:
        """Receive messages directly from the publisher thread of this process."""
        with suppress(RuntimeError):  # the loop may have ended
            self._loop.call_soon_threadsafe(self._hear, messages)

    def _hear(self, messages: Sequence[Message]) -> None:
        for channel, payload in messages:
            if channel == ACCESS:
                self.watch.poll_now()
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
                    stream.raise_known(int(number))
            self._touch(stream)
        self.flush()

    def _line_changed(self, up: bool) -> None:
        if up:
            # Messages lost while disconnected are found by comparing heads.
            self.watch.poll_now()
            self.presence.look_again()

    def compare_heads(self, known: dict[str, int]) -> None:
        """Compare the streams with the last number of each topic in the database."""
        for topic, seq in known.items():
            stream = self.streams.get(topic)
            if stream is not None:
                stream.raise_known(seq)
                if stream.behind:
                    self._touch(stream)

    def take_replay(self, stream: Stream, replay: Replay) -> None:
        """Deliver events that were read for one subscriber to all subscribers of the stream."""
        if replay.head < stream.next:
            return  # nothing new, as for nearly all clients that reconnect together
        stream.raise_known(replay.head)
        stream.offer_all(replay.frames)
        self._touch(stream)
        self.flush()

    def _touch(self, stream: Stream) -> None:
        self._changed[stream] = None

    # Outgoing frames

    def flush(self) -> None:
        """Deliver the pending frames if access is confirmed; otherwise they wait for the next poll."""
        if not self.watch.is_confirmed():
            return
        changed, self._changed = self._changed, {}
        for stream in changed:
            if stream.opened:
                self._deliver(stream)

    def _deliver(self, stream: Stream) -> None:
        frames = stream.take()
        if frames:
            self._write(stream, pack_frames(frames, self.limits.largest_frame))
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
            wire = EncodedFrame(payload)
            self.frames += len(stream.live)
            for write in stream.live.values():
                write(wire)

    def _whisper(self, stream: Stream, payloads: Iterable[bytes]) -> None:
        """Write ephemeral frames to the subscribers who may see presence."""
        met = [write for subscription, write in stream.live.items() if subscription.meets]
        for wire in map(EncodedFrame, payloads):
            self.frames += len(met)
            for write in met:
                write(wire)

    async def _fill(self, stream: Stream) -> None:
        """Read missing events from the database, unless they arrive within `limits.settle` seconds."""
        try:
            await asyncio.sleep(self.limits.settle)
            while stream.behind and self.streams.get(stream.name) is stream:
                before = stream.next
                self.take_replay(stream, await self.replays.get((stream.name, before - 1)))
                if stream.next <= before:
                    # The event is not visible yet or does not exist: the next poll of the heads tells.
                    stream.known = before - 1
                    return
        except DatabaseError:
            logger.warning("gap_not_filled", extra={"topic": stream.name})
        finally:
            stream.filling = None

    def _read_replays(self, places: Sequence[Place]) -> dict[Place, Replay]:
        return read_replays(places, self.limits.replay)

    # Periodic work

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
                    self.leave.recheck_socket(socket)
            self.presence.beat(present)
            self.notes.beat(present)
            self.flush()


async def _restart_on_failure(run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine that must never end; restart it after a failure."""
    while True:
        try:
            await run()
        except Exception:
            logger.exception("hub_part_failed", extra={"part": run.__qualname__})
            await asyncio.sleep(RESTART_DELAY)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def get_hub() -> Hub:
    """Return the hub of the running event loop; the first call starts it."""
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
