"""What stays with the group that a thread was taken from, and what becomes of who took it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.lifecycle.services import edit_thread
from dialogue.models import Message, Thread, ThreadMove
from dialogue.privacy.erasure import anonymise_author
from dialogue.transfer.services import move
from groups.grants import lock_for_share
from groups.memberships.services import end_membership
from groups.models import InitiativeGroup
from tasks.lifecycle.services.discussion import open_discussion
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_group_beside, a_thread, api, say, take
from tests.dialogue.lifecycle.test_visibility import WHOLE_GROUP, readers
from tests.tasks.helpers import an_item
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.search.models import Entry

pytestmark = pytest.mark.django_db
WHY = "Дорога, а не укриття"


def record(world: World, name: str, group: InitiativeGroup) -> list[dict[str, Any]]:
    answer = api(world, name).get(f"groups/{group.pk}/moved-threads")
    assert answer.status_code == 200, answer.content
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_all_who_lost_it_read_who_took_it_when_and_why_and_not_where_to(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider", led_by="outsider")
    InitiativeGroup.objects.filter(pk=there.pk).update(visibility="hidden")
    thread = a_thread(world, title_uk="Перехрестя")
    take(world, thread, there, reason=WHY)
    (told_of,) = record(world, "teacher", world.group)
    assert (told_of["title"]["uk"], told_of["reason"]) == ("Перехрестя", WHY)
    assert told_of["actor"]["person"]["id"] == str(world.people["facilitator"].pk)
    assert (told_of["thread_id"], told_of["after"]) == (None, None)
    (known,) = record(world, "facilitator", world.group)
    assert (known["thread_id"], known["after"]["id"]) == (str(thread.pk), str(there.pk))
    assert record(world, "outsider", there) == []
    assert api(world, "outsider").get(f"groups/{world.group.pk}/moved-threads").status_code == 404


def test_another_title_there_is_not_told(world: World) -> None:
    there = a_group_beside(world, "facilitator", led_by="facilitator")
    thread = take(world, a_thread(world, title_uk="Перехрестя"), there)
    edit_thread(
        actor=world.actor("facilitator"),
        thread_id=thread.pk,
        expected_version=thread.version,
        changes={"title_uk": "Наше"},
    )
    assert [one["title"]["uk"] for one in record(world, "teacher", world.group)] == ["Перехрестя"]


def test_the_record_costs_the_same_for_many(world: World) -> None:
    there = a_group_beside(world, "facilitator", led_by="facilitator")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            record(world, "teacher", world.group)
        return len(queries)

    take(world, a_thread(world), there)
    few = cost()
    for _ in range(3):
        take(world, a_thread(world), there)
    assert cost() == few


def test_who_leads_the_group_and_who_led_the_thread_are_told(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider")
    thread = a_thread(world, facilitator_id=world.mandates["teacher"].pk, title_uk="Перехрестя")
    forget()
    take(world, thread, there, reason=WHY)
    assert told(world) == {"teacher": "led_thread"}
    said = words(world, "teacher")
    assert "Перехрестя" in said.title["uk"]
    assert world.people["facilitator"].name_uk in said.title["uk"]
    assert (said.body["uk"], said.url) == (WHY, f"/groups/{world.group.pk}/moderation")


def test_another_who_leads_the_group_is_told(world: World) -> None:
    there = a_group_beside(world, "facilitator", "outsider")
    forget()
    move.move_to_group(
        actor=SYSTEM,
        thread_id=a_thread(world).pk,
        group_id=there.pk,
        reason=WHY,
        expected_version=1,
        widens=True,
    )
    assert told(world) == {"facilitator": "leads_group"}


def test_whose_seat_there_ends_meanwhile_does_not_take_it_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, thread = a_group_beside(world, "facilitator", "outsider"), a_thread(world)
    seat = there.memberships.get(mandate=world.mandates["facilitator"])

    def waits(group: InitiativeGroup) -> None:
        """As another transaction does that held the group."""
        end_membership(actor=SYSTEM, group_id=group.pk, membership_id=seat.pk, reason="rotation")
        lock_for_share(group)

    monkeypatch.setattr(move, "lock_for_share", waits)
    with pytest.raises(Invalid) as refused:
        take(world, thread, there)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/group", "unknown")]
    assert readers(world, thread) == WHOLE_GROUP


def test_pages_hear_that_who_took_it_is_erased(world: World) -> None:
    """Also where they neither said anything nor lead it any more."""
    thread = a_thread(world, by="officer")
    take(world, thread, a_group_beside(world, "facilitator", "officer", led_by="officer"))
    assert ThreadMove.objects.get().person == world.people["facilitator"]
    who = world.people["facilitator"].pk
    anonymise_author(actor=SYSTEM, person_id=who, pseudonym="№ 7", removes_messages=False)
    told_of = Event.objects.filter(kind="dialogue.author_erased").values_list("subject_id", flat=True)
    assert thread.pk in told_of


def test_what_was_written_for_its_group_is_not_told_to_another(world: World) -> None:
    there, thread = a_group_beside(world, "facilitator", "officer"), a_thread(world)
    client_id = uuid7()
    first = say(world, "officer", thread, "Ще тут", client_id=client_id, group_id=world.group.pk)
    take(world, thread, there)
    with pytest.raises(Conflict) as refused:
        say(world, "officer", thread, "Між нами", group_id=world.group.pk)
    assert refused.value.reason == "thread_moved"
    # What was stored there and is only sent again is found.
    again = say(world, "officer", thread, "Ще тут", client_id=client_id, group_id=world.group.pk)
    assert again.pk == first.pk
    path, body = f"threads/{thread.pk}/messages", {"client_id": str(uuid7()), "body": "Усім"}
    answer = api(world, "officer").post(path, {**body, "group_id": str(world.group.pk)})
    assert (answer.status_code, answer.json()["code"]) == (409, "thread_moved")
    assert api(world, "officer").post(path, {**body, "group_id": str(there.pk)}).status_code == 201
    assert Message.objects.filter(thread=thread).count() == 2


def test_the_talk_about_an_action_item_stays_with_it(world: World) -> None:
    item = an_item(world)
    thread = Thread.objects.get(pk=open_discussion(actor=world.actor("facilitator"), action_id=item.pk))
    with pytest.raises(Conflict) as refused:
        take(world, thread, a_group_beside(world, "facilitator"))
    assert refused.value.reason == "item_discussed"


def test_what_was_read_before_it_moved_and_written_down_after_is_found_where_it_is(world: World) -> None:
    there, thread = a_group_beside(world, "facilitator", "officer"), a_thread(world)
    message = say(world, "officer", thread, "Світлофор не світить")
    drain_outbox()
    Entry.objects.get(pk=message.pk).delete()  # as long as another worker has only read it
    take(world, thread, there)
    drain_outbox()
    keys = set(Entry.objects.get(pk=message.pk).keys)
    assert there.pk in keys
    assert world.group.pk not in keys
