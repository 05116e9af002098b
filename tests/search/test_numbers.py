"""Action items are found by their number, before what has the number among its words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import GroupState, InitiativeGroup
from tasks.lifecycle.services.create import make_action_item
from tasks.models import ActionItem
from tests.cast import World
from tests.dialogue.helpers import a_group_beside, a_restricted_thread, a_thread, say
from tests.search.acts import asking, found, ids
from tests.tasks.helpers import an_item, in_days
from viche.kernel.events.outbox import drain_outbox

pytestmark = pytest.mark.django_db


def an_item_beside(world: World) -> ActionItem:
    """The first item of another group that the facilitator leads."""
    beside = a_group_beside(world, "facilitator", "councillor", led_by="facilitator")
    InitiativeGroup.objects.filter(pk=beside.pk).update(state=GroupState.ACTIVE)
    return make_action_item(
        actor=world.actor("facilitator"),
        group_id=beside.pk,
        owner_organisation_id=world.organisations["council"].pk,
        title_uk="Інше",
        due_on=in_days(14),
    )


@pytest.mark.parametrize("typed", ["№ 2", "№2", "#2", "# 2", "No 2", "no. 2", "NO2"])
def test_an_item_is_found_by_its_number(world: World, typed: str) -> None:
    an_item(world)
    item = an_item(world, title_uk="Полагодити ліхтар")
    message = say(world, "officer", a_thread(world), "Школа 2")
    page = found(world, "observer", typed, kind="message,action")
    assert ids(page) == [str(item.pk), str(message.pk)]
    assert [(one["kind"], one["number"], one["state"]) for one in page["items"]] == [
        ("action", 2, "proposed"),
        ("message", 1, None),
    ]
    assert page["similar"] is False


def test_a_number_among_words_is_a_word(world: World) -> None:
    item = an_item(world, title_uk="Школа")
    assert ids(found(world, "observer", "школа 1")) == []
    assert ids(found(world, "observer", "1")) == []
    assert ids(found(world, "observer", "№ 1")) == [str(item.pk)]


def test_items_of_other_groups_are_found_by_their_readers_alone(world: World) -> None:
    own = an_item(world)
    other = an_item_beside(world)
    assert own.number == other.number == 1
    assert ids(found(world, "facilitator", "№ 1")) == [str(other.pk), str(own.pk)]
    assert ids(found(world, "facilitator", "№ 1", group=own.group_id)) == [str(own.pk)]
    assert ids(found(world, "facilitator", "№ 1", kind="thread")) == []
    for name in ("outsider", "former", "administrator"):
        assert ids(found(world, name, "№ 1")) == []


def test_an_item_of_a_restricted_thread_is_found_by_its_readers_alone(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("school",))
    item = an_item(world, thread_id=thread.pk)
    assert ids(found(world, "teacher", f"№ {item.number}")) == [str(item.pk)]
    before = asking(world, "officer", q=f"№ {item.number + 1}").content
    assert asking(world, "officer", q=f"№ {item.number}").content == before


def test_numbered_items_are_on_the_first_page_alone(world: World) -> None:
    item = an_item(world, title_uk="Школа 1")
    thread = a_thread(world)
    messages = [say(world, "officer", thread, f"Ліцей 1, {number}") for number in range(3)]
    first = found(world, "observer", "№ 1", limit=2)
    second = found(world, "observer", "№ 1", limit=2, cursor=first["next_cursor"])
    newest_first = [str(one.pk) for one in reversed(messages)]
    assert ids(first) == [str(item.pk), *newest_first[:2]]
    assert ids(second) == newest_first[2:]


def test_as_many_queries_for_many_as_for_one(world: World) -> None:
    an_item(world)
    drain_outbox()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert asking(world, "facilitator", q="№ 1").json()["items"]
        return len(queries)

    count()
    few = count()
    an_item_beside(world)
    drain_outbox()
    assert len(asking(world, "facilitator", q="№ 1").json()["items"]) == 2
    assert count() == few
