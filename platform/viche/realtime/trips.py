"""Short trips to Redis that nobody depends on: they may fail, and then nobody tries for a moment."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from functools import cache
from time import monotonic
from typing import Any

import hiredis
from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.connection import AbstractConnection
from redis.exceptions import ConnectionError as RedisConnectionError, RedisError
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


def packed(*words: bytes) -> bytes:
    """A command as Redis reads it."""
    command: bytes = hiredis.pack_command(words)  # type: ignore[arg-type]  # any number of them
    return command


def send_all(commands: bytes, count: int) -> list[Any]:
    """The answers to `count` packed commands, on a connection that the calling thread keeps.

    What the client does around each command (a pool, checks, figures) costs several times the trip itself.
    Raises what the client raises.
    """
    connection = _kept_connection(settings.REDIS_URL)
    try:
        return _sent(connection, commands, count)
    except RedisConnectionError:
        # It was closed while nobody spoke.
        return _sent(connection, commands, count)


def _sent(connection: AbstractConnection, commands: bytes, count: int) -> list[Any]:
    try:
        # It connects if need be.
        connection.send_packed_command([commands], check_health=False)  # type: ignore[no-untyped-call]
        return [connection.read_response() for _command in range(count)]
    except BaseException:
        connection.disconnect()  # type: ignore[no-untyped-call]  # answers may be left in it
        raise


def _kept_connection(url: str) -> AbstractConnection:
    if getattr(_kept, "mark", None) != (os.getpid(), url):
        _kept.mark = os.getpid(), url
        _kept.connection = _redis(url).connection_pool.make_connection()
    connection: AbstractConnection = _kept.connection
    return connection


_kept = threading.local()


@cache
def _redis(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )
