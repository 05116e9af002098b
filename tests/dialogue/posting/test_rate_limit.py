"""Nobody says more in a minute than others can read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dialogue.models import Message
from dialogue.posting import rate_limit
from dialogue.posting.errors import RetryLater
from tests.cast import World
from tests.dialogue.helpers import a_thread, api, say
from viche.kernel.clock import now, replace_clock
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def slow(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MESSAGES_A_MINUTE = 4
    monkeypatch.setattr(rate_limit, "_left", type(rate_limit._left)())


def test_whoever_floods_waits_in_every_thread_and_others_do_not(world: World) -> None:
    threads = [a_thread(world) for _one in range(3)]
    began = now()
    with replace_clock(lambda: began):
        for thread in threads[:2]:
            say(world, "teacher", thread)
        with pytest.raises(RetryLater) as refused:
            say(world, "teacher", threads[2])
        say(world, "officer", threads[2])
    assert refused.value.retry_after == 15
    with replace_clock(lambda: began + timedelta(seconds=14)), pytest.raises(RetryLater):
        say(world, "teacher", threads[2])
    with replace_clock(lambda: began + timedelta(seconds=16)):
        say(world, "teacher", threads[2])
    assert Message.objects.filter(author=world.people["teacher"]).count() == 3


def test_what_is_sent_again_or_refused_counts_for_nothing(world: World) -> None:
    thread, client_id = a_thread(world), uuid7()
    for _again in range(5):
        say(world, "teacher", thread, client_id=client_id)
    line = api(world, "teacher")
    for _again in range(5):
        assert (
            line.post(f"threads/{thread.pk}/messages", {"client_id": str(uuid7()), "body": ""}).status_code
            == 422
        )
    say(world, "teacher", thread)


def test_over_http_it_is_said_for_how_long(world: World) -> None:
    thread, line = a_thread(world), api(world, "teacher")
    answers = [
        line.post(f"threads/{thread.pk}/messages", {"client_id": str(uuid7()), "body": "Так"})
        for _nth in range(3)
    ]
    assert [one.status_code for one in answers] == [201, 201, 429]
    assert answers[2].json()["code"] == "too_fast"
    assert 1 <= int(answers[2]["Retry-After"]) <= 15


def test_a_clock_that_goes_back_holds_nobody_up(world: World) -> None:
    thread = a_thread(world)
    moments = iter([now() - timedelta(hours=hour) for hour in range(5)])
    for moment in moments:
        with replace_clock(lambda: moment):  # noqa: B023 - asked within
            say(world, "teacher", thread)


def test_only_some_are_remembered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MAX_PEOPLE", 1)
    thread = a_thread(world)
    for name in ("teacher", "officer", "facilitator"):
        say(world, name, thread)
    assert len(rate_limit._left) == 1
