"""The fast path: right after a commit each event is rendered once and said on Redis.

What is not said, because Redis is away or the process dies, is not lost: every hub compares the heads of its
topics with the database."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from viche.kernel.access import HEARD
from viche.kernel.events import Recorded, after_commit
from viche.kernel.models import Event
from viche.realtime.channels import ACCESS, channel_of
from viche.realtime.frames import dump, render

logger = logging.getLogger(__name__)

Said = tuple[bytes, bytes]  # channel, payload
PATIENCE = 0.5  # seconds that a request may wait for Redis
REST_AFTER_FAILURE = 1.0  # seconds in which nobody tries again
_quiet_until = 0.0


@cache
def _redis(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )


def say(messages: Sequence[Said]) -> bool:
    """Say all of it in one trip; False when Redis is away, which harms nobody."""
    global _quiet_until
    if not messages or monotonic() < _quiet_until:
        return False
    try:
        if len(messages) == 1:
            _redis(settings.REDIS_URL).publish(*messages[0])
        else:
            pipeline = _redis(settings.REDIS_URL).pipeline(transaction=False)
            for channel, payload in messages:
                pipeline.publish(channel, payload)
            pipeline.execute()
    except (RedisError, OSError) as error:
        _quiet_until = monotonic() + REST_AFTER_FAILURE
        logger.warning("not_published", extra={"error": type(error).__name__})
        return False
    return True


@after_commit
def publish(recorded: Sequence[Recorded]) -> None:
    """Say each event on each of its topics, as a frame; as a bare number when it cannot be rendered."""
    if any(one.places for one in recorded):
        say(list(_messages(recorded)))


def _messages(recorded: Sequence[Recorded]) -> Iterable[Said]:
    events = Event.objects.in_bulk([one.id for one in recorded])
    entries = [(topic, seq, events[one.id]) for one in recorded for topic, seq in one.places]
    try:
        frames = render(entries)
    except DatabaseError:
        frames = [b""] * len(entries)
    for (topic, seq, _event), frame in zip(entries, frames, strict=True):
        yield channel_of(topic), b"%d %s" % (seq, frame) if frame else b"%d" % seq


def whisper(topic: str, frame: Mapping[str, Any]) -> None:
    """Send everyone who looks at a topic a frame without a number, such as `read`: seen now or never."""
    say([(channel_of(topic), dump({**frame, "topic": topic}))])


@HEARD.append
def announce_access_change() -> None:
    """Make every hub look at once instead of at its next turn."""
    say([(ACCESS, b"")])
