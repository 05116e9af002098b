"""The thread of an item: opened once, for those who read the item then, and for nobody more later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection

from dialogue.models import Thread, Visibility
from groups.memberships.services import end_membership
from tasks.lifecycle.services.discussion import open_discussion
from tasks.models import ActionItem
from tests.cast import SYSTEM, World, a_world
from tests.dialogue.helpers import a_restricted_thread, api, say
from tests.dialogue.publishing.helpers import publish
from tests.tasks.helpers import TITLE, an_item, edit, fresh, kinds_of, numbers
from viche.kernel.errors import Conflict, Forbidden, NotFound


def discuss(world: World, item: ActionItem, by: str = "teacher") -> UUID:
    return open_discussion(actor=world.actor(by), action_id=item.pk)


def test_it_is_opened_once_for_the_group(world: World) -> None:
    item = an_item(world)
    for name, refusal in (("observer", Forbidden), ("outsider", NotFound)):
        with pytest.raises(refusal):
            discuss(world, item, name)
    thread = Thread.objects.get(pk=discuss(world, item))
    assert discuss(world, item, "officer") == thread.pk
    assert thread.visibility == Visibility.GROUP
    assert thread.title_uk == f"Доручення №\u00a0{item.number}: {TITLE}"
    assert kinds_of(item)[-1] == "discussion_opened"
    assert fresh(item).version == item.version + 1


def test_among_few_it_is_among_the_same_few_and_stays_so(world: World) -> None:
    source = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=source.pk)
    for name in ("officer", "councillor"):  # who reads the thread, and who works on the item
        with pytest.raises(Forbidden):
            discuss(world, item, name)
    thread = Thread.objects.get(pk=discuss(world, item, "facilitator"))
    assert thread.visibility == Visibility.RESTRICTED
    # Its title is read also by those who are let into the thread alone.
    assert thread.title_uk == f"Доручення №\u00a0{item.number}"
    assert set(thread.audience.values_list("organisation", "person")) == set(
        source.audience.values_list("organisation", "person")
    )
    edit(world, item, audience="group")
    path = f"action-items/{item.pk}"
    assert api(world, "teacher").get(path).json()["discussion"] == {"thread_id": None, "unread": None}
    assert api(world, "teacher").get(f"threads/{thread.pk}").status_code == 404
    assert api(world, "officer").get(path).json()["discussion"]["thread_id"] == str(thread.pk)


def test_it_is_for_those_of_the_few_who_are_still_there(world: World) -> None:
    source = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=source.pk)
    seat = world.seats["officer"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Вихід")
    thread = Thread.objects.get(pk=discuss(world, item, "facilitator"))
    assert [one.organisation_id for one in thread.audience.all()] == [world.organisations["ngo"].pk]
    steps = api(world, "facilitator").get(f"action-items/{item.pk}/history").json()["items"]
    assert str(thread.pk) not in str(steps)


def test_the_page_counts_what_is_unread_and_the_thread_finds_its_item(world: World) -> None:
    item, _other = an_item(world), an_item(world)
    path, teacher = f"action-items/{item.pk}", api(world, "teacher")
    assert teacher.get(path).json()["discussion"] is None
    opened = teacher.post(f"{path}/discussion", None)
    assert (opened.status_code, opened.json()["discussion"]["unread"]) == (200, 0)
    thread = Thread.objects.get()
    say(world, "officer", thread)
    assert teacher.get(path).json()["discussion"] == {"thread_id": str(thread.pk), "unread": 1}
    assert numbers(teacher.get("action-items", discussion=str(thread.pk))) == [item.number]
    assert api(world, "observer").post(f"{path}/discussion", None).status_code == 403
    assert api(world, "outsider").post(f"{path}/discussion", None).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_it_at_once_both_find_one_thread() -> None:
    world = a_world("Тут")
    item = an_item(world)

    def act(name: str) -> UUID:
        try:
            return discuss(world, item, name)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(act, ("teacher", "officer")))
    assert found == set(Thread.objects.values_list("pk", flat=True)) == {fresh(item).discussion_id}


def test_it_is_not_published_past_the_item(world: World) -> None:
    """Its title is that of the item, which is published in words of its own."""
    thread = Thread.objects.get(pk=discuss(world, an_item(world)))
    with pytest.raises(Conflict) as refused:
        publish(world, thread)
    assert refused.value.reason == "item_discussed"
    thread.refresh_from_db()
    assert not thread.is_public
