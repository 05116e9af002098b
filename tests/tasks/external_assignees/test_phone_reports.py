"""What an owner said by phone, written down by who leads."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tasks.lifecycle.services.transition import transition_action_item
from tasks.models import ActionItem
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.tasks.external_assignees.helpers import brought, linked, log, waits
from tests.tasks.external_assignees.test_external_assignees import a_body, its_item
from tests.tasks.helpers import an_item, fresh, move, prove
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden


@pytest.mark.parametrize("outside", [True, False])
def test_who_leads_writes_down_what_the_owner_said_and_it_stays_marked(world: World, outside: bool) -> None:
    item = its_item(world, a_body(world)) if outside else an_item(world)
    assert pointers(log(world, item, "accepted", reason=" ")) == [("/reason", "blank")]
    assert log(world, item, "accepted").status_code == 200
    assert log(world, item, "in_progress").json()["state"] == "in_progress"
    said = {"text": "Пасічник: гідрант замовлено", "logged": True}
    assert api(world, "facilitator").post(f"action-items/{item.pk}/progress", said).status_code == 200
    assert log(world, item, "done").status_code == 409
    prove(world, item, "facilitator")
    assert log(world, item, "done").json()["state"] == "done"
    shown = api(world, "officer").get(f"action-items/{item.pk}/history").json()["items"]
    marked = {one["kind"]: one["remark"] for one in shown if one["data"].get("logged")}
    assert marked["tasks.action_accepted"] == "Пасічник"
    assert set(marked) == {
        "tasks.action_accepted",
        "tasks.action_started",
        "tasks.progress_reported",
        "tasks.action_completed",
    }


def test_nobody_else_logs_and_no_step_of_others_is_logged(world: World) -> None:
    item = its_item(world, a_body(world))
    assert [log(world, item, "accepted", name).status_code for name in ("secretary", "officer")] == [403, 403]
    link, _secret = linked(world, item)
    with pytest.raises(Forbidden):
        transition_action_item(
            actor=Actor.for_link(link.pk),
            action_id=item.pk,
            to="accepted",
            expected_version=fresh(item).version,
            reason="Так",
            logged=True,
        )
    assert log(world, item, "in_progress").status_code == 403
    brought(world, item, link, "done")
    for to in ("verified", "returned", "cancelled"):
        assert pointers(log(world, item, to)) == [("/logged", "not_logged")]


@pytest.mark.parametrize("outside", [True, False])
def test_who_wrote_down_what_the_owner_said_never_verifies_it(world: World, outside: bool) -> None:
    """Not even with evidence of somebody else: one person would have driven both steps."""
    item = its_item(world, a_body(world)) if outside else an_item(world)
    for to in ("accepted", "in_progress"):
        log(world, item, to)
    prove(world, item, "secretary")
    log(world, item, "done")
    assert waits(world, "facilitator", item) is False
    with pytest.raises(Forbidden):
        move(world, item, "verified", "facilitator")
    rows = ActionItem.objects.filter(pk=item.pk)
    police, facilitator = world.organisations["police"].pk, world.people["facilitator"].pk
    forged = {"state": "verified", "verified_at": now(), "verified_by": facilitator, "verified_for": police}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**forged)
    assert move(world, item, "verified", "officer").state == "verified"
