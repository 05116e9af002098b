"""Rate limits: counted atomically in Redis, for each person or token, or for each address without either."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field, replace
from functools import cache
from math import ceil
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, WindowStats, parse
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


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Where a caller stands: how many requests are left of `quota` in a window of so many seconds, and in how
    many seconds (`reset`) more come back.
    """

    policy: str
    quota: int
    window: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers, which are lists of RFC 9651."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.reset}',
        }


@dataclass(slots=True)
class _Account:
    """What a process holds and knows of one caller: permits as `[count, deadline]`, the oldest first."""

    batches: deque[list[float]] = field(default_factory=deque)
    remaining: int = 0  # in the shared count, as last heard
    resets_at: float = 0.0


class Advances:
    """Permits that this process took from the shared count before they were needed.

    A trip for each request would cost it as much as a query. Who is far from their limit gets several with
    one. They count from when they were taken, so the limit is never exceeded; near it each is asked for
    alone. Parallel requests may each bring a batch, so batches are added.
    """

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, str], _Account] = {}
        self._lock = Lock()

    def use(self, kind: str, who: str) -> bool:
        """Take one of those that are at hand."""
        with self._lock:
            account = self._accounts.get((kind, who))
            while account is not None and account.batches:
                batch = account.batches[0]
                if batch[0] > 0 and monotonic() < batch[1]:
                    batch[0] -= 1
                    return True
                account.batches.popleft()
            return False

    def keep(self, kind: str, who: str, count: int, stats: WindowStats | None = None) -> None:
        """Add permits, and remember where the shared count stands by now."""
        with self._lock:
            if (kind, who) not in self._accounts and len(self._accounts) >= MOST_ADVANCES:
                self._accounts.clear()
            account = self._accounts.setdefault((kind, who), _Account())
            if count > 0:
                account.batches.append([count, monotonic() + ADVANCE_FOR])
            if stats is not None:
                account.remaining, account.resets_at = stats.remaining, stats.reset_time

    def state(self, kind: str, who: str, limit: RateLimitItem) -> RateLimit:
        """Return where a caller stands by what this process knows: permits at hand are left, too."""
        window = limit.get_expiry()
        with self._lock:
            account = self._accounts.get((kind, who), _Account())
            valid = sum(int(count) for count, deadline in account.batches if monotonic() < deadline)
            seconds = ceil(account.resets_at - now().timestamp())
        remaining = min(max(account.remaining, 0) + valid, limit.amount)
        return RateLimit(kind, limit.amount, window, remaining, min(max(seconds, 1), window))


_advances = Advances()


def wait_for_page(request: HttpRequest) -> float | None:
    """For pages outside the API, of whoever comes without a sign-in: seconds to wait, None for no wait."""
    throttle = ActorThrottle()
    return None if throttle.allow_request(Request(request), None) else throttle.wait()


def read_rate_limit(request: HttpRequest) -> RateLimit:
    """Return where the address of a request stands, without counting the request."""
    limit, who = _limit("anonymous"), str(BaseThrottle().get_ident(Request(request)) or "")
    stats = _read_stats(limit, "anonymous", who)
    _advances.keep("anonymous", who, 0, stats)
    return _advances.state("anonymous", who, limit)


def _read_stats(limit: RateLimitItem, kind: str, who: str) -> WindowStats:
    global _quiet_until
    if monotonic() >= _quiet_until:
        try:
            return _limiter().get_window_stats(limit, kind, who)
        except (RedisError, OSError):
            _quiet_until = monotonic() + REST_AFTER_FAILURE
            logger.warning("rate_limit_without_redis")
    return _fallback().get_window_stats(limit, kind, who)


class ActorThrottle(BaseThrottle):
    """DRF throttle on the `limits` library (DRF's own counts with a race)."""

    _retry_after: int | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request. Sets its `rate_limit`, of which the answer tells in its headers."""
        global _quiet_until
        kind, who = self._counted(request)
        if monotonic() >= _quiet_until:
            try:
                return self._take(request, _limiter(), kind, who)
            except (RedisError, OSError):
                _quiet_until = monotonic() + REST_AFTER_FAILURE
                logger.warning("rate_limit_without_redis")
        return self._take(request, _fallback(), kind, who)

    def _take(self, request: Request, limiter: MovingWindowRateLimiter, kind: str, who: str) -> bool:
        limit = _limit(kind)
        granted = (
            _advances.use(kind, who)
            or self._take_batch(limiter, limit, kind, who)
            or _advances.use(kind, who)  # what a parallel request has brought meanwhile
        )
        state = _advances.state(kind, who, limit)
        if not granted:
            state = replace(state, remaining=0)
            self._retry_after = state.reset
        request.rate_limit = state  # type: ignore[attr-defined]  # read by Endpoint.finalize_response
        return granted

    def _take_batch(
        self, limiter: MovingWindowRateLimiter, limit: RateLimitItem, kind: str, who: str
    ) -> bool:
        """Take several permits from the shared count, or one where there are no more."""
        several = min(limit.amount // SHARE_OF_AN_ADVANCE, LARGEST_ADVANCE)
        taken = next(
            (cost for cost in (several, 1) if cost > 0 and limiter.hit(limit, kind, who, cost=cost)), 0
        )
        _advances.keep(kind, who, taken - 1, limiter.get_window_stats(limit, kind, who))
        return taken > 0

    def wait(self) -> float | None:
        """Seconds until the next try can succeed."""
        return self._retry_after

    def _counted(self, request: Request) -> tuple[str, str]:
        actor = request.auth if isinstance(request.auth, Actor) else None
        if actor is None:
            return "anonymous", str(self.get_ident(request) or "")
        return "read" if request.method in SAFE else "write", str(actor.token_id or actor.person_id)
