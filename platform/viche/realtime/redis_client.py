"""Best-effort calls to Redis: they may fail, and then no call is tried for a moment."""

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

REDIS_TIMEOUT = 1.0  # seconds for one round trip
RETRY_DELAY = 1.0  # seconds without a new attempt
_quiet_until = 0.0


def get_redis() -> Redis:
    """Return the process's client, which is thread-safe."""
    return _redis(settings.REDIS_URL)


def call_best_effort(trip: Callable[[], Any]) -> Any:
    """Return the result of a call; None when it failed, or another one failed a moment ago."""
    global _quiet_until
    if monotonic() < _quiet_until:
        return None
    try:
        return trip()
    except (RedisError, OSError) as error:
        _quiet_until = monotonic() + RETRY_DELAY
        logger.warning("redis_trip_failed", extra={"error": type(error).__name__})
        return None


def pack_command(*words: bytes) -> bytes:
    """Return a command in the Redis protocol."""
    command: bytes = hiredis.pack_command(words)  # type: ignore[arg-type]  # any number of them
    return command


def send_commands(commands: bytes, count: int) -> list[Any]:
    """Send `count` packed commands on a connection of the calling thread and return the answers.

    The client's own work around each command (pool, checks, statistics) costs several times the round trip.
    Raises what the client raises.
    """
    connection = _kept_connection(settings.REDIS_URL)
    try:
        return _send(connection, commands, count)
    except RedisConnectionError:
        # The connection was closed while it was idle.
        return _send(connection, commands, count)


def _send(connection: AbstractConnection, commands: bytes, count: int) -> list[Any]:
    try:
        # This connects if necessary.
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
        socket_timeout=REDIS_TIMEOUT,
        socket_connect_timeout=REDIS_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )
