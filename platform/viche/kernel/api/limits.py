"""Rate limits, counted atomically in Redis per person or token, or per IP address if anonymous."""

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
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
REDIS_TIMEOUT = 0.5  # seconds for one Redis round trip; every request may need one
RETRY_AFTER_FAILURE = 2.0  # seconds without a new attempt, so that an unresponsive Redis delays few requests
ADVANCE_TTL = 5.0  # seconds for which prefetched permits are valid
# permits per batch; and at most this fraction (1/n) of the limit
MAX_ADVANCE, ADVANCE_DIVISOR = 10, 40
MAX_ACCOUNTS = 10_000  # people and tokens whose permits a process caches
_quiet_until = 0.0


@cache
def _limiter() -> MovingWindowRateLimiter:
    address = str(settings.CACHES["default"]["LOCATION"])
    return MovingWindowRateLimiter(
        storage_from_string(
            address.replace("unix://", "redis+unix://", 1),
            socket_timeout=REDIS_TIMEOUT,
            socket_connect_timeout=REDIS_TIMEOUT,
        )
    )


@cache
def _fallback() -> MovingWindowRateLimiter:
    """Return the in-process limiter used while Redis is down: the limit then holds per process."""
    return MovingWindowRateLimiter(storage_from_string("memory://"))


@cache
def _limit(kind: str) -> RateLimitItem:
    return parse(settings.RATE_LIMITS[kind])


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The state of a caller: `remaining` of `quota` requests in a window of `window` seconds.

    More requests become available in `reset` seconds.
    """

    policy: str
    quota: int
    window: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the fields of draft-ietf-httpapi-ratelimit-headers, which are lists of RFC 9651."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.reset}',
        }


@dataclass(slots=True)
class _Account:
    """The cached state of one caller: permits as `[count, deadline]`, the oldest first."""

    batches: deque[list[float]] = field(default_factory=deque)
    remaining: int = 0  # in the shared counter, as last read
    resets_at: float = 0.0


class PermitCache:
    """Permits that this process took from the shared counter before they were needed.

    A round trip per request would cost as much as a query, so a caller far from the limit gets a batch of
    permits at once. They count from when they were taken, so the limit is never exceeded; near the limit they
    are taken one by one. Parallel requests may each take a batch, so batches are added.
    """

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, str], _Account] = {}
        self._lock = Lock()

    def use(self, kind: str, who: str) -> bool:
        """Take one cached permit, if there is one."""
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
        """Add permits, and remember the state of the shared counter."""
        with self._lock:
            if (kind, who) not in self._accounts and len(self._accounts) >= MAX_ACCOUNTS:
                self._accounts.clear()
            account = self._accounts.setdefault((kind, who), _Account())
            if count > 0:
                account.batches.append([count, monotonic() + ADVANCE_TTL])
            if stats is not None:
                account.remaining, account.resets_at = stats.remaining, stats.reset_time

    def state(self, kind: str, who: str, limit: RateLimitItem) -> RateLimit:
        """Return the state of a caller as known here; cached permits count as remaining."""
        window = limit.get_expiry()
        with self._lock:
            account = self._accounts.get((kind, who), _Account())
            valid = sum(int(count) for count, deadline in account.batches if monotonic() < deadline)
            seconds = ceil(account.resets_at - now().timestamp())
        remaining = min(max(account.remaining, 0) + valid, limit.amount)
        return RateLimit(kind, limit.amount, window, remaining, min(max(seconds, 1), window))


_advances = PermitCache()


def get_page_retry_after(request: HttpRequest) -> float | None:
    """Return the seconds to wait for an anonymous page outside the API.

    None if the limit is not reached.
    """
    throttle = ActorThrottle()
    return None if throttle.allow_request(Request(request), None) else throttle.wait()


def read_rate_limit(request: HttpRequest) -> RateLimit:
    """Return the rate limit state of the request's IP address, without counting the request."""
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
            _quiet_until = monotonic() + RETRY_AFTER_FAILURE
            logger.warning("rate_limit_without_redis")
    return _fallback().get_window_stats(limit, kind, who)


class ActorThrottle(BaseThrottle):
    """DRF throttle based on the `limits` library (DRF's own has a race condition)."""

    _retry_after: int | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request and set its `rate_limit`, which becomes the response headers."""
        global _quiet_until
        kind, who = self._rate_key(request)
        if monotonic() >= _quiet_until:
            try:
                return self._take(request, _limiter(), kind, who)
            except (RedisError, OSError):
                _quiet_until = monotonic() + RETRY_AFTER_FAILURE
                logger.warning("rate_limit_without_redis")
        return self._take(request, _fallback(), kind, who)

    def _take(self, request: Request, limiter: MovingWindowRateLimiter, kind: str, who: str) -> bool:
        limit = _limit(kind)
        granted = (
            _advances.use(kind, who)
            or self._take_batch(limiter, limit, kind, who)
            or _advances.use(kind, who)  # taken by a parallel request meanwhile
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
        """Take several permits from the shared counter, or one if there are no more."""
        several = min(limit.amount // ADVANCE_DIVISOR, MAX_ADVANCE)
        taken = next(
            (cost for cost in (several, 1) if cost > 0 and limiter.hit(limit, kind, who, cost=cost)), 0
        )
        _advances.keep(kind, who, taken - 1, limiter.get_window_stats(limit, kind, who))
        return taken > 0

    def wait(self) -> float | None:
        """Return the seconds until the next attempt can succeed."""
        return self._retry_after

    def _rate_key(self, request: Request) -> tuple[str, str]:
        actor = request.auth if isinstance(request.auth, Actor) else None
        if actor is None:
            return "anonymous", str(self.get_ident(request) or "")
        return "read" if request.method in SAFE_METHODS else "write", str(actor.token_id or actor.person_id)
