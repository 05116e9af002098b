"""The inbox: one's own, in both languages, without what one may no longer see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api
from tests.notifications.conftest import Bell, toll
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications import frames
from viche.notifications.models import Notification
from viche.notifications.registry import register_notices
from viche.notifications.selectors import count_unread

pytestmark = pytest.mark.usefixtures("quiet")

OURS = "tests.tolled"


def ring(world: World, bell: Bell, *names: str, times: int = 1) -> None:
    bell.call(world, *names)
    for _turn in range(times):
        toll(SYSTEM, uuid7())
    drain_outbox()


def test_people_read_their_own_newest_first(world: World, bell: Bell) -> None:
    ring(world, bell, "officer", "teacher", times=3)
    page = api(world, "officer").get("notifications").json()
    rows = Notification.objects.filter(person=world.people["officer"]).order_by("-id")
    assert [UUID(one["id"]) for one in page["items"]] == [row.pk for row in rows]
    first = page["items"][0]
    assert first["title"] == {"uk": "Дзвін", "en": "Bell"}
    assert first["reason"] == {"uk": "because: near", "en": "because: near"}
    assert first["url"] == f"/bells/{rows[0].subject_id}"
    assert (first["kind"], first["read_at"]) == (OURS, None)
    said = {"title", "body", "reason", "url", "offers"}
    assert set(first) == {"id", "kind", *said, "about", "needs_answer", "restricted", "created_at", "read_at"}


@pytest.mark.parametrize(
    ("change", "restricted"),
    [
        ({}, False),
        ({"restricted": lambda _n: True}, True),
        ({"shows": lambda n: [Read("account", n.reader.person_id, n.reader.person_id)]}, True),
    ],
)
def test_content_that_not_every_member_may_read_is_marked(
    world: World, bell: Bell, change: dict[str, Any], restricted: bool
) -> None:
    ring(world, bell, "officer")
    register_notices(replace(bell.notice(), **change))
    (one,) = api(world, "officer").get("notifications").json()["items"]
    assert one["restricted"] is restricted


def test_a_stored_reason_without_words_is_left_out(world: World, bell: Bell) -> None:
    ring(world, bell, "officer")
    bell.call(world, "officer", reason="of an earlier release")
    toll(SYSTEM, uuid7())
    drain_outbox()
    register_notices(replace(bell.notice(), reason={"near": "because: near"}))
    page = api(world, "officer").get("notifications").json()
    assert [one["reason"]["en"] for one in page["items"]] == ["because: near"]


def test_pages_and_the_filter_for_unread(world: World, bell: Bell) -> None:
    ring(world, bell, "officer", times=5)
    officer = api(world, "officer")
    first = officer.get("notifications", limit=2).json()
    second = officer.get("notifications", limit=2, cursor=first["next_cursor"]).json()
    assert len({one["id"] for one in first["items"] + second["items"]}) == 4
    officer.put(f"notifications/{first['items'][0]['id']}/read")
    unread = officer.get("notifications", unread="true").json()["items"]
    read = officer.get("notifications", unread="false").json()["items"]
    assert (len(unread), [one["id"] for one in read]) == (4, [first["items"][0]["id"]])


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "1000000000"}, {"cursor": "x"}, {"unread": "maybe"}, {"id__gt": "1"}]
)
def test_a_bad_address_is_refused(world: World, bell: Bell, query: dict[str, str]) -> None:
    assert api(world, "officer").get("notifications", **query).status_code == 400


def test_what_may_no_longer_be_seen_is_gone(world: World, bell: Bell) -> None:
    ring(world, bell, "officer", times=2)
    officer = world.actor("officer")
    assert count_unread(officer) == 2
    bell.deaf = {world.people["officer"].pk}
    assert api(world, "officer").get("notifications").json()["items"] == []
    assert count_unread(officer) == 0
    row = Notification.objects.filter(person=world.people["officer"]).first()
    assert row is not None
    assert api(world, "officer").put(f"notifications/{row.pk}/read").status_code == 404
    event = Event.objects.get(data__notification_id=str(row.pk), kind="notifications.notification_created")
    assert frames.show_created([event], "user") == {event.pk: None}


def test_marking_one_and_all_as_read(world: World, bell: Bell) -> None:
    ring(world, bell, "officer", "teacher", times=3)
    officer = api(world, "officer")
    one = officer.get("notifications").json()["items"][0]["id"]
    read = officer.put(f"notifications/{one}/read")
    assert read.status_code == 200
    assert read.json()["read_at"] is not None
    assert officer.put(f"notifications/{one}/read").json()["read_at"] == read.json()["read_at"]
    assert officer.put("notifications/read-all").json() == {"marked": 2}
    assert officer.put("notifications/read-all").json() == {"marked": 0}
    assert count_unread(world.actor("officer")) == 0
    assert count_unread(world.actor("teacher")) == 3
    kinds = Event.objects.filter(subject_id=world.people["officer"].pk, kind__startswith="notifications.")
    told = [kind for kind in kinds.order_by("id").values_list("kind", flat=True) if "created" not in kind]
    assert told == ["notifications.notification_read", "notifications.all_read"]
    event = kinds.get(kind="notifications.all_read")
    assert frames.show_all_read([event], "user")[event.pk] == {
        "last_id": event.data["last_id"],
        "read_at": event.at,
    }


def test_another_persons_are_not_there(world: World, bell: Bell) -> None:
    ring(world, bell, "officer")
    row = Notification.objects.get(person=world.people["officer"], kind=OURS)
    for name in ("teacher", "administrator"):
        assert api(world, name).put(f"notifications/{row.pk}/read").status_code == 404
        assert api(world, name).get("notifications").json()["items"] == []
    assert api(world, "anonymous").get("notifications").status_code == 401
    row.refresh_from_db()
    assert row.read_at is None


def test_a_token_needs_its_scope(world: World, bell: Bell) -> None:
    ring(world, bell, "officer")
    row = Notification.objects.get(person=world.people["officer"], kind=OURS)

    def through(*scopes: str) -> Actor:
        return Actor(world.people["officer"].pk, token_id=uuid7(), scopes=frozenset(scopes))

    reading = api(world, "officer", through("notifications:read"))
    assert len(reading.get("notifications").json()["items"]) == 1
    assert reading.put(f"notifications/{row.pk}/read").status_code == 403
    blind = api(world, "officer", through("tasks:read"))
    for refused in (blind.get("notifications"), blind.put(f"notifications/{row.pk}/read")):
        assert (refused.status_code, refused.json()["code"]) == (403, "needs_scope")


def test_a_frame_is_what_the_inbox_says(world: World, bell: Bell) -> None:
    ring(world, bell, "officer", "teacher")
    events = list(Event.objects.filter(kind="notifications.notification_created").order_by("id"))
    ours = [one for one in events if Notification.objects.filter(pk=one.data["notification_id"]).exists()]
    shown = frames.show_created(ours, "user")
    for event in ours:
        name = next(key for key, person in world.people.items() if person.pk == event.subject_id)
        (item,) = api(world, name).get("notifications").json()["items"]
        data = shown[event.pk]
        assert data is not None
        assert str(data["notification"]["id"]) == item["id"]
        assert data["notification"]["title"] == item["title"]


def test_the_inbox_takes_the_same_queries_however_long_it_is(world: World, bell: Bell) -> None:
    officer = api(world, "officer")
    counts = []
    for _turn in range(2):
        ring(world, bell, "officer", times=10)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            officer.get("notifications")
        counts.append(len(queries))
    assert counts[0] == counts[1] == 1
