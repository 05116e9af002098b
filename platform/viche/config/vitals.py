"""Health metrics of the composition root: the job queue."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis

from viche.config.environment import select_redis_database
from viche.kernel.health_metrics import register_health_metric

QUEUE = "celery"


@register_health_metric("queue_waiting_jobs", "Jobs that wait for a worker", worry=1000)
def count_waiting_jobs() -> float:
    return float(_broker(settings.REDIS_URL).llen(QUEUE))


@cache
def _broker(url: str) -> Redis:
    return Redis.from_url(select_redis_database(url, 1), socket_timeout=1.0, socket_connect_timeout=1.0)
