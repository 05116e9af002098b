"""Which notifications about action items wait for their reader, and until when."""

from __future__ import annotations

import pytest
import time_machine

from tasks.lifecycle.services.help import ask_help
from tasks.models import ActionItem, Reminder
from tests.cast import World
from tests.dialogue.helpers import api
from tests.tasks.helpers import an_item, an_item_in, drain_settled, edit, finish, move, prove
from viche.deadlines.engine import fire_due
from viche.kernel.events.outbox import drain_outbox

pytestmark = pytest.mark.usefixtures("quiet")


def list_waiting(world: World, name: str) -> list[str]:
    """Return the kinds of notifications that wait for somebody, newest first."""
    drain_settled()
    page = api(world, name).get("notifications", needs_answer="true").json()
    return [one["kind"].removeprefix("tasks.") for one in page["items"]]


def test_a_proposal_waits_for_its_owner_until_it_is_accepted(world: World) -> None:
    item = an_item(world)
    assert list_waiting(world, "councillor") == ["action_made"]
    (row,) = api(world, "councillor").get("notifications", needs_answer="true").json()["items"]
    assert row["about"] == {"kind": "action", "id": str(item.pk)}
    move(world, item, "accepted")
    assert list_waiting(world, "councillor") == []
    assert list_waiting(world, "facilitator") == []


def test_a_proposal_waits_for_the_present_owner_alone(world: World) -> None:
    item = an_item(world)
    drain_settled()
    edit(world, item, owner_organisation_id=world.organisations["police"].pk)
    assert list_waiting(world, "councillor") == []
    assert list_waiting(world, "officer") == ["action_reassigned"]


@pytest.mark.parametrize(("to", "kind"), [("declined", "action_declined"), ("blocked", "action_blocked")])
def test_what_is_stuck_waits_for_who_leads(world: World, to: str, kind: str) -> None:
    item = an_item_in(world, {"declined": "proposed", "blocked": "in_progress"}[to])
    move(world, item, to)
    assert list_waiting(world, "facilitator") == [kind]


def test_work_waits_for_who_verifies_until_it_is_verified(world: World) -> None:
    item = an_item_in(world, "in_progress")
    prove(world, item)
    finish(world, item)
    assert list_waiting(world, "officer") == ["action_completed"]
    move(world, item, "verified", "officer")
    assert list_waiting(world, "teacher") == []


def test_a_call_for_help_waits_for_who_leads(world: World) -> None:
    item = an_item_in(world, "in_progress")
    ask_help(actor=world.actor("councillor"), action_id=item.pk, text="Немає вишки")
    assert list_waiting(world, "facilitator") == ["help_asked"]


def remind(item: ActionItem) -> None:
    row = Reminder.objects.filter(action=item, fired_at=None).earliest("due_at")
    with time_machine.travel(row.due_at, tick=False):
        fire_due()
        drain_outbox()


def test_a_reminder_waits_until_the_work_is_done(world: World) -> None:
    item = an_item_in(world, "in_progress")
    remind(item)
    assert list_waiting(world, "councillor") == ["reminder_due"]
    prove(world, item)
    finish(world, item)
    assert list_waiting(world, "councillor") == []
