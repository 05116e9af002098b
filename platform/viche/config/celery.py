"""The Celery application, and the schedule that every room contributes to."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, signals

from viche.config.health import note_alive
from viche.config.schedule import collected_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viche.config.settings")

app = Celery("viche")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")

_beats = False


@app.on_after_finalize.connect
def schedule_rooms(sender: Celery, **_unused: Any) -> None:
    """Every tick is idempotent: several beats, or a missed one, do no harm."""
    sender.conf.beat_schedule = {
        name: {"task": name, "schedule": seconds, "options": {"expires": max(seconds * 3, 30)}}
        for name, seconds in collected_schedule().items()
    }


@signals.heartbeat_sent.connect
def worker_is_alive(**_unused: Any) -> None:
    note_alive("worker")


@signals.beat_init.connect
@signals.beat_embedded_init.connect
def remember_beat(**_unused: Any) -> None:
    global _beats
    _beats = True


@signals.before_task_publish.connect
def beat_is_alive(**_unused: Any) -> None:
    if _beats:
        note_alive("beat")
