"""Health endpoints: liveness of this process, and readiness of the system's parts."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from psycopg_pool import PoolTimeout
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
HEARTBEAT_TTL = 60  # seconds after the last heartbeat


def record_alive(part: str) -> None:
    """Record the heartbeat of a worker or beat. An unavailable Redis must not stop it."""
    try:
        cache.set(f"alive:{part}", 1, HEARTBEAT_TTL)
    except RedisError:
        logger.warning("alive_not_noted", extra={"part": part})


def report_health(request: HttpRequest) -> JsonResponse:
    """Report that this process answers."""
    return JsonResponse({"status": "ok"})


def report_readiness(request: HttpRequest) -> JsonResponse:
    """Report each part: 503 if an essential one failed, "degraded" if a helper failed."""
    found = check_parts()
    status = next((one for one in ("failed", "degraded") if one in found.values()), "ok")
    return JsonResponse({"status": status, "parts": found}, status=503 if status == "failed" else 200)


def check_parts() -> dict[str, str]:
    """Return the state of each part: `ok`, `failed` (essential) or `degraded`."""
    reached = _is_ok(_check_database)
    # A query to an unavailable database waits for seconds: one is enough.
    vital = {"migrations": _check_migrations, "erasures": _check_erasures}
    asked = {"database": reached, **{name: reached and _is_ok(check) for name, check in vital.items()}}
    found = {name: "ok" if well else "failed" for name, well in asked.items()}
    heard = _is_ok(_check_redis)
    # The heartbeats are in Redis. An unresponsive Redis is asked only once, or the endpoint itself would
    # hang.
    helping = {
        "redis": heard,
        **{part: heard and _is_ok(_build_alive_check(part)) for part in ("worker", "beat")},
    }
    return found | {name: "ok" if ok else "degraded" for name, ok in helping.items()}


def _is_ok(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, PoolTimeout, RedisError, OSError):
        return False


def _check_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


_migrated = False


def _check_migrations() -> bool:
    """Return whether all migrations are applied.

    A positive result is cached for the life of the process.
    """
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _check_erasures() -> bool:
    """Return whether the erasure ledger was replayed.

    After a restore, erased people must be erased again before requests are served.
    """
    from viche.privacy.erasure_replay import is_replayed  # noqa: PLC0415 - Celery asks here before the apps are there

    return is_replayed()


def _check_redis() -> bool:
    cache.set("alive:probe", 1, HEARTBEAT_TTL)
    return True


def _build_alive_check(part: str) -> Callable[[], bool]:
    return lambda: cache.get(f"alive:{part}") is not None
