"""Making and changing action items: where they come from, who may, what is refused, how they are numbered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from groups.guest_shares.services import share_with_guest
from groups.initiative_groups.services import suspend_group
from groups.models import Organisation, Role, ShareAccess
from tasks.items.models import FIRST_RESTRICTED_NUMBER
from tasks.items.policies import ActionItemPolicy
from tasks.lifecycle.services.edit import edit_action_item
from tasks.models import ActionItem, Audience, Priority, State
from tests.cast import SYSTEM, World, a_seat, a_world
from tests.dialogue.helpers import a_restricted_thread, a_thread, say
from tests.groups.helpers import second_mandate
from tests.tasks.helpers import (
    an_item,
    an_item_in,
    edit,
    fresh,
    in_days,
    kinds_of,
    move,
    prove,
)
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.kernel.object_links import links_of


def sees(world: World, name: str, item: ActionItem) -> bool:
    return ActionItemPolicy().visible_to(world.actor(name)).filter(pk=item.pk).exists()


def fault(error: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    (one,) = error.value.errors
    return one.pointer, one.code


# ---- origin and audience -----------------------------------------------------------------------------------


def test_a_message_becomes_an_item_and_is_tied_to_it(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    item = an_item(world, message_id=message.pk)
    (tie,) = links_of(("action", item.pk))
    assert (tie.kind, tie.source_type, tie.source_id) == ("became", "message", message.pk)
    assert (item.thread_id, item.message_id, item.audience) == (thread.pk, message.pk, Audience.GROUP)
    assert (item.state, item.original_due_on, item.version) == (State.PROPOSED, item.due_on, 1)
    event = Event.objects.get(kind="tasks.action_made", subject_id=item.pk)
    topics = set(event.entries.values_list("topic_id", flat=True))
    assert topics == {f"action:{item.pk}", f"group:{world.group.pk}", f"thread:{thread.pk}"}


def test_what_comes_from_a_restricted_thread_stays_as_restricted(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "ngo"))
    item = an_item(world, message_id=say(world, "officer", thread).pk)
    assert item.audience == Audience.THREAD
    assert {name for name in world.people if sees(world, name, item)} == {
        "facilitator",
        "officer",  # read the thread
        "councillor",
        "secretary",  # act for the owner
    }
    assert not Event.objects.filter(subject_id=item.pk, entries__topic_id=f"group:{world.group.pk}").exists()


def test_only_a_facilitator_widens_it_and_knowingly(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "council"), facilitator_id=None)
    item = an_item(world, owner="police", thread_id=thread.pk)
    assert not sees(world, "teacher", item)
    with pytest.raises(Forbidden):
        edit(world, item, "secretary", audience=Audience.GROUP)
    with pytest.raises(Forbidden) as refused:
        an_item(world, "secretary", thread_id=thread.pk, audience=Audience.GROUP)
    assert refused.value.reason == "only_facilitators_widen"
    edit(world, item, audience=Audience.GROUP)
    assert sees(world, "teacher", item)
    assert not item.grants.exists()
    with pytest.raises(Conflict) as kept:
        edit(world, item, audience=Audience.THREAD)
    assert kept.value.reason == "not_narrowed"


def test_an_item_cannot_be_drawn_from_what_the_maker_does_not_see(world: World, elsewhere: World) -> None:
    hidden = a_restricted_thread(world, organisations=("ngo",))
    foreign = a_thread(elsewhere)
    deleted = say(world, "officer", a_thread(world))
    type(deleted).objects.filter(pk=deleted.pk).update(deleted_at=now(), body="")
    every: list[dict[str, Any]] = [
        {"thread_id": hidden.pk},
        {"thread_id": foreign.pk},
        {"message_id": deleted.pk},
    ]
    for wrong in every:
        with pytest.raises(Invalid) as refused:
            an_item(world, "secretary", **wrong)
        assert fault(refused)[1] == "unknown"
    with pytest.raises(Invalid) as refused:
        an_item(world, thread_id=a_thread(world).pk, message_id=say(world, "officer", a_thread(world)).pk)
    assert fault(refused) == ("/message", "elsewhere")


def test_members_and_observers_make_none_and_outsiders_see_no_register(world: World) -> None:
    for name in ("officer", "observer"):
        with pytest.raises(Forbidden):
            an_item(world, name)
    for name in ("outsider", "former", "administrator"):
        with pytest.raises(NotFound):
            an_item(world, name)
    assert an_item(world, "secretary").created_through_id == world.mandates["secretary"].pk
    second = second_mandate(world, "secretary", "market")
    a_seat(world.group, second, Role.MEMBER)
    assert an_item(world, "secretary", mandate_id=second.pk).created_through_id == second.pk


def test_who_leads_a_thread_draws_items_from_it(world: World) -> None:
    thread = a_thread(world, facilitator_id=world.mandates["officer"].pk)
    assert an_item(world, "officer", thread_id=thread.pk).created_by_id == world.people["officer"].pk


def test_a_suspended_group_only_reads(world: World) -> None:
    item = an_item(world)
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert sees(world, "teacher", item)
    acts: list[Callable[[], object]] = [
        lambda: an_item(world),
        lambda: move(world, item, "accepted"),
        lambda: edit(world, item),
    ]
    for act in acts:
        with pytest.raises(Forbidden) as refused:
            act()
        assert refused.value.reason == "group_not_working"


def test_an_item_says_for_whom_it_is_what_it_takes_and_where(world: World) -> None:
    item = an_item(
        world,
        target_groups=["women", "children", "women"],
        tags=["Світло", " #двір  школи ", "світло"],
        effort_hours=40,
        budget=Decimal("125000.50"),
        budget_source="donor",
        place_name="Двір школи",
        place=(Decimal("49.5"), Decimal("30.25")),
    )
    known = fresh(item)
    assert (known.target_groups, known.tags) == (["women", "children"], ["двір школи", "світло"])
    edit(
        world, item, tags=["світло", "Двір школи"], place=(Decimal("49.5"), Decimal("30.25")), effort_hours=40
    )
    assert fresh(item).version == 1  # nothing new
    edit(world, item, place=None, budget=None, budget_source=None, effort_hours=None, tags=[])
    bare = fresh(item)
    assert (bare.latitude, bare.budget, bare.budget_source, bare.effort_hours) == (None, None, "", None)
    fields = Event.objects.filter(subject_id=item.pk).latest("id").data["fields"]
    assert fields == ["tags", "effort_hours", "budget", "budget_source", "latitude", "longitude"]


# ---- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title_uk": " \u200b"}, ("/title", "blank")),
        ({"title_uk": "а" * 201}, ("/title", "max_length")),
        ({"title_uk": "Пандус\u202e"}, ("/title", "direction")),
        ({"description": "\x00"}, ("/description", "unstorable")),
        ({"due_on": in_days(-1)}, ("/due_on", "past")),
        ({"due_on": datetime(9999, 12, 31, tzinfo=UTC).date()}, ("/due_on", "too_far")),
        ({"criteria": ["так", ""]}, ("/criteria/1", "blank")),
        ({"criteria": ["так"] * 21}, ("/criteria", "max_length")),
        ({"audience": Audience.THREAD}, ("/audience", "no_thread")),
    ],
)
def test_bad_facts_are_refused_by_name(
    world: World, facts: dict[str, Any], expected: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        an_item(world, **facts)
    assert fault(refused) == expected


def test_people_who_cannot_act_are_refused(world: World, elsewhere: World) -> None:
    council, market = world.organisations["council"].pk, world.organisations["market"].pk
    every: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({"verifier_organisation_id": council}, ("/verifier_organisation", "same_as_owner")),
        ({"verifier_organisation_id": market}, ("/verifier_organisation", "not_in_group")),  # observes only
        ({"owner_id": world.mandates["officer"].pk}, ("/owner", "not_in_group")),  # of another organisation
        ({"owner_id": elsewhere.mandates["councillor"].pk}, ("/owner", "not_in_group")),
    ]
    for facts, expected in every:
        with pytest.raises(Invalid) as refused:
            an_item(world, **facts)
        assert fault(refused) == expected
    world.organisations["nobody"] = Organisation(pk=uuid7())
    with pytest.raises(Invalid) as refused:
        an_item(world, owner="nobody")
    assert fault(refused) == ("/owner_organisation", "unknown")


def test_today_is_still_time_by_the_clock_of_the_group(world: World) -> None:
    """At 23:30 in Kyiv it is still the 14th there, while UTC says 21:30."""
    late = datetime(2026, 1, 14, 21, 30, tzinfo=UTC)
    with replace_clock(lambda: late):
        assert an_item(world, due_on=late.date()).year == 2026
    with replace_clock(lambda: late + timedelta(hours=1)), pytest.raises(Invalid):
        an_item(world, due_on=late.date())


# ---- numbers -----------------------------------------------------------------------------------------------


def test_numbers_count_in_the_register_of_the_year(world: World, elsewhere: World) -> None:
    assert [an_item(world).number for _ in range(3)] == [1, 2, 3]
    assert an_item(elsewhere).number == 1
    with replace_clock(lambda: datetime(2027, 12, 31, 23, 0, tzinfo=UTC)):  # in Kyiv it is 2028 already
        item = an_item(world, due_on=datetime(2028, 2, 1, tzinfo=UTC).date())
    assert (item.year, item.number) == (2028, 1)


def test_restricted_items_leave_no_gap_in_the_numbers_of_the_group(world: World) -> None:
    closed = a_restricted_thread(world, organisations=("ngo", "police"))
    numbers = [an_item(world, thread_id=one).number for one in (None, closed.pk, closed.pk, None)]
    assert numbers == [1, FIRST_RESTRICTED_NUMBER, FIRST_RESTRICTED_NUMBER + 1, 2]


def test_a_number_from_an_older_register_is_kept(world: World) -> None:
    year = in_days(0).year
    assert an_item(world, number=(year, 8)).number == 8
    assert an_item(world).number == 9
    with pytest.raises(Conflict) as refused:
        an_item(world, number=(year, 8))
    assert refused.value.reason == "number_taken"


def test_the_database_keeps_numbers_unique(world: World) -> None:
    first, second = an_item(world), an_item(world)
    second.number = first.number
    second.pk = uuid7()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_makers_at_once_get_different_numbers_without_gaps() -> None:
    world = a_world("Тут")

    def make(_turn: int) -> int:
        try:
            return an_item(world).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        numbers = list(threads.map(make, range(18)))
    assert sorted(numbers) == list(range(1, 19))


# ---- changing ----------------------------------------------------------------------------------------------


def test_another_day_keeps_the_first_one_and_the_reason(world: World) -> None:
    item = an_item_in(world, "in_progress")
    moved = edit(world, item, reason="Чекаємо на кошторис", due_on=in_days(30))
    assert (moved.due_on, moved.original_due_on) == (in_days(30), in_days(14))
    event = Event.objects.filter(subject_id=item.pk, kind="tasks.action_edited").get()
    assert event.data["fields"] == ["due_on"]
    assert (event.data["due_before"], event.data["due_after"]) == (str(in_days(14)), str(in_days(30)))
    assert item.remarks.get(pk=event.data["remark_id"]).text == "Чекаємо на кошторис"
    with pytest.raises(Invalid) as refused:
        edit(world, item, due_on=in_days(-1))
    assert fault(refused) == ("/due_on", "past")
    with pytest.raises(Invalid) as refused:
        edit(world, item, reason=" ", due_on=in_days(40))
    assert fault(refused) == ("/reason", "blank")
    assert fresh(item).due_on == in_days(30)


def test_changing_nothing_records_nothing(world: World) -> None:
    item = an_item(world, criteria=["Акт підписано"])
    same = edit(world, item, title_uk=item.title_uk, due_on=item.due_on, criteria=["Акт підписано"])
    assert same.version == item.version
    assert kinds_of(item) == ["action_made"]


def test_the_text_of_an_item_changes_with_one_event(world: World) -> None:
    item = an_item(world)
    edit(world, item, "secretary", title_en="Survey the ramps", priority=Priority.HIGH, description="Усі 11")
    after = fresh(item)
    assert (after.title_en, after.priority, after.version) == ("Survey the ramps", Priority.HIGH, 2)
    assert Event.objects.filter(subject_id=item.pk).latest("id").data["fields"] == [
        "title_en",
        "description",
        "priority",
    ]


def test_another_owner_is_asked_anew_while_nobody_has_accepted(world: World) -> None:
    item = an_item_in(world, "declined", verifier_organisation_id=world.organisations["police"].pk)
    moved = edit(world, item, owner_organisation_id=world.organisations["police"].pk)
    assert (moved.state, moved.state_remark, moved.verifier_organisation_id) == (State.PROPOSED, None, None)
    assert kinds_of(item)[2:] == ["action_reassigned", "action_edited"]  # the named verifier became the owner
    move(world, item, "accepted", "officer")
    with pytest.raises(Conflict) as refused:
        edit(world, item, owner_organisation_id=world.organisations["school"].pk)
    assert refused.value.reason == "already_accepted"


def test_criteria_stay_once_they_are_accepted(world: World) -> None:
    item = an_item(world, criteria=["Акт підписано"])
    edit(world, item, criteria=["Акт підписано", "Пандуси виміряно"])
    assert list(item.criteria.order_by("position").values_list("text", flat=True)) == [
        "Акт підписано",
        "Пандуси виміряно",
    ]
    move(world, item, "accepted")
    with pytest.raises(Conflict) as refused:
        edit(world, item, criteria=[])
    assert refused.value.reason == "criteria_accepted"


@pytest.mark.parametrize("state", ["verified", "closed", "cancelled"])
def test_what_is_over_is_not_changed(world: World, state: str) -> None:
    item = an_item_in(world, state)
    with pytest.raises(Forbidden) as refused:
        edit(world, item, title_uk="Інша назва")
    assert refused.value.reason == "action_state"


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_none_is_lost() -> None:
    world = a_world("Тут")
    item = an_item(world)

    def change(facts: dict[str, Any]) -> str:
        try:
            edit_action_item(
                actor=world.actor("facilitator"),
                action_id=item.pk,
                expected_version=1,
                changes=facts,  # type: ignore[arg-type]
            )
            return "ok"
        except DomainError as error:
            return error.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(change, [{"title_uk": "Перша"}, {"description": "Друга"}]))
    assert sorted(outcomes) == ["ok", "stale"]
    assert fresh(item).version == 2


# ---- guests ------------------------------------------------------------------------------------------------


def test_a_guest_works_on_one_item_and_sees_no_other(world: World) -> None:
    item, other = an_item(world), an_item(world)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="action",
        container_id=item.pk,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.WORK,
        until=now() + timedelta(days=3),
        reason="Виконує роботи",
    )
    assert sees(world, "outsider", item)
    assert not sees(world, "outsider", other)
    for to in ("accepted", "in_progress"):
        move(world, item, to, "outsider")
    prove(world, item, "outsider")
    move(world, item, "done", "outsider")
    with pytest.raises(Forbidden):
        move(world, item, "verified", "outsider")
