"""Co-owners: they work on an item besides its owner, read it where it is restricted, and never verify it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from groups.models import Sector
from tasks.lifecycle.notification_recipients import list_verifiers
from tasks.models import ActionItem
from tests.cast import World, an_organisation
from tests.dialogue.helpers import a_restricted_thread, api
from tests.tasks.external_assignees.helpers import waits
from tests.tasks.helpers import an_item, edit, fresh, move, numbers, proposal, prove
from tests.tasks.import_items.test_import_items import (
    HEADING,
    as_csv,
    checked,
    day,
    headings_of,
    organisation,
)
from tests.tasks.lifecycle.test_create import fault, sees
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications.models import Notification


def with_school(world: World, **facts: Any) -> ActionItem:
    """An item of the council on which the school works, too."""
    return an_item(world, coowners=[world.organisations["school"].pk], **facts)


def test_a_coowner_works_on_it_and_never_verifies(world: World) -> None:
    item = with_school(world)
    drain_outbox()
    told = Notification.objects.filter(event__subject_id=item.pk)
    assert {one.person_id: one.reason for one in told} == {
        world.people["councillor"].pk: "owner",
        world.people["secretary"].pk: "owner",
        world.people["teacher"].pk: "coowner",
    }
    move(world, item, "accepted", "teacher")
    move(world, item, "in_progress", "teacher")
    prove(world, item)
    move(world, item, "done", "teacher")
    with pytest.raises(Forbidden):
        move(world, item, "verified", "teacher")
    move(world, item, "verified", "officer")
    mine = numbers(api(world, "teacher").get("action-items?owner=me"))
    assert item.number in mine


@pytest.mark.parametrize("state", ["accepted", "in_progress", "done"])
def test_who_left_after_work_had_begun_never_verifies_it(world: World, state: str) -> None:
    school = world.organisations["school"]
    item = with_school(world)
    for to in ("accepted", "in_progress", "done"):
        if to == "done":
            prove(world, item)
        move(world, item, to, "teacher" if to == state else "councillor")
        if to == state:
            edit(world, item, coowners=[])
    assert fresh(item).former_coowners == [school.pk]
    assert waits(world, "teacher", item) is False
    assert world.people["teacher"].pk not in {one.person_id for one in list_verifiers(fresh(item))}
    with pytest.raises(Forbidden):
        move(world, item, "verified", "teacher")
    allowed = api(world, "teacher").get(f"action-items/{item.pk}").json()["allowed"]
    assert {"verify", "return"}.isdisjoint(allowed)
    with pytest.raises(Invalid) as refused:
        edit(world, item, verifier_organisation_id=school.pk)
    assert fault(refused) == ("/verifier_organisation", "worked_on_it")
    rows, teacher = ActionItem.objects.filter(pk=item.pk), world.people["teacher"].pk
    forged = {"state": "verified", "verified_at": now(), "verified_by": teacher, "verified_for": school}
    for change in (forged, {"verifier_organisation": school}):
        with pytest.raises(IntegrityError, match="former_coowners"), transaction.atomic():
            rows.update(**change)
    edit(world, item, coowners=[school.pk])
    edit(world, item, coowners=[])
    assert fresh(item).former_coowners == [school.pk]
    assert waits(world, "officer", item) is True
    move(world, item, "verified", "officer")


def test_who_left_before_anybody_accepted_it_may_verify_it(world: World) -> None:
    item = with_school(world)
    edit(world, item, coowners=[])
    for to in ("accepted", "in_progress"):
        move(world, item, to)
    prove(world, item)
    move(world, item, "done")
    assert waits(world, "teacher", item) is True
    move(world, item, "verified", "teacher")


def test_a_coowner_reads_what_is_restricted_as_long_as_they_are_one(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = with_school(world, thread_id=thread.pk)
    assert sees(world, "teacher", item)
    edit(world, item, coowners=[])
    assert not sees(world, "teacher", item)
    assert Event.objects.filter(kind="tasks.coowners_changed").count() == 1
    edit(world, item, coowners=[world.organisations["school"].pk])
    drain_outbox()
    joined = Notification.objects.filter(event__kind="tasks.coowners_changed")
    assert {one.person_id for one in joined} == {world.people["teacher"].pk}


@pytest.mark.parametrize(
    ("owners", "verifier", "expected"),
    [
        (["council"], None, ("/coowners", "same_as_owner")),
        (["school", "police"], "police", ("/verifier_organisation", "same_as_owner")),
    ],
)
def test_each_organisation_has_one_part(
    world: World, owners: list[str], verifier: str | None, expected: tuple[str, str]
) -> None:
    facts: dict[str, Any] = {"coowners": [world.organisations[one].pk for one in owners]}
    if verifier is not None:
        facts["verifier_organisation_id"] = world.organisations[verifier].pk
    with pytest.raises(Invalid) as refused:
        an_item(world, **facts)
    assert fault(refused) == expected
    item = an_item(world)
    with pytest.raises(Invalid) as refused:
        edit(world, item, **facts)
    assert fault(refused) == expected


def test_whom_nobody_knows_is_no_coowner(world: World) -> None:
    answer = api(world, "facilitator").post(
        f"groups/{world.group.pk}/action-items",
        proposal(world, coowners=[str(world.organisations["school"].pk), str(uuid7())]),
    )
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/coowners/1", "unknown")]


def test_the_database_keeps_the_parts_apart(world: World) -> None:
    item = with_school(world)
    for column in ("owner_organisation", "verifier_organisation"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActionItem.objects.filter(pk=item.pk).update(**{column: world.organisations["school"]})


def test_who_verifies_is_none_of_those_who_do_it_and_ten_do_it_at_most(world: World) -> None:
    heading = (*HEADING, *headings_of(world)[8:10])
    school, ngo = organisation(world, "school"), organisation(world, "ngo")
    many = "; ".join(
        an_organisation(f"Установа {number}", Sector.POLICE, world.territory).name_uk for number in range(11)
    )
    content = as_csv(
        ["А", organisation(world), day(), f"{school}; {ngo}; {school}", school],
        ["Б", organisation(world), day(), f"{school}; {ngo}", organisation(world, "police")],
        ["В", organisation(world), day(), many, ""],
        heading=heading,
    )
    rows, faults = checked(world, content)
    assert [one["title"] for one in rows] == ["Б"]
    assert faults == [(2, "verifier", "same_as_owner"), (4, "coowners", "max_length")]
