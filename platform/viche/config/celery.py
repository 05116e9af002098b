"""The Celery application and its schedule, to which every app contributes."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, signals

from viche.config.health import record_alive
from viche.config.schedule import collect_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viche.config.settings")

app = Celery("viche")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")

_is_beat = False


@app.on_after_finalize.connect
def schedule_rooms(sender: Celery, **_unused: Any) -> None:
    """Schedule the periodic jobs of all apps.

    Each is idempotent: several beats, or a missed tick, do no harm.
    """
    sender.conf.beat_schedule = {
        name: {"task": name, "schedule": seconds, "options": {"expires": max(seconds * 3, 30)}}
        for name, seconds in collect_schedule().items()
    }


@signals.heartbeat_sent.connect
def record_worker_alive(**_unused: Any) -> None:
    record_alive("worker")


@signals.beat_init.connect
@signals.beat_embedded_init.connect
def remember_beat(**_unused: Any) -> None:
    global _is_beat
    _is_beat = True


@signals.before_task_publish.connect
def record_beat_alive(**_unused: Any) -> None:
    if _is_beat:
        record_alive("beat")
