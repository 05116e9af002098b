"""Short trips to Redis that nobody depends on: they may fail, and then nobody tries for a moment."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from time import monotonic
from typing import Any

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds for one trip
REST_AFTER_FAILURE = 1.0  # seconds in which nobody tries again
_quiet_until = 0.0


def redis() -> Redis:
    """The client of this process; it may be used from any thread."""
    return _redis(settings.REDIS_URL)


def tried(trip: Callable[[], Any]) -> Any:
    """What a trip brought; None when it failed, or another one failed a moment ago."""
    global _quiet_until
    if monotonic() < _quiet_until:
        return None
    try:
        return trip()
    except (RedisError, OSError) as error:
        _quiet_until = monotonic() + REST_AFTER_FAILURE
        logger.warning("redis_trip_failed", extra={"error": type(error).__name__})
        return None


@cache
def _redis(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )
