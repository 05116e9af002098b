"""What the tests of messages that must be read do over and over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from dialogue.acknowledgements.services import acknowledge_message, make_must_read
from dialogue.models import Message, Thread
from tests.cast import World
from tests.dialogue.helpers import a_thread, api, say
from tests.tasks.helpers import in_days
from viche.deadlines.engine import fire_due
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification

EVERYBODY = {"facilitator", "secretary", "officer", "teacher", "councillor", "observer"}


def asked_for(world: World, thread: Thread | None = None, **facts: Any) -> Message:
    """A message of the officer that the facilitator asks all to acknowledge."""
    message = say(world, "officer", thread or a_thread(world), "Нові правила **виїзду**")
    return make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=facts.get("due_on"))


def acknowledge(world: World, name: str, message: Message) -> None:
    acknowledge_message(actor=world.actor(name), message_id=message.pk)


def awaited(world: World, name: str) -> list[int]:
    shown = api(world, name).get("today").json()["duties"]
    asked = (one for one in shown if one["kind"] == "dialogue.must_read")
    return [int(one["url"].rpartition("=")[2]) for one in asked]


def waits_for(world: World, message: Message) -> set[str]:
    return {name for name in (*EVERYBODY, "outsider", "former") if message.number in awaited(world, name)}


def told(world: World, *kinds: str) -> list[str]:
    """Whom the worker has told, by name."""
    drain_outbox()
    names = {person.pk: name for name, person in world.people.items()}
    rows = Notification.objects.filter(event__kind__in=kinds or ["dialogue.message_made_must_read"])
    return sorted(names[one.person_id] for one in rows)


def news(world: World, name: str) -> list[dict[str, Any]]:
    """What of it stands in somebody's inbox."""
    items = api(world, name).get("notifications").json()["items"]
    return [one for one in items if "must_read" in one["kind"]]


def nine(days: int) -> datetime:
    day = in_days(days)
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Kyiv"))


def tomorrow(world: World, *, days: int = 4) -> None:
    with time_machine.travel(nine(days) + timedelta(minutes=1), tick=False):
        fire_due()
        drain_outbox()
