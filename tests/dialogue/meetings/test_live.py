"""The live parts of a meeting: agenda, speakers' list, notes, and the frames that say what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dialogue.meetings.attendance import answer_invitation
from dialogue.meetings.models import AgendaItem, AttendanceAnswer, ItemNote, Meeting, NoteKind, Speaker
from dialogue.meetings.notes import write_note
from dialogue.meetings.services import edit_meeting
from dialogue.meetings.speakers import ask_for_floor
from dialogue.minutes.models import Minutes
from dialogue.minutes.record import build_lines
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, at_once, pointers
from tests.dialogue.meetings.helpers import (
    a_meeting,
    a_running_meeting,
    an_item,
    if_match_now,
    move,
    set_presence,
    shown,
    take_up,
)
from tests.tasks.lifecycle.test_realtime import heard
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


# ---- agenda ------------------------------------------------------------------------------------------------


def propose(world: World, meeting: Meeting, name: str = "teacher", **facts: Any) -> Any:
    body = {"title": "Освітлення", "kind": "other", **facts}
    return api(world, name).post(f"meetings/{meeting.pk}/agenda", body)


def order(world: World, meeting: Meeting, *ids: Any, **headers: str) -> Any:
    body = {"items": [{"id": str(pk), "minutes": 15} for pk in ids]}
    path = f"meetings/{meeting.pk}/agenda"
    return api(world, "facilitator").put(path, body, **(headers or if_match_now(meeting)))


def test_members_propose_and_who_leads_orders(world: World) -> None:
    meeting = a_meeting(world)
    assert propose(world, meeting).status_code == 201
    assert propose(world, meeting, "facilitator", title="Пожежна безпека").status_code == 201
    assert propose(world, meeting, "observer").status_code == 403
    first, second = shown(world, meeting)["agenda"]
    assert [(one["state"], one["position"]) for one in (first, second)] == [
        ("accepted", 1),
        ("proposed", None),
    ]
    answer = order(world, meeting, second["id"], first["id"])
    assert answer.status_code == 200, answer.content
    assert [(one["title"], one["position"], one["minutes"]) for one in answer.json()["agenda"]] == [
        ("Освітлення", 1, 15),
        ("Пожежна безпека", 2, 15),
    ]
    assert pointers(order(world, meeting, second["id"], second["id"])) == [("/items", "not_found")]
    assert pointers(order(world, meeting, uuid7())) == [("/items", "not_found")]


def test_who_orders_an_outdated_agenda_is_shown_the_present_one(world: World) -> None:
    meeting = a_meeting(world)
    one, two = an_item(world, meeting), an_item(world, meeting)
    before = if_match_now(meeting)
    assert order(world, meeting, two.pk, one.pk).status_code == 200
    answer = order(world, meeting, one.pk, two.pk, **before)
    assert answer.status_code == 412
    assert [item["id"] for item in answer.json()["present"]["agenda"]] == [str(two.pk), str(one.pk)]


def test_two_orders_at_once_leave_one(world: World, transactional_db: None) -> None:
    meeting = a_meeting(world)
    one, two = an_item(world, meeting), an_item(world, meeting)
    tag = if_match_now(meeting)
    answers = at_once(
        lambda: order(world, meeting, one.pk, two.pk, **tag),
        lambda: order(world, meeting, two.pk, one.pk, **tag),
    )
    assert sorted(one.status_code for one in answers) == [200, 412]


def test_who_proposed_an_item_changes_it_until_it_is_accepted(world: World) -> None:
    meeting = a_meeting(world)
    item = an_item(world, meeting, "teacher")
    path = f"meetings/{meeting.pk}/agenda/{item.pk}"

    def change(name: str, tag: int, **facts: Any) -> Any:
        return api(world, name).patch(path, facts, **{"If-Match": f'"{tag}"'})

    assert change("teacher", 1, title="Освітлення двору").status_code == 200
    assert change("officer", 2, title="Ні").status_code == 403
    assert change("teacher", 2, state="accepted").status_code == 403
    outdated = change("facilitator", 1, minutes=5)
    assert outdated.status_code == 412
    assert outdated.json()["present"]["agenda"][0]["title"] == "Освітлення двору"
    assert change("facilitator", 2, state="accepted", minutes=5).status_code == 200
    assert change("teacher", 3, title="Ні").status_code == 403
    assert api(world, "teacher").delete(path).status_code == 403
    assert api(world, "facilitator").delete(path).json()["agenda"] == []


def test_an_item_that_was_taken_up_stays(world: World) -> None:
    meeting, (one, two) = a_running_meeting(world, 2)
    path = f"meetings/{meeting.pk}/agenda/{one.pk}"
    assert api(world, "facilitator").delete(path).json()["code"] == "item_started"
    assert pointers(order(world, meeting, two.pk)) == [("/items", "item_started")]


def test_an_item_of_a_restricted_thread_is_a_number_to_others(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    meeting = a_meeting(world)
    made = propose(world, meeting, "facilitator", title="Таємниця", thread_id=str(thread.pk))
    assert made.status_code == 201
    (item,) = shown(world, meeting, "officer")["agenda"]
    assert (item["title"], item["is_hidden"]) == ("Таємниця", False)
    assert AccessRecord.objects.filter(reader=world.people["officer"]).exists()
    raw = api(world, "teacher").get(f"meetings/{meeting.pk}")
    (item,) = raw.json()["agenda"]
    assert (item["position"], item["title"], item["is_hidden"]) == (1, None, True)
    assert "Таємниця" not in raw.content.decode()
    assert str(thread.pk) not in raw.content.decode()
    body = {"item_id": item["id"], "kind": "spoke", "text": "Так", "client_id": str(uuid7())}
    move(world, meeting, "convened")
    move(world, meeting, "running")
    refused = api(world, "secretary").post(f"meetings/{meeting.pk}/notes", body)
    assert refused.json()["code"] == "item_restricted"
    other = propose(world, meeting, "teacher", thread_id=str(thread.pk))
    assert pointers(other) == [("/thread_id", "not_found")]


# ---- speakers ----------------------------------------------------------------------------------------------


def waiting(world: World, meeting: Meeting) -> list[str]:
    """Who waits for the floor at the current item, in order."""
    body = shown(world, meeting)
    names = {str(seat.pk): name for name, seat in world.seats.items()}
    (item,) = [one for one in body["agenda"] if one["id"] == body["current_item_id"]]
    return [names[one["membership_id"]] for one in item["speakers"] if one["began_at"] is None]


def ask(world: World, meeting: Meeting, name: str, **body: Any) -> Any:
    return api(world, name).post(f"meetings/{meeting.pk}/speakers", body)


def give(world: World, meeting: Meeting, name: str | None) -> Any:
    seat = None if name is None else world.seats[name]
    row = None if seat is None else Speaker.objects.get(membership=seat, ended_at=None)
    body = {"speaker_id": None if row is None else str(row.pk)}
    return api(world, "secretary").put(f"meetings/{meeting.pk}/floor", body)


def test_who_has_not_spoken_yet_comes_before_others(world: World) -> None:
    meeting, (_one, two) = a_running_meeting(world, 2)
    for name in ("officer", "teacher"):
        assert ask(world, meeting, name).status_code == 200
    assert ask(world, meeting, "teacher").status_code == 200  # once is enough
    assert waiting(world, meeting) == ["officer", "teacher"]
    give(world, meeting, "officer")
    give(world, meeting, "teacher")
    assert Speaker.objects.filter(ended_at=None).count() == 1
    take_up(world, meeting, two)
    assert Speaker.objects.filter(ended_at=None).count() == 0
    for name in ("officer", "councillor", "teacher", "secretary"):
        ask(world, meeting, name)
    assert waiting(world, meeting) == ["councillor", "secretary", "officer", "teacher"]


def test_a_seat_withdraws_and_the_secretary_asks_for_others(world: World) -> None:
    meeting, _items = a_running_meeting(world)
    ask(world, meeting, "teacher")
    officer = str(world.seats["officer"].pk)
    assert pointers(ask(world, meeting, "teacher", membership_id=officer)) == [
        ("/membership_id", "not_yours")
    ]
    assert ask(world, meeting, "secretary", membership_id=officer).status_code == 200
    assert ask(world, meeting, "observer").status_code == 403
    row = Speaker.objects.get(membership=world.seats["teacher"])
    path = f"meetings/{meeting.pk}/speakers/{row.pk}"
    assert api(world, "officer").delete(path).status_code == 403
    assert api(world, "teacher").delete(path).status_code == 200
    assert waiting(world, meeting) == ["officer"]
    give(world, meeting, "officer")
    speaking = Speaker.objects.get()
    answer = api(world, "officer").delete(f"meetings/{meeting.pk}/speakers/{speaking.pk}")
    assert answer.json()["code"] == "has_floor"
    assert give(world, meeting, None).status_code == 200
    assert Speaker.objects.get().ended_at is not None


def test_nobody_asks_where_no_item_is_taken_up(world: World) -> None:
    assert ask(world, a_meeting(world, "running"), "teacher").json()["code"] == "no_item"


# ---- notes -------------------------------------------------------------------------------------------------


def write(world: World, meeting: Meeting, item: AgendaItem, name: str = "secretary", **facts: Any) -> Any:
    body = {
        "item_id": str(item.pk),
        "kind": "listened",
        "text": "Про освітлення",
        "client_id": str(uuid7()),
        **facts,
    }
    return api(world, name).post(f"meetings/{meeting.pk}/notes", body)


def test_a_note_that_is_sent_again_is_written_once(world: World) -> None:
    meeting, (item,) = a_running_meeting(world)
    client_id = str(uuid7())
    speaker = str(world.seats["teacher"].pk)
    first = write(world, meeting, item, client_id=client_id, kind="spoke", speaker_id=speaker)
    assert (first.status_code, first.json()["speaker_id"]) == (201, speaker), first.content
    again = write(world, meeting, item, client_id=client_id, text="Інше")
    assert (again.status_code, again.json()["text"]) == (201, "Про освітлення")
    assert ItemNote.objects.count() == 1
    assert write(world, meeting, item, "teacher").status_code == 403
    assert pointers(write(world, meeting, item, text=" ")) == [("/text", "blank")]
    assert pointers(write(world, meeting, item, text="Дзвоніть 067 123 45 67")) == [("/text", "phone")]


def test_notes_typed_without_a_connection_keep_their_time(world: World) -> None:
    meeting, (item,) = a_running_meeting(world)
    typed = now()
    move(world, meeting, "ended")
    late = write(world, meeting, item, at=(typed + timedelta(hours=3)).isoformat())
    early = write(world, meeting, item, at=typed.isoformat(), text="Раніше")
    assert (late.status_code, early.status_code) == (201, 201)
    assert [one["text"] for one in shown(world, meeting)["agenda"][0]["notes"]] == [
        "Раніше",
        "Про освітлення",
    ]


def test_two_secretaries_see_both_texts(world: World) -> None:
    meeting, (item,) = a_running_meeting(world)
    note = write(world, meeting, item).json()
    path = f"meetings/{meeting.pk}/notes/{note['id']}"

    def change(name: str, text: str, tag: int = 1) -> Any:
        return api(world, name).patch(path, {"text": text}, **{"If-Match": f'"{tag}"'})

    assert change("secretary", "Освітлення двору").json()["version"] == 2
    refused = change("facilitator", "Ліхтарі")
    assert (refused.status_code, refused.json()["present"]["text"]) == (412, "Освітлення двору")
    assert change("facilitator", "Ліхтарі", 2).status_code == 200
    assert api(world, "secretary").patch(path, {"text": "Без версії"}).status_code == 428
    assert api(world, "teacher").delete(path, **{"If-Match": '"3"'}).status_code == 403
    assert api(world, "secretary").delete(path, **{"If-Match": '"3"'}).status_code == 204
    assert not ItemNote.objects.exists()


def test_notes_of_a_meeting_that_ended_stay_as_they_are(world: World) -> None:
    meeting, (item,) = a_running_meeting(world)
    note = write(world, meeting, item).json()
    move(world, meeting, "ended")
    path, tag = f"meetings/{meeting.pk}/notes/{note['id']}", {"If-Match": '"1"'}
    changed = api(world, "secretary").patch(path, {"text": "Інше"}, **tag)
    removed = api(world, "secretary").delete(path, **tag)
    assert (changed.json()["code"], removed.json()["code"]) == ("meeting_ended", "meeting_ended")
    assert ItemNote.objects.get().text == "Про освітлення"


def test_a_note_belongs_to_an_item_that_was_taken_up_and_stays_with_it(world: World) -> None:
    meeting, (first,) = a_running_meeting(world)
    proposed, accepted = an_item(world, meeting, "teacher"), an_item(world, meeting)
    for item in (proposed, accepted):
        refused = write(world, meeting, item)
        assert (refused.status_code, refused.json()["code"]) == (409, "item_not_started")
    take_up(world, meeting, proposed)
    assert write(world, meeting, proposed).status_code == 201
    removed = api(world, "facilitator").delete(f"meetings/{meeting.pk}/agenda/{proposed.pk}")
    assert (removed.status_code, removed.json()["code"]) == (409, "item_started")
    assert pointers(order(world, meeting, first.pk, accepted.pk)) == [("/items", "item_started")]
    move(world, meeting, "ended")
    assert write(world, meeting, accepted).json()["code"] == "item_not_started"
    (line,) = build_lines(Minutes(meeting=meeting))
    assert (line.item_id, line.text_uk) == (proposed.pk, "Про освітлення")


# ---- frames: old state + events = fresh state --------------------------------------------------------------


def _note(world: World, meeting: Meeting) -> Any:
    return write_note(
        actor=world.actor("secretary"),
        meeting_id=meeting.pk,
        item_id=meeting.agenda.first().pk,  # type: ignore[union-attr]
        kind=NoteKind.SPOKE,
        text="Так",
        client_id=uuid7(),
    )


def _edit(world: World, meeting: Meeting) -> Any:
    meeting.refresh_from_db()
    return edit_meeting(
        actor=world.actor("facilitator"),
        meeting_id=meeting.pk,
        expected_version=meeting.version,
        changes={"place": "Бібліотека"},
    )


ACTS: dict[str, tuple[str, Callable[[World, Meeting], Any]]] = {
    "meeting_changed": ("convened", _edit),
    "meeting_moved": ("planned", lambda world, meeting: move(world, meeting, "convened")),
    "meeting_agenda_changed": ("running", lambda world, meeting: an_item(world, meeting, "teacher")),
    "meeting_answered": (
        "convened",
        lambda world, meeting: answer_invitation(
            actor=world.actor("teacher"), meeting_id=meeting.pk, answer=AttendanceAnswer.COMES
        ),
    ),
    "meeting_presence_recorded": ("running", lambda world, meeting: set_presence(world, meeting, "officer")),
    "meeting_floor_changed": (
        "running",
        lambda world, meeting: ask_for_floor(actor=world.actor("teacher"), meeting_id=meeting.pk),
    ),
    "meeting_note_written": ("running", _note),
}


@pytest.mark.parametrize("change", ACTS)
def test_each_change_is_said_on_the_topic_of_the_group(world: World, change: str) -> None:
    state, act = ACTS[change]
    if state == "running":
        meeting, _items = a_running_meeting(world)
    else:
        meeting = a_meeting(world, state)
    before = shown(world, meeting)
    act(world, meeting)
    fresh = shown(world, meeting)
    assert fresh != {**before, "seq": fresh["seq"]}
    frames = [one for one in heard(f"group:{world.group.pk}") if one["seq"] > before["seq"]]
    assert [one["kind"] for one in frames] == [f"dialogue.{change}"]
    (frame,) = [one["data"] for one in frames]
    assert frame["meeting_id"] == fresh["id"]
    assert (frame["state"], frame["version"]) == (fresh["state"], fresh["version"])
    assert frames[-1]["seq"] == fresh["seq"]


def test_a_thread_of_the_group_brings_its_question(world: World) -> None:
    thread, meeting = a_thread(world), a_meeting(world)
    answer = propose(world, meeting, kind="question", thread_id=str(thread.pk))
    assert answer.json()["agenda"][0]["thread_id"] == str(thread.pk)
