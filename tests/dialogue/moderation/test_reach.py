"""What those who moderate hear of each other, what their queue costs, and how words come back to quotes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from dialogue.models import Message
from dialogue.threads.events import topic_of
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, say
from tests.dialogue.moderation.test_moderation import WORDS, a_hidden, appealed, reported, taken, waiting
from tests.dialogue.timeline.replica import frames
from viche.kernel.ids import uuid7
from viche.kernel.models import TopicEntry
from viche.realtime.frames import dump

pytestmark = pytest.mark.django_db
DISMISSED, SHOWN = "dialogue.reports_dismissed", "dialogue.message_shown"


def told(topic: str, kind: str) -> list[dict[str, Any]]:
    return [one for one in frames(topic, 0) if one["kind"] == kind]


@pytest.mark.parametrize("author", ["officer", "facilitator"])
def test_who_else_moderates_hears_that_reports_were_dismissed(world: World, author: str) -> None:
    """And nobody else, nor anything of it that could be read."""
    message = say(world, author, a_thread(world), WORDS)
    reported(world, message)
    assert taken(world, message, "dismissed", by="secretary").status_code == 200
    topics = {f"user:{world.people[name].pk}" for name in {"facilitator", "secretary"} - {author}}
    assert set(TopicEntry.objects.filter(kind=DISMISSED).values_list("topic_id", flat=True)) == topics
    for topic in topics:
        assert [one["data"] for one in told(topic, DISMISSED)] == [{"thread_id": str(message.thread_id)}]


def test_of_a_restricted_thread_only_its_own_moderators_hear_it(world: World) -> None:
    message = say(world, "officer", a_restricted_thread(world, organisations=("police", "ngo")), WORDS)
    reported(world, message, by="facilitator")
    assert taken(world, message, "dismissed").status_code == 200
    (entry,) = TopicEntry.objects.filter(kind=DISMISSED)
    assert entry.topic_id == f"user:{world.people['facilitator'].pk}"


# More of whole quotes than four has no room in a frame.
@pytest.mark.parametrize(("quotes", "carried"), [(0, 0), (4, 4), (5, None)])
def test_more_quotes_than_a_frame_carries_are_loaded_anew(
    world: World, quotes: int, carried: int | None
) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, "слово " * 1000)
    for _each in range(quotes):
        say(world, "teacher", thread, "Так", quote={"message_id": message.pk})
    for to in ("hidden", "shown"):
        assert taken(world, message, to).status_code == 200
    (frame,) = told(topic_of(thread.pk), SHOWN)
    quoting = frame["data"]["quoting"]
    assert (None if quoting is None else len(quoting)) == carried
    assert len(dump(frame)) < 64 * 1024


def looked_at() -> int:
    """How many rows of messages this transaction has read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = %s",
            [Message._meta.db_table],
        )
        return int(cursor.fetchone()[0])


def test_what_waits_is_found_without_a_look_through_all_that_was_said(world: World) -> None:
    thread = a_thread(world)
    reported(world, say(world, "officer", thread, WORDS))
    appealed(world, a_hidden(world, thread))
    author = world.people["officer"]
    said: dict[str, Any] = {"thread": thread, "author": author, "body": "Так", "html": "Так"}
    Message.objects.bulk_create(Message(number=nth, client_id=uuid7(), **said) for nth in range(3, 3003))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE dialogue_message, dialogue_messagereport, dialogue_hiding, dialogue_thread")
    before = looked_at()
    assert [one["number"] for one in waiting(world)] == [1, 2]
    assert 0 < looked_at() - before < 100


@pytest.mark.parametrize("name", ["reports", "moderation"])
def test_the_lists_go_on_by_their_cursor(world: World, name: str) -> None:
    messages = [say(world, "officer", a_thread(world), f"Слово {number}") for number in range(3)]
    for message in messages:
        reported(world, message)
        if name == "moderation":
            taken(world, message, "hidden")
    facilitator = api(world, "facilitator")
    seen: set[str] = set()
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        page = facilitator.get(f"groups/{world.group.pk}/{name}", limit=2, **cursor).json()
        seen |= {one["message_id"] for one in page["items"]}
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
    assert seen == {str(message.pk) for message in messages}
