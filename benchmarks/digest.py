"""Digests: many people get one email each about a day in one group.

The product batches the notifications, filters them by each reader's permissions, renders and sends them
(`send_waiting`); only the mail server is a dummy. Measured are the database statements per person, with few
and with many notifications, and the memory growth of the process from the first few people to the last.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks.arms import reminder_sql
from benchmarks.community import Community, make_community, make_thread, refresh_statistics
from benchmarks.lab import Lab, measure_resident_bytes
from benchmarks.measure import Metric, build_metric
from viche.accounts.models import User
from viche.notifications.mail_runner import send_waiting
from viche.notifications.models import Mail

NAME = "digest"
FEW_NEWS, MANY_NEWS = 5, 50  # notifications
MAX_QUERIES = 40  # per person
DUMMY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MAX_DURATION = timedelta(hours=1)

FILL_NEWS = """
    INSERT INTO kernel_event (id, kind, version, at, system, subject_type, subject_id, data)
    SELECT uuidv7(), 'tasks.action_accepted', 1, now(), 'bench', 'action', id, jsonb_build_object(
        'action_id', id, 'group_id', group_id, 'thread_id', NULL, 'shared', TRUE, 'row_version', 1,
        'before', 'proposed', 'after', 'accepted', 'mandate_id', NULL, 'remark_id', NULL
    )
    FROM tasks_actionitem WHERE group_id = %(group)s
"""
CLEAR = "TRUNCATE notifications_delivery, notifications_mail, notifications_notification CASCADE"
FILL_NOTIFICATIONS = """
    INSERT INTO notifications_notification (
        id, person_id, event_id, kind, reason, subject_type, subject_id, created_at
    )
    SELECT uuidv7(), person, event.id, event.kind, 'facilitator', 'action', event.subject_id, now()
    FROM unnest(%(people)s::uuid[]) AS person,
         (SELECT * FROM kernel_event WHERE system = 'bench' ORDER BY id LIMIT %(news)s) AS event
"""
FILL_DELIVERIES = """
    INSERT INTO notifications_delivery (
        id, person_id, kind, notification_id, channel, state, attempts, next_try_at, last_error
    )
    SELECT uuidv7(), person_id, 'daily', id, 'email', 'waiting', 0, now() - interval '1 minute', ''
    FROM notifications_notification
"""


def run(lab: Lab) -> Iterable[Metric]:
    few, many = lab.size(150, 6), lab.size(10_000, 24)
    community = make_community(many)
    _make_news(community)
    with override_settings(EMAIL_BACKEND=DUMMY_BACKEND):
        little, much = (_queries(community.people[:few], news) for news in (FEW_NEWS, MANY_NEWS))
        facts = {"people": few, "little": FEW_NEWS, "much": MANY_NEWS}
        yield build_metric(
            NAME,
            "queries_per_person",
            (much, min(little, much), max(little, much)),
            at_most=MAX_QUERIES,
            **facts,
        )
        yield build_metric(NAME, "queries_much_vs_little", (much / little,) * 3, at_most=1.0, **facts)
        before, seconds = measure_resident_bytes(), _send(community.people, FEW_NEWS)
        growth = measure_resident_bytes() / before
        yield build_metric(
            NAME, "memory_growth", (growth,) * 3, at_most=1.25, people=many, people_per_second=many / seconds
        )


def _make_news(community: Community) -> None:
    facts: dict[str, Any] = {
        "group": community.group.pk,
        "organisation": community.organisation.pk,
        "thread": make_thread(community).pk,
        "person": community.people[0].pk,
        "count": MANY_NEWS,
    }
    with connection.cursor() as cursor:
        cursor.execute(reminder_sql.ITEMS, facts)
        cursor.execute(FILL_NEWS, facts)


def _queries(people: Sequence[User], news: int) -> float:
    """Return the number of statements per person."""
    with CaptureQueriesContext(connection) as seen:
        _send(people, news)
    return len(seen) / len(people)


def _send(people: Sequence[User], news: int) -> float:
    """Send one digest to each person; return the seconds.

    Raises RuntimeError when another number was sent.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)
        cursor.execute(FILL_NOTIFICATIONS, {"people": [person.pk for person in people], "news": news})
        cursor.execute(FILL_DELIVERIES)
    refresh_statistics()
    started = time.perf_counter()
    send_waiting(MAX_DURATION)
    elapsed = time.perf_counter() - started
    sent = Mail.objects.filter(state="sent").count()
    if sent != len(people):
        raise RuntimeError(f"{len(people)} digests were to be sent, not {sent}")
    return elapsed
