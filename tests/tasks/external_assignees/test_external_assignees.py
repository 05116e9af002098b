"""Owners without an account: who keeps them, what they own, whom their work is told to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tasks.external_assignees.services import add_outside_body, forget_contacts
from tasks.lifecycle.services.create import make_action_item
from tasks.models import ActionItem, OutsideBody
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api, pointers
from tests.tasks.helpers import an_item, edit, fresh, in_days, kinds_of, move, proposal, tag
from tests.tasks.lifecycle.test_notifications import told, words
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.notifications.models import Notification

BODIES = "groups/{}/outside-bodies"


def a_body(world: World, by: str = "facilitator", **facts: Any) -> OutsideBody:
    said: dict[str, Any] = {
        "name_uk": "Водоканал",
        "contact_name": "Ірина Пасічник",
        "email": "vodokanal@example.org",
        "phone": "+380 44 123-45-67",
        **facts,
    }
    return add_outside_body(actor=world.actor(by), group_id=world.group.pk, **said)


def its_item(world: World, body: OutsideBody, by: str = "facilitator", **facts: Any) -> ActionItem:
    said: dict[str, Any] = {"title_uk": "Полагодити гідрант", "due_on": in_days(14), **facts}
    return make_action_item(actor=world.actor(by), group_id=world.group.pk, outside_body_id=body.pk, **said)


def faults(answer: Any) -> dict[str, str]:
    return dict(pointers(answer))


def fault(refused: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    (error,) = refused.value.errors
    return error.pointer, error.code


def test_those_who_make_items_keep_them_and_nobody_else_reads_their_contacts(
    world: World, elsewhere: World
) -> None:
    address = BODIES.format(world.group.pk)
    made = api(world, "secretary").post(address, {"name": "Водоканал", "email": "Voda@Example.org"})
    assert made.status_code == 201
    assert (made.json()["email"], made.json()["language"], made.json()["sector"]) == (
        "voda@example.org",
        "uk",
        "other",
    )
    again = api(world, "facilitator").post(address, {"name": " Водоканал "})
    assert faults(again) == {"/name": "taken"}
    assert [one["id"] for one in api(world, "facilitator").get(address).json()["items"]] == [
        made.json()["id"]
    ]
    assert api(world, "officer").get(address).status_code == 403
    assert api(elsewhere, "facilitator").get(address).status_code == 404
    one = f"{address}/{made.json()['id']}"
    changed = api(world, "facilitator").patch(one, {"email": "", "phone": "102"}, **tag(1))
    assert (changed.json()["email"], changed.json()["phone"], changed.json()["version"]) == ("", "102", 2)
    assert changed.json()["allowed"] == ["edit"]
    assert api(world, "facilitator").patch(one, {"phone": "103"}, **tag(1)).status_code == 412
    assert api(world, "officer").patch(one, {"phone": "103"}, **tag(2)).status_code == 403
    theirs = f"{BODIES.format(elsewhere.group.pk)}/{made.json()['id']}"
    assert api(elsewhere, "facilitator").patch(theirs, {"phone": "104"}, **tag(2)).status_code == 404


def test_what_is_changed_of_an_owner_stands_in_the_history_of_its_items_without_the_contacts(
    world: World,
) -> None:
    client, body = api(world, "secretary"), a_body(world)
    one = f"{BODIES.format(world.group.pk)}/{body.pk}"
    client.patch(one, {"phone": "101"}, **tag(1))
    item = its_item(world, body)
    other = an_item(world)
    client.patch(one, {"contact_name": "Олег Рудь", "email": "rud@example.org", "language": "en"}, **tag(2))
    reader = api(world, "observer")
    rows = reader.get(f"action-items/{item.pk}/history").json()["items"]
    assert [(one["kind"], one["data"].get("fields")) for one in rows] == [
        ("tasks.outside_body_changed", ["contact_name", "email", "language"]),
        ("tasks.action_made", None),
    ]
    assert rows[0]["actor"]["person"]["id"] == str(world.people["secretary"].pk)
    assert "Рудь" not in str(rows)
    assert "rud@" not in str(rows)
    assert len(reader.get(f"action-items/{other.pk}/history").json()["items"]) == 1
    link = api(world, "facilitator").get(f"action-items/{item.pk}/link").json()
    assert (link["body"]["contact_name"], link["body"]["allowed"]) == ("Олег Рудь", ["edit"])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {"/name": "required"}),
        ({"name": " "}, {"/name": "blank"}),
        ({"name": "Водоканал", "phone": "дзвоніть"}, {"/phone": "not_a_phone"}),
        ({"name": "Водоканал", "email": "vodokanal"}, {"/email": "not_an_email"}),
        ({"name": "Водоканал", "sector": "water"}, {"/sector": "invalid_choice"}),
        ({"name": "Водоканал", "register": "x"}, {"/register": "unknown"}),
    ],
)
def test_what_is_known_of_them_is_checked(world: World, said: Any, expected: dict[str, str]) -> None:
    assert faults(api(world, "facilitator").post(BODIES.format(world.group.pk), said)) == expected


def test_an_item_is_theirs_in_an_organisations_place(world: World, elsewhere: World) -> None:
    body = a_body(world)
    client, address = api(world, "facilitator"), f"groups/{world.group.pk}/action-items"
    said = proposal(world, outside_body=str(body.pk))
    assert faults(client.post(address, said)) == {"/outside_body": "one_owner"}
    del said["owner_organisation"]
    made = client.post(address, said).json()
    assert (made["owner"]["name"]["uk"], made["owner"]["sector"], made["owner_outside"]) == (
        "Водоканал",
        "other",
        True,
    )
    assert faults(client.post(address, {**said, "outside_body": None})) == {"/owner_organisation": "required"}
    assert faults(client.post(address, {**said, "outside_body": str(uuid7())})) == {
        "/outside_body": "unknown"
    }
    foreign = {**said, "outside_body": str(a_body(elsewhere).pk)}
    assert faults(client.post(address, foreign)) == {"/outside_body": "unknown"}
    person = {**said, "owner": str(world.mandates["councillor"].pk)}
    assert faults(client.post(address, person)) == {"/owner": "not_in_group"}
    listed = client.get(f"action-items?outside_body={body.pk}&sector=other").json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert client.get("action-items?sector=police").json()["items"] == []


def test_it_passes_from_one_owner_to_another_while_nobody_has_accepted(world: World) -> None:
    body, council = a_body(world), world.organisations["council"].pk
    item = an_item(world, verifier_organisation_id=world.organisations["police"].pk)
    edit(world, item, outside_body_id=body.pk)
    moved = fresh(item)
    assert (moved.owner_organisation_id, moved.outside_body_id, moved.owned_by) == (None, body.pk, body)
    assert moved.verifier_organisation_id == world.organisations["police"].pk
    with pytest.raises(Invalid) as refused:
        edit(world, item, outside_body_id=None)
    assert fault(refused) == ("/owner_organisation", "required")
    edit(world, item, owner_organisation_id=council)
    assert (fresh(item).owner_organisation_id, fresh(item).outside_body_id) == (council, None)
    assert kinds_of(item) == ["action_made", "action_reassigned", "action_reassigned"]


def test_nobody_of_the_group_is_its_owner_and_the_database_wants_exactly_one(world: World) -> None:
    item = its_item(world, a_body(world))
    for name in ("councillor", "officer", "facilitator"):
        with pytest.raises(Forbidden):
            move(world, item, "accepted", name)
    for owner in ({"owner_organisation": world.organisations["council"]}, {"outside_body": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActionItem.objects.filter(pk=item.pk).update(**owner)


def test_who_leads_the_group_is_told_in_the_place_of_an_owner_without_an_account(world: World) -> None:
    body = a_body(world)
    drain_outbox()
    Notification.objects.all().delete()
    its_item(world, body, by="secretary")
    assert told(world) == {"facilitator": "stands_in"}
    said = words(world, "facilitator")
    assert "Водоканал" in said.body["uk"]
    assert "не має тут облікового запису" in said.reason["uk"]


def test_contacts_are_forgotten_a_year_after_there_was_something_to_do(world: World) -> None:
    idle, busy, late = (a_body(world, name_uk=name) for name in ("Один", "Два", "Три"))
    its_item(world, busy)
    over = move(world, its_item(world, late), "cancelled", "facilitator")
    year = now() + timedelta(days=366)
    ActionItem.objects.filter(pk=over.pk).update(state_since=year - timedelta(days=30))
    assert forget_contacts(actor=SYSTEM) == 0
    with replace_clock(lambda: year):
        assert forget_contacts(actor=SYSTEM) == 1
    known = OutsideBody.objects.filter(pk__in=[idle.pk, busy.pk, late.pk]).order_by("id")
    assert [(one.email != "", one.phone != "") for one in known] == [
        (False, False),
        (True, True),
        (True, True),
    ]
