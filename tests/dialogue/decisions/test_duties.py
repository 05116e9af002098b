"""What waits on Today of who leads decisions, and how many queries a list takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.decisions import duties
from dialogue.models import Decision, Method
from groups.initiative_groups.services import suspend_group
from tests.cast import SYSTEM, World
from tests.dialogue.decisions.helpers import a_decision, a_draft, move, object_to, vote, voter_of
from tests.dialogue.helpers import a_group_beside, a_thread, api
from viche.kernel.clock import today

pytestmark = pytest.mark.django_db


def waiting(world: World, name: str) -> list[tuple[str, str]]:
    found = api(world, name).get("today").json()["duties"]
    return [(one["kind"], one["url"]) for one in found if one["url"].startswith("/decisions/")]


def test_what_others_lead_hides_no_duty_of_ones_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "MAX_PER_FINDER", 1)
    beside = replace(world, group=a_group_beside(world, "officer", "facilitator", led_by="officer"))
    theirs = move(world, a_draft(beside, by="officer"), "open", by="officer")
    move(world, theirs, "closed", by="officer")
    own = move(world, a_decision(world), "closed")
    assert waiting(world, "facilitator") == [("dialogue.outcome", f"/decisions/{own.pk}")]
    assert waiting(world, "officer") == [("dialogue.outcome", f"/decisions/{theirs.pk}")]


def test_a_count_on_paper_that_nobody_closed_waits_for_who_leads_it(world: World) -> None:
    row = a_decision(world, method=Method.MAJORITY, on_paper=True)
    assert waiting(world, "facilitator") == []
    assert row.closes_at is not None
    with time_machine.travel(row.closes_at + timedelta(hours=1), tick=False):
        assert waiting(world, "facilitator") == [("dialogue.paper_count", f"/decisions/{row.pk}")]
        assert waiting(world, "officer") == []


@pytest.mark.parametrize("by", ["teacher", "facilitator"])
@pytest.mark.parametrize("to", ["open", "withdrawn"])
def test_a_draft_waits_for_who_may_open_it_until_it_moves_on(world: World, by: str, to: str) -> None:
    rows = [a_draft(world, by=by), a_draft(world, a_thread(world), by=by)]
    expected = {("dialogue.draft", f"/decisions/{row.pk}") for row in rows}
    assert set(waiting(world, "facilitator")) == expected
    assert [waiting(world, name) for name in ("teacher", "secretary")] == [[], []]
    for row in rows:
        move(world, row, to, reason="Зарано" if to == "withdrawn" else "")
    assert "dialogue.draft" not in dict(waiting(world, "facilitator"))


def test_a_draft_of_a_group_at_rest_waits_for_nobody(world: World) -> None:
    a_draft(world, by="teacher")
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert waiting(world, "facilitator") == []


def a_full_decision(world: World) -> Decision:
    """One with an objection, a reply, an asked sector and a predecessor."""
    first = a_decision(world)
    for name in ("officer", "teacher", "secretary"):
        vote(world, first, name, "consent")
    move(world, first, "closed")
    row = object_to(world, a_decision(world, a_thread(world), supersedes_id=first.pk), "officer")
    url = f"decisions/{row.pk}"
    replies = f"{url}/objections/{voter_of(world, row, 'officer').pk}/replies"
    assert api(world, "teacher").post(replies, {"text": "Посиплемо піском"}).status_code == 201
    asked = {"sector": "education", "until": today("Europe/Kyiv").isoformat()}
    assert api(world, "facilitator").post(f"{url}/asks", asked).status_code == 200
    return row


def test_a_list_takes_as_many_queries_for_many_decisions_as_for_one(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = api(world, "officer").get(f"groups/{world.group.pk}/decisions", waits_for_me="false")
        assert answer.status_code == 200
        return len(asked)

    a_full_decision(world)
    few = count()
    for _number in range(3):
        a_full_decision(world)
    assert count() == few
