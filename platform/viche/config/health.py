"""Whether this process is alive, and which parts of the whole are."""

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
ALIVE_FOR = 60  # seconds after the last sign of life


def note_alive(part: str) -> None:
    """A worker or beat says that it is there. A deaf Redis must not stop it."""
    try:
        cache.set(f"alive:{part}", 1, ALIVE_FOR)
    except RedisError:
        logger.warning("alive_not_noted", extra={"part": part})


def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Each part. Without the database nothing works (503); without the others something waits (degraded)."""
    found = parts()
    status = next((one for one in ("failed", "degraded") if one in found.values()), "ok")
    return JsonResponse({"status": status, "parts": found}, status=503 if status == "failed" else 200)


def parts() -> dict[str, str]:
    """Each part with `ok`; else `failed` where nothing works without it, or `degraded`."""
    reached = _ok(_database)
    # Each question to a database without connections waits for seconds: one is enough to know.
    vital = {"migrations": _migrations, "erasures": _erasures}
    asked = {"database": reached, **{name: reached and _ok(check) for name, check in vital.items()}}
    found = {name: "ok" if well else "failed" for name, well in asked.items()}
    heard = _ok(_redis)
    # Redis knows who is alive. One that answers nothing is asked once, or the health page itself hangs.
    helping = {"redis": heard, **{part: heard and _ok(_alive(part)) for part in ("worker", "beat")}}
    return found | {name: "ok" if ok else "degraded" for name, ok in helping.items()}


def _ok(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, PoolTimeout, RedisError, OSError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


_migrated = False


def _migrations() -> bool:
    """Looked up until they are complete: a running process does not lose migrations."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _erasures() -> bool:
    """After a restore nobody is served before those who were erased since are erased again."""
    from viche.privacy.replay import is_replayed  # noqa: PLC0415 - Celery asks here before the apps are there

    return is_replayed()


def _redis() -> bool:
    cache.set("alive:probe", 1, ALIVE_FOR)
    return True


def _alive(part: str) -> Callable[[], bool]:
    return lambda: cache.get(f"alive:{part}") is not None
