"""Threads that are taken to another group: access follows that second, and nothing is lost on the way."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.drafts.services import save_draft
from dialogue.lifecycle.services import edit_thread
from dialogue.models import Message, MessageDraft, Thread, ThreadMove
from dialogue.posting.editing import withdraw_message
from dialogue.reading.selectors import count_unread_by_group
from dialogue.reading.services import mark_read
from dialogue.rounds.services import start_round
from dialogue.threads.events import group_topic, topic_of
from dialogue.threads.policies import ThreadPolicy, list_visible_threads
from groups.access.former_readers import list_former_readers_of
from groups.grants import container_of, rebuild_grants
from groups.guest_shares.services import share_with_guest
from groups.models import InitiativeGroup, Role, ShareAccess
from tasks.lifecycle.services.create import make_action_item
from tasks.models import Audience
from tests.cast import World
from tests.dialogue.helpers import (
    a_group_beside,
    a_restricted_thread,
    a_thread,
    api,
    if_match,
    pointers,
    say,
    take,
)
from tests.dialogue.lifecycle.test_visibility import WHOLE_GROUP, looked_at, readers
from tests.dialogue.moderation.test_moderation import appealed, reported, taken as moderated
from tests.dialogue.timeline.replica import frames
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.disclosure import PersonalData
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import get_head
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event
from viche.search.kinds import FilterRole
from viche.search.models import Entry

pytestmark = pytest.mark.django_db
CHANGED: dict[str, Any] = {"expected_version": 1, "changes": {"title_uk": "Перехрестя"}}
WHO = ("teacher", "secretary", "facilitator")


def test_whoever_reads_the_other_group_reads_it_and_who_reads_this_alone_does_not(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider")
    thread = a_thread(world)
    say(world, "teacher", thread)
    before = readers(world, thread)
    moved = take(world, thread, there)
    assert (before, readers(world, thread)) == (WHOLE_GROUP, {"facilitator", "outsider"})
    assert (moved.group_id, moved.message_count) == (there.pk, 1)
    assert looked_at(topic_of(thread.pk)) == ["thread_moved"]
    with pytest.raises(NotFound):
        say(world, "teacher", thread)
    assert say(world, "outsider", thread).number == 2
    assert not rebuild_grants()


def test_it_says_who_took_it_from_where_and_why(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider")
    thread = a_thread(world)
    take(world, thread, there, reason="Дорога, а не укриття")
    path = f"threads/{thread.pk}/moves"
    (told,) = api(world, "facilitator").get(path).json()["items"]
    assert (told["before"]["id"], told["after"]["id"]) == (str(world.group.pk), str(there.pk))
    assert told["reason"] == "Дорога, а не укриття"
    assert told["actor"]["person"]["id"] == str(world.people["facilitator"].pk)
    # Of a group of which they may not know the new readers are told that there was one.
    InitiativeGroup.objects.filter(pk=world.group.pk).update(visibility="hidden")
    assert api(world, "outsider").get(path).json()["items"][0]["before"] is None
    assert api(world, "teacher").get(path).status_code == 404


def test_the_list_of_moves_costs_the_same_for_many(world: World) -> None:
    there = a_group_beside(world, "facilitator", "officer", led_by="facilitator")
    thread = a_thread(world)
    take(world, thread, there)
    facilitator = api(world, "facilitator")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert facilitator.get(f"threads/{thread.pk}/moves").status_code == 200
        return len(queries)

    few = cost()
    for group in (world.group, there, world.group):
        take(world, thread, group)
    assert cost() == few


def test_nobody_comes_to_read_it_unless_that_is_meant(world: World) -> None:
    there = a_group_beside(world, "facilitator", "officer", "outsider")
    thread = a_thread(world)
    with pytest.raises(Invalid) as refused:
        take(world, thread, there, widens=False)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/widens", "widens")]
    assert "1" in str(refused.value.errors[0].message)
    assert readers(world, thread) == WHOLE_GROUP
    assert not ThreadMove.objects.exists()
    narrower = a_group_beside(world, "facilitator", "officer")
    assert take(world, thread, narrower, widens=False).group_id == narrower.pk


def test_what_only_some_may_read_stays(world: World) -> None:
    there = a_group_beside(world, "facilitator", "officer")
    thread = a_restricted_thread(world, organisations=("police",))
    with pytest.raises(Forbidden) as refused:
        take(world, thread, there)
    assert refused.value.reason == "thread_restricted"
    assert "move" not in api(world, "facilitator").get(f"threads/{thread.pk}").json()["allowed"]


def test_it_is_not_taken_where_one_may_not_begin_one(world: World) -> None:
    thread = a_thread(world)
    unknown = a_group_beside(world, "outsider")
    with pytest.raises(Invalid) as refused:
        take(world, thread, unknown)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/group", "unknown")]
    watched = a_group_beside(world, "facilitator", role=Role.OBSERVER)
    with pytest.raises(Forbidden):
        take(world, thread, watched)
    with pytest.raises(Invalid):
        take(world, thread, world.group)
    with pytest.raises(Forbidden):
        take(world, thread, a_group_beside(world, "teacher"), by="teacher")


def test_who_leads_the_thread_alone_takes_it_from_nobody(world: World) -> None:
    """All others would lose it, those who lead the group among them."""
    thread = a_thread(world, facilitator_id=world.mandates["teacher"].pk)
    with pytest.raises(Forbidden):
        take(world, thread, a_group_beside(world, "teacher", led_by="teacher"), by="teacher")
    assert readers(world, thread) == WHOLE_GROUP
    allowed = [api(world, name).get(f"threads/{thread.pk}").json()["allowed"] for name in WHO]
    assert ["move" in one for one in allowed] == [False, False, True]


def test_a_round_keeps_it(world: World) -> None:
    thread, tomorrow = a_thread(world), now() + timedelta(days=1)
    start_round(actor=world.actor("facilitator"), thread_id=thread.pk, question="Хто?", ends_at=tomorrow)
    with pytest.raises(Conflict) as refused:
        take(world, thread, a_group_beside(world, "facilitator"))
    assert refused.value.reason == "round_runs"


def test_what_waits_for_a_decision_keeps_it(world: World) -> None:
    """Others would decide there, and read who reported it."""
    there = a_group_beside(world, "facilitator", "officer", led_by="officer")
    thread = a_thread(world)
    message = say(world, "officer", thread)
    assert reported(world, message).status_code == 201
    with pytest.raises(Conflict) as refused:
        take(world, thread, there)
    assert refused.value.reason == "reports_wait"
    assert moderated(world, message, "hidden").status_code == 200
    assert appealed(world, message).status_code == 200
    with pytest.raises(Conflict) as refused:
        take(world, thread, there)
    assert refused.value.reason == "reports_wait"
    assert moderated(world, message, "upheld", by="secretary").status_code == 200
    assert take(world, thread, there).group_id == there.pk


def test_what_waits_about_a_message_that_is_gone_keeps_nothing(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    assert reported(world, message).status_code == 201
    withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    there = a_group_beside(world, "facilitator")
    assert take(world, thread, there).group_id == there.pk


def test_items_for_its_readers_alone_keep_it_and_others_go_on_in_their_group(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider")
    thread = a_thread(world)
    message = say(world, "officer", thread)
    facts: dict[str, Any] = {
        "actor": world.actor("facilitator"),
        "group_id": world.group.pk,
        "due_on": today("Europe/Kyiv") + timedelta(days=14),
        "owner_organisation_id": world.organisations["council"].pk,
        "message_id": message.pk,
    }
    item = make_action_item(title_uk="Ліхтар", **facts)
    kept = a_thread(world)
    facts["message_id"] = say(world, "officer", kept).pk
    make_action_item(**facts, title_uk="Між нами", audience=Audience.THREAD)
    with pytest.raises(Conflict) as refused:
        take(world, kept, there)
    assert refused.value.reason == "items_of_readers"
    take(world, thread, there)
    chain = api(world, "facilitator").get(f"action-items/{item.pk}/chain")
    assert str(message.pk) in chain.content.decode()
    shown = api(world, "teacher").get(f"action-items/{item.pk}/chain")
    assert shown.status_code == 200
    assert thread.title_uk not in shown.content.decode()
    assert api(world, "outsider").get(f"action-items/{item.pk}").status_code == 404


def test_who_leads_goes_on_where_they_sit_else_who_took_it_leads(world: World) -> None:
    thread = a_thread(world, facilitator_id=world.mandates["teacher"].pk)
    here = a_group_beside(world, "facilitator", "teacher", led_by="facilitator")
    assert take(world, thread, here).facilitator == world.mandates["teacher"]
    thread = a_thread(world, facilitator_id=world.mandates["officer"].pk)
    taken = take(world, thread, a_group_beside(world, "facilitator"))
    assert taken.facilitator == world.mandates["facilitator"]
    assert not ThreadPolicy().visible_to(world.actor("officer")).filter(pk=thread.pk).exists()


def test_guests_and_what_was_begun_go_with_it(world: World) -> None:
    thread = a_thread(world)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=2),
        reason="Порада",
    )
    teacher = world.mandates["teacher"].pk
    draft: dict[str, Any] = {"thread_id": thread.pk, "body": "Почате", "expected_version": 0}
    save_draft(actor=world.actor("teacher"), on_behalf=True, mandate_id=teacher, **draft)
    take(world, thread, a_group_beside(world, "facilitator"))
    assert readers(world, thread) == {"facilitator", "outsider"}
    assert MessageDraft.objects.get().mandate is None
    assert api(world, "teacher").get(f"threads/{thread.pk}/draft").status_code == 404


def test_a_reason_that_gives_somebody_away_is_asked_about(world: World) -> None:
    thread, there = a_thread(world), a_group_beside(world, "facilitator")
    with pytest.raises(PersonalData):
        take(world, thread, there, reason="Дзвоніть 050 123 45 67")
    take(world, thread, there, reason="Дзвоніть 050 123 45 67", confirmed=["phone"])
    told = [one.data for one in Event.objects.filter(kind="dialogue.thread_changed")]
    assert told[-1]["confirmed"] == ["phone"]


def test_over_http(world: World) -> None:
    thread, there = a_thread(world), a_group_beside(world, "facilitator", "outsider")
    path, speaker = f"threads/{thread.pk}/moves", api(world, "facilitator")
    body = {"group": str(there.pk), "reason": "Їхнє"}
    assert speaker.post(path, body).status_code == 428
    answer = speaker.post(path, body, **if_match(thread))
    assert (answer.status_code, pointers(answer)) == (422, [("/widens", "widens")])
    old = if_match(thread)
    thread = edit_thread(actor=world.actor("facilitator"), thread_id=thread.pk, **CHANGED)
    assert speaker.post(path, {**body, "widens": True}, **old).status_code == 412
    answer = speaker.post(path, {**body, "widens": True}, **if_match(thread))
    assert (answer.status_code, answer.json()["group"]["id"]) == (200, str(there.pk))
    # Sent again, since the answer was lost on the line, also by who leads nothing there.
    again = speaker.post(path, {**body, "widens": True}, **if_match(thread))
    assert (again.status_code, ThreadMove.objects.count()) == (200, 1)
    assert api(world, "teacher").post(path, body, **if_match(thread)).status_code == 404
    assert api(world, "outsider").post(path, body, **if_match(thread)).status_code == 403


def test_who_was_away_is_told_that_it_came(world: World) -> None:
    there = a_group_beside(world, "facilitator", "officer")
    known = a_thread(world)
    take(world, known, there)
    say(world, "officer", known)
    mark_read(actor=world.actor("officer"), thread_id=known.pk, ranges=[(1, 1)])
    thread = a_thread(world, title_uk="Перехрестя")
    take(world, thread, there)
    told = api(world, "officer").get(f"groups/{there.pk}/catch-up").json()["happenings"]
    assert [one["thread_id"] for one in told if one["what"] == "moved"] == [str(thread.pk)]


# ---- what nobody may hear or find --------------------------------------------------------------------------


def test_the_group_that_it_left_hears_that_it_is_gone_and_no_replay_tells_of_it(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider")
    thread = a_thread(world, title_uk="Таємне питання")
    before = get_head(group_topic(world.group.pk)) - 1
    say(world, "officer", thread, "Таємниця")
    take(world, thread, there)
    after = get_head(group_topic(world.group.pk))
    say(world, "outsider", thread, "Далі")
    heard = frames(group_topic(world.group.pk), before)
    assert get_head(group_topic(world.group.pk)) == after
    assert [one["kind"] for one in heard][-1] == "dialogue.thread_left"
    assert heard[-1]["data"] == {"thread_id": str(thread.pk)}
    assert {one["data"] for one in heard[:-1] if not isinstance(one["data"], dict)} == {None}
    assert str(there.pk) not in orjson.dumps(heard).decode()
    assert "Таємн" not in orjson.dumps(heard).decode()
    told = frames(group_topic(there.pk), 0)
    assert [one["data"]["change"] for one in told if one["kind"] == "dialogue.thread_changed"] == ["moved"]


def test_who_saw_it_once_is_known_by_the_seats_of_that_group(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider", led_by="facilitator")
    thread = a_thread(world)
    take(world, thread, there)
    former = list_former_readers_of(container_of(Thread), Thread.objects.get(pk=thread.pk))
    names = {name for name, one in world.people.items() for row in former if row.person == one}
    assert names == WHOLE_GROUP
    ended = {row.person.pk: row.ended for row in former}
    assert ended[world.people["teacher"].pk]
    assert world.people["outsider"].pk not in ended
    take(world, thread, world.group)
    former = list_former_readers_of(container_of(Thread), Thread.objects.get(pk=thread.pk))
    assert world.people["outsider"].pk in {row.person.pk for row in former}


def test_it_is_found_where_it_is(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider", led_by="facilitator")
    thread = a_thread(world, title_uk="Перехрестя")
    message = say(world, "officer", thread, "Світлофор не світить")
    drain_outbox()
    take(world, thread, there)
    drain_outbox()
    for pk in (thread.pk, message.pk):
        keys = set(Entry.objects.get(pk=pk).keys)
        assert {there.pk, FilterRole.GROUP.key(there.pk)} <= keys
        assert not keys & {world.group.pk, FilterRole.GROUP.key(world.group.pk)}
    take(world, thread, world.group)
    drain_outbox()
    assert world.group.pk in Entry.objects.get(pk=message.pk).keys
    assert there.pk not in Entry.objects.get(pk=message.pk).keys


@pytest.mark.parametrize("seed", range(4))
def test_wherever_it_goes_those_read_it_who_may_and_what_waits_is_counted_so(world: World, seed: int) -> None:
    """Against a naive look: who sits where a thread is, and how much of it each has not seen."""
    chance = random.Random(seed)
    seats = {
        world.group.pk: WHOLE_GROUP,
        **{
            a_group_beside(world, *names, led_by="facilitator").pk: set(names)
            for names in (("facilitator", "officer", "outsider"), ("facilitator", "teacher"))
        },
    }
    threads = [a_thread(world).pk, a_thread(world).pk]
    seen: dict[tuple[str, Any], set[int]] = {}
    for _ in range(20):
        thread = Thread.objects.get(pk=chance.choice(threads))
        name = chance.choice(sorted(seats[thread.group_id] - {"observer"}))
        what = chance.randrange(4)
        if what == 0:
            group = InitiativeGroup.objects.get(pk=chance.choice(sorted(seats.keys() - {thread.group_id})))
            take(world, thread, group)
        elif what == 1 and thread.message_count:
            last = thread.message_count
            mark_read(actor=world.actor(name), thread_id=thread.pk, ranges=[(1, last)])
            seen[name, thread.pk] = set(range(1, last + 1))
        else:
            seen.setdefault((name, thread.pk), set()).add(say(world, name, thread).number or 0)
    for name, person in world.people.items():
        own = Thread.objects.filter(pk__in=threads)
        expected = {one.pk for one in own if name in seats[one.group_id]}
        actor = Actor.for_person(person.pk)
        assert set(list_visible_threads(actor).values_list("pk", flat=True)) == expected
        waits: dict[Any, int] = {}
        for one in own.filter(pk__in=expected):
            count = one.message_count - len(seen.get((name, one.pk), set()))
            if count:
                waits[one.group_id] = waits.get(one.group_id, 0) + count
        assert count_unread_by_group(actor, list(seats)) == waits
    said = Message.objects.filter(thread__in=threads)
    for pk in threads:
        numbers = list(said.filter(thread=pk).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
