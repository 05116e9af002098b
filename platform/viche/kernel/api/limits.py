"""Rate limits: counted atomically in Redis, for each person or token, or for each address without either."""

from __future__ import annotations

import logging
from functools import cache
from time import monotonic
from typing import Any

from django.conf import settings
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from viche.kernel.actor import Actor
from viche.kernel.clock import now

logger = logging.getLogger(__name__)
SAFE = ("GET", "HEAD", "OPTIONS")
PATIENCE = 0.5  # seconds for one trip to Redis: every request makes one
REST_AFTER_FAILURE = 2.0  # seconds in which no request tries again, so that a silent Redis holds up few
_quiet_until = 0.0


@cache
def _limiter() -> MovingWindowRateLimiter:
    address = str(settings.CACHES["default"]["LOCATION"])
    return MovingWindowRateLimiter(
        storage_from_string(
            address.replace("unix://", "redis+unix://", 1),
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
        )
    )


@cache
def _fallback() -> MovingWindowRateLimiter:
    """Used while Redis is away: each process counts for itself, so the limit holds within their number."""
    return MovingWindowRateLimiter(storage_from_string("memory://"))


@cache
def _limit(kind: str) -> RateLimitItem:
    return parse(settings.RATE_LIMITS[kind])


class ActorThrottle(BaseThrottle):
    """DRF throttle on the `limits` library (DRF's own counts with a race)."""

    _retry_after: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        global _quiet_until
        kind, who = _counted(request)
        if monotonic() >= _quiet_until:
            try:
                return self._take(_limiter(), kind, who)
            except (RedisError, OSError):
                _quiet_until = monotonic() + REST_AFTER_FAILURE
                logger.warning("rate_limit_without_redis")
        return self._take(_fallback(), kind, who)

    def _take(self, limiter: MovingWindowRateLimiter, kind: str, who: str) -> bool:
        limit = _limit(kind)
        if limiter.hit(limit, kind, who):
            return True
        self._retry_after = limiter.get_window_stats(limit, kind, who).reset_time
        return False

    def wait(self) -> float | None:
        """Seconds until the next try can succeed."""
        return None if self._retry_after is None else max(1.0, self._retry_after - now().timestamp())


def _counted(request: Request) -> tuple[str, str]:
    actor = request.auth if isinstance(request.auth, Actor) else None
    if actor is None:
        return "anonymous", str(request.META.get("REMOTE_ADDR") or "")
    return "read" if request.method in SAFE else "write", str(actor.token_id or actor.person_id)
