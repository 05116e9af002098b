"""What people choose: which topics come by mail, everywhere and in single groups."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import SYSTEM, World
from tests.dialogue.helpers import Api, api
from tests.notifications.conftest import Bell, toll
from viche.kernel.actor import Actor
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications.models import Delivery, Notification, Preference, Topic
from viche.notifications.policies import PreferencePolicy
from viche.notifications.services.preferences import unsubscribe

MINE = "me/notification-preferences"
HOURS = {
    "quiet_from": None,
    "quiet_until": None,
    "working_days": [1, 2, 3, 4, 5, 6, 7],
    "holidays_off": False,
    "digest_at": "08:00",
}


def choose(who: Api, version: int = 0, **choices: Any) -> Any:
    body = {"topics": [], "groups": [], "hours": HOURS, **choices}
    return who.put(MINE, body, **{"If-Match": f'"{version}"'})


def off(topic: str = "steps", **more: Any) -> dict[str, Any]:
    return {"topic": topic, "email": "off", **more}


def mailed(world: World, bell: Bell, *names: str, group: Any = None) -> list[str]:
    """Who of those called gets a mail of one toll."""
    drain_outbox()
    Notification.objects.all().delete()
    bell.call(world, *names)
    toll(SYSTEM, uuid7(), group)
    drain_outbox()
    people = {person.pk: name for name, person in world.people.items()}
    assert Notification.objects.count() == len(names)  # the inbox has it in any case
    return sorted(people[one] for one in Delivery.objects.values_list("notification__person", flat=True))


def test_who_chose_nothing_hears_of_everything_at_once(world: World) -> None:
    answer = api(world, "officer").get(MINE)
    assert answer["ETag"] == '"0"'
    body = answer.json()
    assert (body["groups"], body["version"]) == ([], 0)
    assert {one["email"] for one in body["topics"]} == {"at_once"}
    assert [one["topic"] for one in body["topics"] if one["fixed"]] == ["account"]
    assert [one["topic"] for one in body["topics"]] == [
        "assigned",
        "steps",
        "reminders",
        "verification",
        "must_read",
        "dialogue",
        "programmes",
        "membership",
        "account",
    ]


def test_what_is_switched_off_comes_to_the_inbox_alone(world: World, bell: Bell) -> None:
    assert choose(api(world, "officer"), topics=[off()]).status_code == 200
    assert mailed(world, bell, "officer", "teacher") == ["teacher"]
    assert choose(api(world, "officer"), 1, topics=[off("reminders")]).status_code == 200
    assert mailed(world, bell, "officer", "teacher") == ["officer", "teacher"]


def test_a_group_goes_before_everywhere(world: World, bell: Bell) -> None:
    here = str(world.group.pk)
    back = {"topic": "steps", "email": "at_once", "group": here}
    choose(api(world, "officer"), topics=[off()], groups=[back])
    choose(api(world, "teacher"), groups=[off(group=here)])
    assert mailed(world, bell, "officer", "teacher", group=world.group.pk) == ["officer"]
    assert mailed(world, bell, "officer", "teacher", group=uuid7()) == ["teacher"]
    assert mailed(world, bell, "officer", "teacher") == ["teacher"]
    assert api(world, "officer").get(MINE).json()["groups"] == [{**back, "push": None}]


def test_hours_are_kept_as_they_were_chosen(world: World) -> None:
    chosen = {
        "quiet_from": "22:00",
        "quiet_until": "07:30",
        "working_days": [1, 2, 3, 4, 5],
        "holidays_off": True,
        "digest_at": "09:15",
    }
    mixed = {**chosen, "working_days": [5, 4, 3, 2, 1, 1]}
    assert choose(api(world, "officer"), hours=mixed).json()["hours"] == chosen
    assert api(world, "officer").get(MINE).json()["hours"] == chosen
    assert api(world, "teacher").get(MINE).json()["hours"] == HOURS


def test_what_was_chosen_for_a_group_that_is_out_of_sight_is_not_shown(world: World) -> None:
    Preference.objects.create(
        person=world.people["officer"], topic="steps", group_id=uuid7(), channel="email", mode="off"
    )
    assert api(world, "officer").get(MINE).json()["groups"] == []


def test_everybody_chooses_for_themselves_alone(world: World) -> None:
    assert choose(api(world, "officer"), topics=[off()]).json()["version"] == 1
    for name in ("teacher", "administrator"):
        theirs = api(world, name).get(MINE).json()
        assert {one["email"] for one in theirs["topics"]} == {"at_once"}
    assert api(world, "anonymous").get(MINE).status_code == 401
    assert choose(api(world, "anonymous")).status_code == 401
    person = world.people["officer"].pk
    reading = Actor(person, token_id=uuid7(), scopes=frozenset({"notifications:read"}))
    assert api(world, "officer", reading).get(MINE).json()["version"] == 1
    assert choose(api(world, "officer", reading), 1).status_code == 403
    blind = Actor(person, token_id=uuid7(), scopes=frozenset({"tasks:read"}))
    assert api(world, "officer", blind).get(MINE).status_code == 403
    assert not PreferencePolicy().visible_to(blind).exists()
    event = Event.objects.get(kind="notifications.preferences_changed")
    assert (event.subject_id, event.actor_id) == (person, person)


def test_the_version_that_was_read_is_the_one_that_changes(world: World) -> None:
    officer = api(world, "officer")
    assert officer.put(MINE, {"topics": [], "groups": [], "hours": HOURS}).status_code == 428
    assert choose(officer, 1).status_code == 412
    assert choose(officer, 0).status_code == 200
    assert choose(officer, 0).status_code == 412


def test_what_comes_to_devices_is_chosen_apart_from_mail(world: World) -> None:
    here = str(world.group.pk)
    quiet = {"topic": "steps", "email": "daily", "push": "off"}
    own = {"topic": "reminders", "group": here, "email": None, "push": "off"}
    officer = api(world, "officer")
    empty = {"topic": "assigned", "group": here}
    assert choose(officer, topics=[quiet], groups=[own, empty]).status_code == 200
    body = officer.get(MINE).json()
    ways = {one["topic"]: (one["email"], one["push"]) for one in body["topics"]}
    assert (ways["steps"], ways["reminders"]) == (("daily", "off"), ("at_once", "at_once"))
    assert body["groups"] == [own]
    unsubscribe(actor=SYSTEM, person_id=world.people["officer"].pk, topics=[Topic.REMINDERS])
    body = officer.get(MINE).json()
    assert body["groups"] == [own]  # a mail's link switches off mail
    assert choose(officer, body["version"], topics=[], groups=[]).json()["groups"] == []


@pytest.mark.parametrize(
    ("choices", "pointer"),
    [
        ({"topics": [off("account")]}, "/topics/0/email"),
        ({"topics": [{"topic": "account", "email": "at_once", "push": "off"}]}, "/topics/0/push"),
        ({"topics": [{"topic": "steps", "email": "off", "push": "daily"}]}, "/topics/0/push"),
        ({"topics": [{"topic": "steps", "email": None}]}, "/topics/0/email"),
        ({"topics": [off(), off()]}, "/topics/1/topic"),
        ({"topics": [off("weather")]}, "/topics/0/topic"),
        ({"topics": [{"topic": "steps", "email": "hourly"}]}, "/topics/0/email"),
        ({"topics": [off(group=str(uuid7()))]}, "/topics/0/group"),
        ({"groups": [off()]}, "/groups/0/group"),
        ({"groups": [off(group=str(uuid7()))]}, "/groups/0/group"),
        ({"groups": [off(group="x")]}, "/groups/0/group"),
        ({"topics": "all"}, "/topics"),
        ({"push": []}, "/push"),
        ({"hours": None}, "/hours"),
        ({"hours": {**HOURS, "quiet_from": "22:00"}}, "/hours/quiet_until"),
        ({"hours": {**HOURS, "quiet_until": "07:00"}}, "/hours/quiet_from"),
        ({"hours": {**HOURS, "quiet_from": "07:00", "quiet_until": "07:00"}}, "/hours/quiet_until"),
        ({"hours": {**HOURS, "digest_at": "8 o'clock"}}, "/hours/digest_at"),
        ({"hours": {**HOURS, "digest_at": None}}, "/hours/digest_at"),
        ({"hours": {**HOURS, "working_days": []}}, "/hours/working_days"),
        ({"hours": {**HOURS, "working_days": [8]}}, "/hours/working_days/0"),
    ],
)
def test_what_cannot_be_chosen_is_refused_by_name(
    world: World, choices: dict[str, Any], pointer: str
) -> None:
    refused = choose(api(world, "officer"), **choices)
    assert refused.status_code == 422
    assert pointer in [one["pointer"].replace("/non_field_errors", "") for one in refused.json()["errors"]]
    assert not Preference.objects.exists()


def test_a_group_out_of_sight_cannot_be_told_from_none(world: World) -> None:
    refused = choose(api(world, "outsider"), groups=[off(group=str(world.group.pk))])
    absent = choose(api(world, "outsider"), groups=[off(group=str(uuid7()))])
    assert (refused.status_code, refused.json()["errors"]) == (422, absent.json()["errors"])
