"""Restricted threads of which their group knows: a title, who leads it, and the way to ask. Nothing else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.lifecycle.pinning import pin_thread
from dialogue.lifecycle.services import create_thread, edit_thread
from dialogue.models import AccessState, Purpose, ThreadAudience, ThreadState, Visibility
from dialogue.reading.selectors import count_unread_messages
from dialogue.threads.events import group_topic, topic_of
from dialogue.threads.policies import ThreadPolicy
from groups.guest_shares.services import share_with_guest
from groups.memberships.services import end_membership
from groups.models import Role, ShareAccess
from tests.cast import SYSTEM, World, person
from tests.dialogue.access_requests.helpers import an_announced_thread, announce, ask
from tests.dialogue.helpers import (
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    hand_over,
    if_match,
    pointers,
    restrict,
    say,
    step,
    widen,
)
from tests.dialogue.timeline.replica import frames
from viche.kernel.clock import now, replace_clock
from viche.kernel.disclosure import PersonalData
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import get_head
from viche.kernel.policy import Level
from viche.search.jobs import index_missing_things

pytestmark = pytest.mark.django_db


def announced(world: World, name: str = "teacher") -> list[dict[str, Any]]:
    answer = api(world, name).get(f"groups/{world.group.pk}/announced-threads")
    assert answer.status_code == 200, answer.content
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_whoever_reads_the_group_knows_its_title_who_leads_it_and_nothing_else(world: World) -> None:
    thread = an_announced_thread(world, tags=["таємна"])
    say(world, "officer", thread, "Таємниця")
    (card,) = announced(world)
    assert card == api(world, "teacher").get(f"threads/{thread.pk}/card").json()
    assert set(card) == {"id", "group", "title", "facilitator", "request", "allowed"}
    assert card["facilitator"]["person"]["id"] == str(world.people["facilitator"].pk)
    assert card["facilitator"]["organisation"]["id"] == str(world.organisations["ngo"].pk)
    assert (card["request"], card["allowed"]) == (None, ["ask_for_access"])
    assert announced(world, "observer")[0]["allowed"] == ["ask_for_access"]


def test_of_the_thread_itself_they_are_told_that_they_may_ask_and_of_what_is_in_it_nothing(
    world: World,
) -> None:
    thread, teacher = an_announced_thread(world), api(world, "teacher")
    refused = teacher.get(f"threads/{thread.pk}")
    assert (refused.status_code, refused.json()["code"]) == (403, "ask_for_access")
    for part in ("messages", "readers", "gist", "floor", "rounds", "transitions", "access", "catch-up"):
        assert teacher.get(f"threads/{thread.pk}/{part}").status_code == 404, part
    with pytest.raises(NotFound):
        say(world, "teacher", thread)


def test_who_reads_it_and_who_does_not_read_the_group_find_no_card(world: World) -> None:
    thread = an_announced_thread(world)
    for name in ("facilitator", "officer"):
        assert announced(world, name) == []
        assert api(world, name).get(f"threads/{thread.pk}").status_code == 200
    world.people["guest"] = guest = person("guest")
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=a_thread(world).pk,
        person_id=guest.pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason="Порада",
    )
    for name in ("outsider", "guest", "administrator"):
        for path in (f"groups/{world.group.pk}/announced-threads", f"threads/{thread.pk}/card"):
            assert api(world, name).get(path).status_code == 404, name
        assert api(world, name).get(f"threads/{thread.pk}").status_code == 404


def test_what_is_not_announced_is_as_if_it_were_not_there(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    assert announced(world) == []
    for path in (f"threads/{thread.pk}", f"threads/{thread.pk}/card"):
        assert api(world, "teacher").get(path).status_code == 404
    assert not ThreadPolicy().visible_to(world.actor("teacher"), Level.EXISTS).exists()


def test_what_happens_in_it_shows_nowhere(world: World) -> None:
    """Not in an order, a count, a search, a catch-up or a frame: answers are the same before and after."""
    first = an_announced_thread(world, title_uk="Перша", tags=["таємна"])
    an_announced_thread(world, title_uk="Друга")
    paths = (
        f"groups/{world.group.pk}/announced-threads",
        f"threads/{first.pk}/card",
        f"groups/{world.group.pk}/threads",
        f"groups/{world.group.pk}",
        f"groups/{world.group.pk}/catch-up",
        "threads",
        "threads?tag=таємна",
        "today",
        "search?q=Перша",
        "search?q=таємниця",
    )
    teacher = api(world, "teacher")

    def told() -> list[bytes]:
        index_missing_things()
        return [teacher.get(path).content for path in paths]

    before, heard = told(), get_head(group_topic(world.group.pk))
    say(world, "officer", first, "Таємниця")
    say(world, "facilitator", first, "Ще одна")
    pin_thread(actor=world.actor("facilitator"), thread_id=first.pk)
    step(world, first, ThreadState.SUMMARISING)
    assert told() == before
    assert get_head(group_topic(world.group.pk)) == heard
    assert [one["title"]["uk"] for one in announced(world)] == ["Друга", "Перша"]
    assert count_unread_messages(world.actor("teacher")) == 0
    assert teacher.get("events", topic=topic_of(first.pk), after=0).status_code == 404


def test_the_group_hears_that_it_is_announced_by_its_id_alone(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "ngo"))
    after = get_head(group_topic(world.group.pk))
    announce(world, thread)
    hand_over(world, thread, "officer")
    thread.refresh_from_db()
    facts: dict[str, Any] = {"expected_version": thread.version, "changes": {"title_uk": "Інша"}}
    edit_thread(actor=world.actor("facilitator"), thread_id=thread.pk, **facts)
    announce(world, thread, announced=False)
    heard = frames(group_topic(world.group.pk), after)
    assert [one["kind"] for one in heard] == ["dialogue.announcement_changed"] * 4
    assert [one["data"] for one in heard] == [{"thread_id": str(thread.pk)}] * 4
    assert announced(world) == []


def test_naming_others_is_not_told_to_the_group(world: World) -> None:
    thread = an_announced_thread(world)
    after = get_head(group_topic(world.group.pk))
    ThreadAudience.objects.create(thread=thread, person=world.people["councillor"])
    assert announce(world, thread).is_announced
    assert get_head(group_topic(world.group.pk)) == after


def test_it_ends_when_the_thread_is_closed_or_widened(world: World) -> None:
    closed, widened = an_announced_thread(world), an_announced_thread(world)
    requests = [ask(world, one) for one in (closed, widened)]
    step(world, step(world, closed, ThreadState.SUMMARISING), ThreadState.CLOSED)
    widen(world, widened)
    assert announced(world) == []
    for one, state in zip(requests, (AccessState.OVER, AccessState.GRANTED), strict=True):
        one.refresh_from_db()
        assert one.state == state
    assert api(world, "teacher").get(f"threads/{closed.pk}").status_code == 404
    # It is reopened for those whom it names alone.
    assert not step(world, closed, ThreadState.OPEN).is_announced


def test_a_draft_and_what_everybody_reads_are_not_announced(world: World) -> None:
    draft = a_thread_in(world, ThreadState.DRAFT)
    closed = a_restricted_thread(world, organisations=("police",))
    step(world, step(world, closed, ThreadState.SUMMARISING), ThreadState.CLOSED)
    restrict(world, draft, organisations=("police",))
    for thread in (draft, closed):
        with pytest.raises(Invalid) as refused:
            announce(world, thread)
        assert [(one.pointer, one.code) for one in refused.value.errors] == [("/announced", "not_open")]
    shared = a_thread(world)
    body = {"visibility": "group", "announced": True}
    answer = api(world, "facilitator").put(f"threads/{shared.pk}/audience", body, **if_match(shared))
    assert pointers(answer) == [("/announced", "not_restricted")]
    body = {"visibility": "restricted", "announced": "так"}
    answer = api(world, "facilitator").put(f"threads/{shared.pk}/audience", body, **if_match(shared))
    assert [pointer for pointer, _code in pointers(answer)] == ["/announced"]


def test_a_title_that_gives_somebody_away_is_announced_knowingly(world: World) -> None:
    title = "Подзвонити +380 67 123 45 67"
    thread = create_thread(
        actor=world.actor("facilitator").with_confirmed(["phone"]),
        group_id=world.group.pk,
        title_uk=title,
        purpose=Purpose.CONSULT,
        visibility=Visibility.RESTRICTED,
        organisation_ids=[world.organisations["police"].pk],
    )
    with pytest.raises(PersonalData):
        announce(world, thread)
    assert announced(world) == []
    announce(world, thread, confirmed=["phone"])
    assert len(announced(world)) == 1
    # It was asked when it was announced: naming one more does not ask again.
    announce(world, thread)


def test_a_thread_is_announced_as_it_is_begun_by_one_write(world: World) -> None:
    path, police = f"groups/{world.group.pk}/threads", str(world.organisations["police"].pk)
    said = {"title": "Охорона", "purpose": "consult", "announced": True}
    restricted = {"visibility": "restricted", "organisations": [police]}
    before, line = get_head(group_topic(world.group.pk)), api(world, "facilitator")
    made = line.post(path, {**said, **restricted})
    assert (made.status_code, made.json()["announced"], made.json()["version"]) == (201, True, 1)
    assert [card["id"] for card in announced(world)] == [made.json()["id"]]
    heard = [one["kind"] for one in frames(group_topic(world.group.pk), before)]
    assert heard == ["dialogue.announcement_changed"]
    refused = line.post(path, {**said, "visibility": "group"})
    assert pointers(refused) == [("/announced", "not_restricted")]
    assert pointers(line.post(path, {**said, **restricted, "draft": True})) == [("/announced", "not_open")]
    assert [pointer for pointer, _ in pointers(line.post(path, {**said, "announced": 1}))] == ["/announced"]
    phone = {**said, **restricted, "title": "Хто дзвонить з 067 123 45 67?"}
    assert pointers(line.post(path, phone)) == [("/title", "phone")]
    assert len(announced(world)) == 1


def test_the_list_costs_the_same_for_many(world: World) -> None:
    ask(world, an_announced_thread(world))
    teacher = api(world, "teacher")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert teacher.get(f"groups/{world.group.pk}/announced-threads").status_code == 200
        return len(queries)

    few = cost()
    for _nth in range(3):
        ask(world, an_announced_thread(world))
    assert cost() == few


def test_whose_seat_is_over_knows_nothing_any_more(world: World) -> None:
    thread = an_announced_thread(world)
    seat = world.seats["teacher"]
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="Інша робота")
    for path in (f"threads/{thread.pk}", f"threads/{thread.pk}/card"):
        assert api(world, "teacher").get(path).status_code == 404


def test_a_member_who_comes_later_knows_of_it_too(world: World) -> None:
    an_announced_thread(world)
    assert announced(world, "councillor")
    assert world.seats["councillor"].role == Role.MEMBER


def test_no_frame_of_the_group_tells_of_the_request(world: World) -> None:
    thread = an_announced_thread(world)
    after, own = get_head(group_topic(world.group.pk)), get_head(topic_of(thread.pk))
    ask(world, thread, reason="Дуже особисте")
    assert get_head(group_topic(world.group.pk)) == after
    assert get_head(topic_of(thread.pk)) == own
    topic = f"user:{world.people['facilitator'].pk}"
    heard = [one for one in frames(topic, 0) if one["kind"] == "dialogue.access_asked_for"]
    assert [one["data"] for one in heard] == [{"thread_id": str(thread.pk)}]
    assert "Дуже" not in json.dumps(heard, ensure_ascii=False)


def test_time_moves_no_card(world: World) -> None:
    for title in ("Перша", "Друга"):
        an_announced_thread(world, title_uk=title)
    before, at = announced(world), now() + timedelta(days=9)
    with replace_clock(lambda: at):
        assert announced(world) == before
