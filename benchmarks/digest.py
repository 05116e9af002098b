"""Digests: the morning on which many people are told of a day in one group, each in one mail.

They are gathered, narrowed to what each reader may see, put into words and rendered by the product
(`send_waiting`); only the mail server is one that takes everything. Counted are the statements that the
database gets for each person, with little and with much to tell, and how much the process grows from the
first few people to the last.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks.arms import claims
from benchmarks.community import Community, a_community, a_thread, learn_sizes
from benchmarks.lab import Lab, resident
from benchmarks.measure import Metric, metric
from viche.accounts.models import User
from viche.notifications.mailing import send_waiting
from viche.notifications.models import Mail

NAME = "digest"
LITTLE, MUCH = 5, 50  # pieces of news
MOST_QUERIES = 40  # for one person
TAKES_ALL = "django.core.mail.backends.dummy.EmailBackend"
LONG = timedelta(hours=1)

NEWS = """
    INSERT INTO kernel_event (id, kind, version, at, system, subject_type, subject_id, data)
    SELECT uuidv7(), 'tasks.action_accepted', 1, now(), 'bench', 'action', id, jsonb_build_object(
        'action_id', id, 'group_id', group_id, 'thread_id', NULL, 'shared', TRUE, 'row_version', 1,
        'before', 'proposed', 'after', 'accepted', 'mandate_id', NULL, 'remark_id', NULL
    )
    FROM tasks_actionitem WHERE group_id = %(group)s
"""
FORGET = "TRUNCATE notifications_delivery, notifications_mail, notifications_notification CASCADE"
TELL = """
    INSERT INTO notifications_notification (
        id, person_id, event_id, kind, reason, subject_type, subject_id, created_at
    )
    SELECT uuidv7(), person, event.id, event.kind, 'facilitator', 'action', event.subject_id, now()
    FROM unnest(%(people)s::uuid[]) AS person,
         (SELECT * FROM kernel_event WHERE system = 'bench' ORDER BY id LIMIT %(news)s) AS event
"""
DELIVER = """
    INSERT INTO notifications_delivery (
        id, person_id, kind, notification_id, channel, state, attempts, next_try_at, last_error
    )
    SELECT uuidv7(), person_id, 'daily', id, 'email', 'waiting', 0, now() - interval '1 minute', ''
    FROM notifications_notification
"""


def run(lab: Lab) -> Iterable[Metric]:
    few, many = lab.size(150, 6), lab.size(10_000, 24)
    community = a_community(many)
    _make_news(community)
    with override_settings(EMAIL_BACKEND=TAKES_ALL):
        little, much = (_queries(community.people[:few], news) for news in (LITTLE, MUCH))
        facts = {"people": few, "little": LITTLE, "much": MUCH}
        yield metric(
            NAME,
            "queries_per_person",
            (much, min(little, much), max(little, much)),
            at_most=MOST_QUERIES,
            **facts,
        )
        yield metric(NAME, "queries_much_vs_little", (much / little,) * 3, at_most=1.0, **facts)
        before, seconds = resident(), _send(community.people, LITTLE)
        growth = resident() / before
        yield metric(
            NAME, "memory_growth", (growth,) * 3, at_most=1.25, people=many, people_per_second=many / seconds
        )


def _make_news(community: Community) -> None:
    facts: dict[str, Any] = {
        "group": community.group.pk,
        "organisation": community.organisation.pk,
        "thread": a_thread(community).pk,
        "person": community.people[0].pk,
        "count": MUCH,
    }
    with connection.cursor() as cursor:
        cursor.execute(claims.ITEMS, facts)
        cursor.execute(NEWS, facts)


def _queries(people: Sequence[User], news: int) -> float:
    """Statements for each person."""
    with CaptureQueriesContext(connection) as seen:
        _send(people, news)
    return len(seen) / len(people)


def _send(people: Sequence[User], news: int) -> float:
    """Send each of them one digest; returns the seconds. Raises RuntimeError for another number."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        cursor.execute(TELL, {"people": [person.pk for person in people], "news": news})
        cursor.execute(DELIVER)
    learn_sizes()
    started = time.perf_counter()
    send_waiting(LONG)
    elapsed = time.perf_counter() - started
    sent = Mail.objects.filter(state="sent").count()
    if sent != len(people):
        raise RuntimeError(f"{len(people)} digests were to be sent, not {sent}")
    return elapsed
