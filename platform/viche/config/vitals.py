"""What only the composition root can measure: the queue between the parts."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis

from viche.config.environment import redis_database
from viche.kernel.vitals import vital

QUEUE = "celery"


@vital("queue_waiting_jobs", "Jobs that wait for a worker", worry=1000)
def waiting_jobs() -> float:
    return float(_broker(settings.REDIS_URL).llen(QUEUE))


@cache
def _broker(url: str) -> Redis:
    return Redis.from_url(redis_database(url, 1), socket_timeout=1.0, socket_connect_timeout=1.0)
