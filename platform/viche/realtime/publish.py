"""The fast path: right after a commit each event is rendered once and published on Redis.

A dedicated thread does it, so that no request waits for it and events that are ready together are rendered
together. A message that is lost, because Redis is down or the process dies, is recovered: every hub compares
the heads of its topics with the database.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from django.db import Error as DatabaseError, connections

from viche.kernel.access import ACCESS_CHANGE_LISTENERS
from viche.kernel.events import Recorded, run_after_commit
from viche.kernel.models import Event
from viche.realtime.channels import ACCESS, channel_of
from viche.realtime.frames import Entry, dump, render_frames
from viche.realtime.redis_client import call_best_effort, get_redis, pack_command, send_commands

logger = logging.getLogger(__name__)

ChannelMessage = tuple[bytes, bytes]  # channel, payload
MAX_BATCH = 500


@run_after_commit
def publish(recorded: Sequence[Recorded]) -> None:
    """Publish each event on each of its topics."""
    for one in recorded:
        if one.places:
            _waiting.put(one)
    _publisher.wake()


def send_ephemeral(topic: str, frame: Mapping[str, Any]) -> None:
    """Send a frame without a number, such as `read`, to the subscribers of a topic.

    It is never replayed.
    """
    _waiting.put((channel_of(topic), dump({**frame, "topic": topic})))
    _publisher.wake()


@ACCESS_CHANGE_LISTENERS.append
def announce_access_change() -> None:
    """Make every hub poll access changes at once."""
    _waiting.put((ACCESS, b""))
    _publisher.wake()


# Receivers of this process's hubs, which get messages at once; duplicates through Redis are ignored.
LOCAL_RECEIVERS: list[Callable[[Sequence[ChannelMessage]], None]] = []


def publish_messages(messages: Sequence[ChannelMessage]) -> bool:
    """Publish all messages in one round trip; False when Redis is down, which loses nothing."""
    commands = b"".join(pack_command(b"PUBLISH", channel, payload) for channel, payload in messages)
    return call_best_effort(lambda: send_commands(commands, len(messages))) is not None


def filter_subscribed(channels: set[bytes]) -> set[bytes]:
    """Return those channels that have a subscriber in any process."""
    answer = call_best_effort(lambda: get_redis().pubsub_numsub(*channels))
    return {channel for channel, ears in answer or () if ears}


class _Publisher:
    """The publisher thread, started by the first message."""

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
        """Reset after a fork: the thread stayed in the parent process."""
        self._thread, self._lock = None, threading.Lock()

    def _run(self) -> None:
        while True:
            batch = [_waiting.get()]
            try:
                while len(batch) < MAX_BATCH:
                    batch.append(_waiting.get_nowait())
            except Empty:
                pass
            try:
                _publish_batch(batch)
            except Exception:
                logger.exception("publishing_failed")
            finally:
                _close_connections()


def _close_connections() -> None:
    """Keep no idle database connection. Usually there is none, and the check avoids needless work."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            connection.close()


_waiting: SimpleQueue[Recorded | ChannelMessage] = SimpleQueue()
_publisher = _Publisher()
os.register_at_fork(after_in_child=_publisher.forget)


def _publish_batch(batch: Sequence[Recorded | ChannelMessage]) -> None:
    plain = [one for one in batch if isinstance(one, tuple)]
    if plain:
        publish_messages(plain)
    recorded = [one for one in batch if isinstance(one, Recorded)]
    # Rendering an event that is at hand costs less than asking whether there are subscribers.
    at_hand = [(topic, seq, one.event) for one in recorded if one.event for topic, seq in one.places]
    if at_hand:
        ready = _build_messages(at_hand)
        for hear in LOCAL_RECEIVERS:
            hear(ready)
        publish_messages(ready)
    places = [(topic, seq, one.id) for one in recorded if not one.event for topic, seq in one.places]
    heard = filter_subscribed({channel_of(topic) for topic, _seq, _pk in places}) if places else set()
    places = [place for place in places if channel_of(place[0]) in heard]
    if places:
        events = Event.objects.in_bulk({pk for _topic, _seq, pk in places})
        publish_messages(_build_messages([(topic, seq, events[pk]) for topic, seq, pk in places]))


def _build_messages(entries: Sequence[Entry]) -> list[ChannelMessage]:
    """Return each event as a frame; as a bare number when it cannot be rendered now."""
    try:
        frames = render_frames(entries)
    except DatabaseError:
        frames = [b""] * len(entries)
    return [
        (channel_of(topic), b"%d %s" % (seq, frame) if frame else b"%d" % seq)
        for (topic, seq, _event), frame in zip(entries, frames, strict=True)
    ]
