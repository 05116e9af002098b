"""The two parts of the inbox: what needs an answer and what is for information, and its groups."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_thread, api, say
from tests.notifications.conftest import Bell, toll
from viche.kernel.events import Payload, open_unit_of_work, record
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications import notices
from viche.notifications.models import Notification
from viche.notifications.registry import NoticeContext, register_notices
from viche.notifications.selectors import count_unread

pytestmark = pytest.mark.usefixtures("quiet")


class Struck(Payload, kind="tests.tower_struck"):
    """A bell was struck in a thread."""

    bell: UUID
    thread_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "bell", self.bell

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(slots=True)
class Tower:
    """A bell that is struck in threads, and asks for an answer until it gets one."""

    bell: Bell
    answered: set[UUID] = field(default_factory=set)

    def asks(self, context: NoticeContext[None]) -> bool:
        return context.notification.subject_id not in self.answered

    def strike(self, world: World, *threads: UUID) -> list[Notification]:
        """Strike it once in each thread; return the notifications of the officer, newest first."""
        self.bell.call(world, "officer")
        with open_unit_of_work():
            for one in threads:
                record(SYSTEM, Struck(bell=uuid7(), thread_id=one))
        drain_outbox()
        rows = Notification.objects.filter(person=world.people["officer"], kind=Struck.kind)
        return list(rows.order_by("-pk")[: len(threads)])


@pytest.fixture
def tower(bell: Bell, monkeypatch: pytest.MonkeyPatch) -> Tower:
    monkeypatch.setitem(notices.NOTICES, Struck.kind, None)
    made = Tower(bell)
    register_notices(replace(bell.notice(), kind=Struck.kind, about="thread", needs_answer=made.asks))
    return made


def ids_in(world: World, **query: str) -> list[str]:
    return [one["id"] for one in api(world, "officer").get("notifications", **query).json()["items"]]


def test_each_notification_is_in_one_of_two_parts_until_it_is_answered(
    world: World, bell: Bell, tower: Tower
) -> None:
    older, newer = reversed(tower.strike(world, uuid7(), uuid7()))
    toll(SYSTEM, uuid7())
    drain_outbox()
    told = str(Notification.objects.filter(kind="tests.tolled").get(person=world.people["officer"]).pk)
    assert ids_in(world, needs_answer="true") == [str(newer.pk), str(older.pk)]
    assert ids_in(world, needs_answer="false") == [told]
    tower.answered = {newer.subject_id}
    assert ids_in(world, needs_answer="true") == [str(older.pk)]
    assert ids_in(world, needs_answer="false") == [told, str(newer.pk)]
    assert ids_in(world) == [told, str(newer.pk), str(older.pk)]


def test_a_notification_names_its_thread_and_whether_it_waits(world: World, tower: Tower) -> None:
    thread = uuid7()
    tower.strike(world, thread)
    toll(SYSTEM, uuid7())
    drain_outbox()
    told, asked = api(world, "officer").get("notifications").json()["items"]
    assert (asked["about"], asked["needs_answer"]) == ({"kind": "thread", "id": str(thread)}, True)
    assert (told["about"], told["needs_answer"]) == (None, False)


def test_pages_skip_what_is_in_the_other_part(world: World, tower: Tower) -> None:
    rows = tower.strike(world, *(uuid7() for _one in range(7)))
    tower.answered = {one.subject_id for one in rows[:6]}
    officer = api(world, "officer")
    page = officer.get("notifications", needs_answer="true", limit=2).json()
    assert ([one["id"] for one in page["items"]], page["next_cursor"]) == ([str(rows[6].pk)], None)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _page in range(3):
        page = officer.get("notifications", needs_answer="false", limit=2, **cursor).json()
        seen += [one["id"] for one in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert seen == [str(one.pk) for one in rows[:6]]


def test_marking_a_group_marks_its_older_ones_in_the_same_part(world: World, tower: Tower) -> None:
    thread = uuid7()
    tower.strike(world, thread, uuid7(), thread, thread)
    rows = {one.pk: one for one in Notification.objects.filter(kind=Struck.kind).select_related("event")}
    here = [pk for pk in sorted(rows, reverse=True) if rows[pk].event.data["thread_id"] == str(thread)]
    tower.answered = {rows[here[2]].subject_id}
    officer = api(world, "officer")
    assert officer.put(f"notifications/{here[1]}/read-group").json() == {"marked": 1}
    assert count_unread(world.actor("officer")) == 3
    assert officer.put(f"notifications/{here[0]}/read-group").json() == {"marked": 1}
    assert officer.put(f"notifications/{here[0]}/read-group").json() == {"marked": 0}
    unread = set(ids_in(world, unread="true"))
    assert unread == {str(pk) for pk in rows if pk not in here[:2]}
    read = Event.objects.filter(kind="notifications.notification_read").order_by("id")
    assert [UUID(one.data["notification_id"]) for one in read] == [here[1], here[0]]


def test_a_notification_about_nothing_is_a_group_of_its_own(world: World, bell: Bell) -> None:
    bell.call(world, "officer")
    toll(SYSTEM, uuid7())
    toll(SYSTEM, uuid7())
    drain_outbox()
    newest = ids_in(world)[0]
    assert api(world, "officer").put(f"notifications/{newest}/read-group").json() == {"marked": 1}
    assert count_unread(world.actor("officer")) == 1


def test_another_persons_group_is_not_there(world: World, tower: Tower) -> None:
    (row,) = tower.strike(world, uuid7())
    assert api(world, "teacher").put(f"notifications/{row.pk}/read-group").status_code == 404
    assert api(world, "anonymous").put(f"notifications/{row.pk}/read-group").status_code == 401
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize("part", ["true", "false"])
def test_a_part_takes_the_same_queries_however_long_it_is(world: World, tower: Tower, part: str) -> None:
    officer = api(world, "officer")
    counts = []
    for _turn in range(2):
        rows = tower.strike(world, *(uuid7() for _one in range(10)))
        tower.answered |= {one.subject_id for one in rows[::2]}
        with CaptureQueriesContext(connection) as queries:
            officer.get("notifications", needs_answer=part)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_a_report_waits_for_who_moderates_until_it_is_dismissed(world: World) -> None:
    message = say(world, "officer", a_thread(world), "Ось")
    api(world, "teacher").post(f"messages/{message.pk}/reports", {"fault": "spam"})
    drain_outbox()
    facilitator = api(world, "facilitator")
    (asked,) = facilitator.get("notifications", needs_answer="true").json()["items"]
    assert asked["kind"] == "dialogue.message_reported"
    facilitator.post(f"messages/{message.pk}/moderation", {"to": "dismissed"})
    assert facilitator.get("notifications", needs_answer="true").json()["items"] == []
