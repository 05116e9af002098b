"""The fast path: right after a commit each event is rendered once and said on Redis.

A thread of its own does it, so that no request waits for it and what is ready together is rendered together.
What is not said, because Redis is away or the process dies, is not lost: every hub compares the heads of its
topics with the database.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from django.db import Error as DatabaseError, connections

from viche.kernel.access import HEARD
from viche.kernel.events import Recorded, after_commit
from viche.kernel.models import Event
from viche.realtime.channels import ACCESS, channel_of
from viche.realtime.frames import Entry, dump, render
from viche.realtime.trips import packed, redis, send_all, tried

logger = logging.getLogger(__name__)

Said = tuple[bytes, bytes]  # channel, payload
LARGEST_BATCH = 500


@after_commit
def publish(recorded: Sequence[Recorded]) -> None:
    """Say each event on each of its topics."""
    for one in recorded:
        if one.places:
            _waiting.put(one)
    _publisher.wake()


def whisper(topic: str, frame: Mapping[str, Any]) -> None:
    """Send everyone who looks at a topic a frame without a number, such as `read`: seen now or never."""
    _waiting.put((channel_of(topic), dump({**frame, "topic": topic})))
    _publisher.wake()


@HEARD.append
def announce_access_change() -> None:
    """Make every hub look at once instead of at its next turn."""
    _waiting.put((ACCESS, b""))
    _publisher.wake()


# The hubs of this process hear at once; what comes to them again by way of Redis they know already.
NEIGHBOURS: list[Callable[[Sequence[Said]], None]] = []


def say(messages: Sequence[Said]) -> bool:
    """Say all of it in one trip; False when Redis is away, which harms nobody."""
    commands = b"".join(packed(b"PUBLISH", channel, payload) for channel, payload in messages)
    return tried(lambda: send_all(commands, len(messages))) is not None


def listened(channels: set[bytes]) -> set[bytes]:
    """Those of the channels to which somebody listens now, in any process."""
    answer = tried(lambda: redis().pubsub_numsub(*channels))
    return {channel for channel, ears in answer or () if ears}


class _Publisher:
    """The thread, started by the first who has something to say."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def wake(self) -> None:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="realtime-publisher", daemon=True)
                    self._thread.start()

    def forget(self) -> None:
        """After a fork: the thread stayed with the parent."""
        self._thread, self._lock = None, threading.Lock()

    def _run(self) -> None:
        while True:
            batch = [_waiting.get()]
            try:
                while len(batch) < LARGEST_BATCH:
                    batch.append(_waiting.get_nowait())
            except Empty:
                pass
            try:
                _say_all(batch)
            except Exception:
                logger.exception("publishing_failed")
            finally:
                _give_back()


def _give_back() -> None:
    """Keep no connection while nobody speaks. Nearly always there is none, and to close none is not free."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            connection.close()


_waiting: SimpleQueue[Recorded | Said] = SimpleQueue()
_publisher = _Publisher()
os.register_at_fork(after_in_child=_publisher.forget)


def _say_all(batch: Sequence[Recorded | Said]) -> None:
    plain = [one for one in batch if isinstance(one, tuple)]
    if plain:
        say(plain)
    recorded = [one for one in batch if isinstance(one, Recorded)]
    # What is at hand costs less to render than to ask whether anybody listens.
    at_hand = [(topic, seq, one.event) for one in recorded if one.event for topic, seq in one.places]
    if at_hand:
        ready = _messages(at_hand)
        for hear in NEIGHBOURS:
            hear(ready)
        say(ready)
    places = [(topic, seq, one.id) for one in recorded if not one.event for topic, seq in one.places]
    heard = listened({channel_of(topic) for topic, _seq, _pk in places}) if places else set()
    places = [place for place in places if channel_of(place[0]) in heard]
    if places:
        events = Event.objects.in_bulk({pk for _topic, _seq, pk in places})
        say(_messages([(topic, seq, events[pk]) for topic, seq, pk in places]))


def _messages(entries: Sequence[Entry]) -> list[Said]:
    """Each event as a frame; as a bare number when it cannot be rendered now."""
    try:
        frames = render(entries)
    except DatabaseError:
        frames = [b""] * len(entries)
    return [
        (channel_of(topic), b"%d %s" % (seq, frame) if frame else b"%d" % seq)
        for (topic, seq, _event), frame in zip(entries, frames, strict=True)
    ]
