"""Rate limits: counted atomically in Redis, for each person or token, or for each address without either."""

from __future__ import annotations

import logging
from functools import cache
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest
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
ADVANCE_FOR = 5.0  # seconds in which permits that were taken in advance are good
LARGEST_ADVANCE, SHARE_OF_AN_ADVANCE = 10, 40  # permits at once; and no more than this part of the limit
MOST_ADVANCES = 10_000  # people and tokens whose advances a process remembers
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


class Advances:
    """Permits that this process took from the shared count before they were needed.

    A trip for each request would cost it as much as a query. Who is far from their limit gets several with
    one. They count from when they were taken, so the limit is never exceeded; near it each is asked for
    alone.
    """

    def __init__(self) -> None:
        self._left: dict[tuple[str, str], tuple[int, float]] = {}
        self._lock = Lock()

    def use(self, kind: str, who: str) -> bool:
        """Take one of those that are at hand."""
        with self._lock:
            left, until = self._left.pop((kind, who), (0, 0.0))
            if left == 0 or monotonic() >= until:
                return False
            self._left[kind, who] = left - 1, until
            return True

    def keep(self, kind: str, who: str, count: int) -> None:
        with self._lock:
            if len(self._left) >= MOST_ADVANCES:
                self._left.clear()
            self._left[kind, who] = count, monotonic() + ADVANCE_FOR


_advances = Advances()


def wait_for_page(request: HttpRequest) -> float | None:
    """For pages outside the API, of whoever comes without a sign-in: seconds to wait, None for no wait."""
    throttle = ActorThrottle()
    return None if throttle.allow_request(Request(request), None) else throttle.wait()


class ActorThrottle(BaseThrottle):
    """DRF throttle on the `limits` library (DRF's own counts with a race)."""

    _retry_after: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        global _quiet_until
        kind, who = self._counted(request)
        if monotonic() >= _quiet_until:
            try:
                return self._take(_limiter(), kind, who)
            except (RedisError, OSError):
                _quiet_until = monotonic() + REST_AFTER_FAILURE
                logger.warning("rate_limit_without_redis")
        return self._take(_fallback(), kind, who)

    def _take(self, limiter: MovingWindowRateLimiter, kind: str, who: str) -> bool:
        if _advances.use(kind, who):
            return True
        limit = _limit(kind)
        several = min(limit.amount // SHARE_OF_AN_ADVANCE, LARGEST_ADVANCE)
        if several > 1 and limiter.hit(limit, kind, who, cost=several):
            _advances.keep(kind, who, several - 1)
            return True
        if limiter.hit(limit, kind, who):
            return True
        self._retry_after = limiter.get_window_stats(limit, kind, who).reset_time
        return False

    def wait(self) -> float | None:
        """Seconds until the next try can succeed."""
        return None if self._retry_after is None else max(1.0, self._retry_after - now().timestamp())

    def _counted(self, request: Request) -> tuple[str, str]:
        actor = request.auth if isinstance(request.auth, Actor) else None
        if actor is None:
            return "anonymous", str(self.get_ident(request) or "")
        return "read" if request.method in SAFE else "write", str(actor.token_id or actor.person_id)
