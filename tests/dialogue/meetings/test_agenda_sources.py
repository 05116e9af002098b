"""What comes to the agenda: decisions that are taken there, suggestions, papers, and the sheet on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from dialogue.charters.models import Charter
from dialogue.meetings.models import AgendaItem, AgendaKind, AgendaPaper, Meeting
from dialogue.meetings.presence import load_presence
from dialogue.meetings.selectors import list_agenda
from dialogue.meetings.sheet import build_sheet
from dialogue.models import Decision, Voter
from dialogue.summary.services.questions import ask_question
from tests.cast import World
from tests.dialogue.decisions.helpers import a_decision, a_draft, move as move_decision, vote
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers
from tests.dialogue.meetings.helpers import (
    a_meeting,
    a_running_meeting,
    an_item,
    if_match_now,
    move,
    set_presence,
    shown,
)
from tests.dialogue.meetings.test_live import write
from tests.dialogue.messages.test_attachments import a_file, opens
from tests.tasks.helpers import an_item as an_action_item, in_days
from viche.deadlines.engine import fire_due
from viche.files.models import StoredFile
from viche.kernel.clock import now
from viche.kernel.pdf.report import Report

pytestmark = pytest.mark.django_db


def name_decision(world: World, item: AgendaItem, row: Decision, by: str = "facilitator") -> Any:
    path = f"meetings/{item.meeting_id}/agenda/{item.pk}/decisions"
    return api(world, by).post(path, {"decision_id": str(row.pk)})


def step(world: World, item: AgendaItem, row: Decision, to: str, by: str = "facilitator") -> Any:
    path = f"meetings/{item.meeting_id}/agenda/{item.pk}/decisions/{row.pk}/transitions"
    return api(world, by).post(path, {"to": to}, **if_match_now(row))


# ---- decisions ---------------------------------------------------------------------------------------------


def test_a_decision_is_opened_and_counted_with_those_who_are_present(world: World) -> None:
    meeting, (item,) = a_running_meeting(world)
    row = a_draft(world)
    assert name_decision(world, item, row).status_code == 200
    set_presence(world, meeting, "officer", "teacher", "councillor", "facilitator")
    set_presence(world, meeting, "facilitator", is_present=False)
    answer = step(world, item, row, "open")
    assert answer.status_code == 200, answer.content
    (decision,) = answer.json()["agenda"][0]["decisions"]
    assert (decision["id"], decision["state"], decision["number"]) == (str(row.pk), "open", 1)
    present = Voter.objects.filter(decision=row, is_present=True).values_list("membership", flat=True)
    assert set(present) == {world.seats[name].pk for name in ("officer", "teacher", "councillor")}
    for name in ("officer", "teacher"):
        vote(world, row, name, "consent")
    closed = step(world, item, row, "closed")
    assert closed.json()["agenda"][0]["decisions"][0]["state"] == "adopted", closed.content


@pytest.mark.parametrize("ends_first", [False, True])
@pytest.mark.parametrize(("leaves", "state"), [(False, "adopted"), (True, "no_quorum")])
def test_the_clock_counts_those_who_stayed(world: World, leaves: bool, state: str, ends_first: bool) -> None:
    meeting, (item,) = a_running_meeting(world)
    row = a_draft(world)
    name_decision(world, item, row)
    set_presence(world, meeting, "officer", "teacher", "councillor")
    step(world, item, row, "open")
    for name in ("officer", "teacher"):
        vote(world, row, name, "consent")
    set_presence(world, meeting, "councillor", is_present=not leaves)
    if ends_first:
        move(world, meeting, "ended")
    assert row.closes_at is not None
    with time_machine.travel(row.closes_at, tick=False):
        fire_due()
    row.refresh_from_db()
    assert row.state == state


def test_the_clock_leaves_out_who_is_at_a_meeting_that_began_after_the_decision(world: World) -> None:
    row = a_decision(world)
    meeting, (item,) = a_running_meeting(world)
    name_decision(world, item, row)
    set_presence(world, meeting, "officer", "teacher", "councillor")
    vote(world, row, "officer", "consent")
    assert row.closes_at is not None
    with time_machine.travel(row.closes_at, tick=False):
        fire_due()
    row.refresh_from_db()
    assert row.state == "no_quorum"


def test_a_meeting_that_ended_before_a_decision_opened_says_nothing_of_who_is_present(world: World) -> None:
    meeting, (item,) = a_running_meeting(world)
    row = a_draft(world)
    name_decision(world, item, row)
    set_presence(world, meeting, "officer", "teacher", "councillor")
    move(world, meeting, "ended")
    row = move_decision(world, row, "open")
    vote(world, row, "officer", "consent")
    assert move_decision(world, row, "closed").state == "no_quorum"


def test_a_meeting_without_quorum_talks_and_does_not_decide(world: World) -> None:
    meeting, (item,) = a_running_meeting(world)
    row = a_draft(world)
    name_decision(world, item, row)
    set_presence(world, meeting, "officer", "teacher")
    assert shown(world, meeting)["quorum"]["is_met"] is False
    assert step(world, item, row, "open").status_code == 200
    assert step(world, item, row, "closed").json()["code"] == "no_quorum"
    path = f"decisions/{row.pk}/transitions"
    elsewhere = api(world, "facilitator").post(path, {"to": "closed"}, **if_match_now(row))
    assert elsewhere.json()["code"] == "no_quorum"
    row.refresh_from_db()
    assert row.is_open
    set_presence(world, meeting, "councillor")
    assert step(world, item, row, "closed").status_code == 200


def test_a_note_says_what_was_resolved_only_where_there_was_a_quorum(world: World) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        meeting, (item,) = a_running_meeting(world)
        set_presence(world, meeting, "officer", "teacher")
        assert write(world, meeting, item, kind="resolved").json()["code"] == "no_quorum"
        spoke = write(world, meeting, item, kind="spoke").json()
        clock.shift(timedelta(minutes=10))
        set_presence(world, meeting, "councillor")
        assert write(world, meeting, item, kind="resolved").status_code == 201
        path = f"meetings/{meeting.pk}/notes/{spoke['id']}"
        changed = api(world, "secretary").patch(path, {"kind": "resolved"}, **{"If-Match": '"1"'})
        assert changed.json()["code"] == "no_quorum"
        then = now().isoformat()
        clock.shift(timedelta(minutes=10))
        set_presence(world, meeting, "teacher", is_present=False)
        clock.shift(timedelta(minutes=1))
        assert write(world, meeting, item, kind="resolved").json()["code"] == "no_quorum"
        assert write(world, meeting, item, kind="resolved", at=then).status_code == 201


def test_sectors_of_the_charter_make_the_quorum(world: World) -> None:
    Charter.objects.create(
        group=world.group, present_sectors=["police"], asked_sectors=["education", "health"]
    )
    meeting, _items = a_running_meeting(world)
    set_presence(world, meeting, "teacher", "councillor", "facilitator")
    quorum = shown(world, meeting)["quorum"]
    assert (quorum["present"], quorum["is_met"]) == (3, False)
    assert {one["sector"]: (one["demand"], one["state"], one["is_met"]) for one in quorum["sectors"]} == {
        "police": ("present", "invited", False),
        "education": ("asked", "present", True),
        "health": ("asked", "missing", False),
    }
    set_presence(world, meeting, "officer")
    set_presence(world, meeting, "officer", is_present=False)
    assert shown(world, meeting)["quorum"]["sectors"][0]["state"] == "left"
    Charter.objects.all().delete()  # what was agreed when it was convened holds
    assert len(shown(world, meeting)["quorum"]["sectors"]) == 3


def test_decisions_are_named_by_who_orders_the_agenda(world: World) -> None:
    meeting, (item,) = a_running_meeting(world)
    row = a_draft(world)
    assert name_decision(world, item, row, "secretary").status_code == 403
    secret = a_draft(world, a_restricted_thread(world, organisations=("ngo", "police")))
    assert pointers(name_decision(world, item, secret)) == [("/decision_id", "restricted")]
    other = an_item(world, meeting)
    assert name_decision(world, other, row).status_code == 200
    assert step(world, other, row, "open").json()["code"] == "not_current"
    assert step(world, item, row, "open").status_code == 404
    path = f"meetings/{meeting.pk}/agenda/{other.pk}/decisions/{row.pk}"
    assert api(world, "facilitator").delete(path).status_code == 200
    opened = a_decision(world)
    name_decision(world, other, opened)
    path = f"meetings/{meeting.pk}/agenda/{other.pk}/decisions/{opened.pk}"
    assert api(world, "facilitator").delete(path).json()["code"] == "decision_opened"


def test_who_may_not_open_the_decision_does_not_open_it_at_the_meeting(world: World) -> None:
    _meeting, (item,) = a_running_meeting(world)
    row = a_draft(world)
    name_decision(world, item, row)
    assert step(world, item, row, "open", "secretary").status_code == 403
    assert step(world, item, row, "open", "teacher").status_code == 403


# ---- suggestions -------------------------------------------------------------------------------------------


def suggested(world: World, meeting: Meeting, name: str = "facilitator") -> list[tuple[str, str]]:
    items = api(world, name).get(f"meetings/{meeting.pk}/agenda-suggestions").json()["items"]
    return [(one["kind"], one["title"]["uk"]) for one in items]


def test_the_agenda_is_built_from_questions_decisions_and_what_is_due(world: World) -> None:
    meeting = a_meeting(world)
    thread = a_thread(world)
    question = ask_question(actor=world.actor("facilitator"), thread_id=thread.pk, text="Хто посипає сходи?")
    closed = ask_question(actor=world.actor("teacher"), thread_id=thread.pk, text="Лише запропоноване?")
    draft = a_draft(world, title_uk="Поручні")
    review = a_draft(world, title_uk="Торішнє")
    Decision.objects.filter(pk=review.pk).update(
        state="adopted", opened_at=now(), closed_at=now(), number=9, quorum=1, review_on=in_days(5)
    )
    an_action_item(world, title_uk="Ліхтар", due_on=in_days(3))
    an_action_item(world, title_uk="Згодом", due_on=in_days(30))
    assert closed.state == "proposed"
    assert sorted(suggested(world, meeting)) == [
        ("action", "Ліхтар"),
        ("decision", "Поручні"),
        ("decision", "Торішнє"),
        ("question", "Хто посипає сходи?"),
    ]
    an_item(world, meeting, kind=AgendaKind.QUESTION, question_id=question.pk)
    an_item(world, meeting, kind=AgendaKind.DECISION, decision_id=draft.pk)
    assert sorted(suggested(world, meeting)) == [("action", "Ліхтар"), ("decision", "Торішнє")]
    assert AgendaItem.objects.get(question=question).thread_id == thread.pk


def test_questions_of_restricted_threads_are_suggested_to_their_readers_alone(world: World) -> None:
    meeting = a_meeting(world)
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    ask_question(actor=world.actor("facilitator"), thread_id=thread.pk, text="Таємниця?")
    assert suggested(world, meeting, "officer") == [("question", "Таємниця?")]
    assert suggested(world, meeting, "teacher") == []


# ---- papers ------------------------------------------------------------------------------------------------


def attach(world: World, item: AgendaItem, file: StoredFile, by: str) -> Any:
    path = f"meetings/{item.meeting_id}/agenda/{item.pk}/papers"
    return api(world, by).post(path, {"file_id": str(file.pk)})


def reads(world: World, file: StoredFile, name: str) -> bool:
    return opens(world, name, file) == 200


def test_papers_are_read_by_who_reads_the_item(world: World) -> None:
    meeting = a_meeting(world)
    item = an_item(world, meeting, "teacher")
    file = a_file(world, "teacher")
    assert not reads(world, file, "observer")
    assert attach(world, item, file, "teacher").status_code == 201
    assert reads(world, file, "observer")
    assert not reads(world, file, "outsider")
    assert pointers(attach(world, item, file, "teacher")) == [("/file_id", "held")]
    assert attach(world, item, a_file(world, "officer"), "officer").status_code == 403
    assert pointers(attach(world, item, a_file(world, "officer"), "facilitator")) == [("/file_id", "unknown")]
    path = f"meetings/{meeting.pk}/agenda/{item.pk}/papers/{file.pk}"
    assert api(world, "teacher").delete(path).json()["agenda"][0]["papers"] == []
    assert not AgendaPaper.objects.exists()


def test_papers_of_a_restricted_item_are_for_its_readers(world: World) -> None:
    meeting = a_meeting(world)
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, meeting, thread_id=thread.pk)
    file = a_file(world, "facilitator")
    assert attach(world, item, file, "facilitator").status_code == 201
    assert reads(world, file, "officer")
    assert not reads(world, file, "teacher")


# ---- on paper ----------------------------------------------------------------------------------------------


def sheet(world: World, meeting: Meeting) -> Report:
    meeting.refresh_from_db()
    seats, _quorum = load_presence(meeting)
    return build_sheet(meeting, list(list_agenda(meeting)), seats, "uk")


def test_the_attendance_sheet_has_the_seats_and_no_secrets(world: World) -> None:
    meeting = a_meeting(world, place="Сесійна зала")
    an_item(world, meeting, title="Освітлення")
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    an_item(world, meeting, title="Таємниця", thread_id=thread.pk)
    move(world, meeting, "convened")
    words = str(sheet(world, meeting))
    for name in ("teacher", "officer", "facilitator"):
        assert world.people[name].name_uk in words
    assert world.people["observer"].name_uk not in words
    assert "1. Освітлення" in words
    assert "Таємниця" not in words
    answer = api(world, "observer").get(f"meetings/{meeting.pk}/attendance-sheet", language="uk")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert api(world, "outsider").get(f"meetings/{meeting.pk}/attendance-sheet").status_code == 404
