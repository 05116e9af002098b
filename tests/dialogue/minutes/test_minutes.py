"""Minutes: made from the record of a meeting, remarked on, signed by two, frozen, published, corrected."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from dialogue.meetings.models import NoteKind
from dialogue.minutes.models import Minutes, MinutesCorrection, MinutesEdition, MinutesPaper, Remark
from dialogue.minutes.services import make_minutes
from groups.models import InitiativeGroup, Visibility
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.dialogue.meetings.helpers import a_meeting, if_match_now, set_presence
from tests.dialogue.minutes.helpers import (
    HEARD,
    a_held_meeting,
    end_remarks,
    fresh,
    minutes_of,
    move,
    name_people,
    note,
    set_charter,
    shown,
    sign,
    some_minutes,
)
from viche.kernel.editions import compute_digest
from viche.kernel.errors import Conflict
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def make(world: World, meeting: Any, by: str = "secretary", **body: Any) -> Any:
    return api(world, by).post(f"meetings/{meeting.pk}/minutes", body)


def remark(world: World, minutes: Minutes, by: str = "officer", **body: Any) -> Any:
    return api(world, by).post(f"minutes/{minutes.pk}/remarks", {"text": "Не так було", **body})


def decide(world: World, minutes: Minutes, one: Remark, **body: Any) -> Any:
    path = f"minutes/{minutes.pk}/remarks/{one.pk}/decision"
    return api(world, "secretary").put(path, body, **if_match_now(minutes))


def step(world: World, minutes: Minutes, to: str, by: str = "secretary") -> Any:
    return api(world, by).post(f"minutes/{minutes.pk}/transitions", {"to": to}, **if_match_now(minutes))


def put_signature(world: World, minutes: Minutes, role: str, by: str, **body: Any) -> Any:
    path = f"minutes/{minutes.pk}/signatures/{role}"
    return api(world, by).put(path, {"way": "proof", **body}, **if_match_now(minutes))


# ---- made --------------------------------------------------------------------------------------------------


def test_minutes_are_made_of_the_record(world: World) -> None:
    meeting, item = a_held_meeting(world)
    assert make(world, meeting, "officer").status_code == 403
    answer = make(world, meeting)
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["number"], body["state"], body["meeting_number"]) == (1, "draft", 1)
    (line,) = body["lines"]
    assert (line["kind"], line["item_id"], line["text"]["uk"]) == ("listened", str(item.pk), HEARD)
    assert line["speaker"]["person"]["id"] == str(world.people["officer"].pk)
    signers = [one["signer"]["person"]["id"] for one in body["signatures"]]
    assert signers == [str(world.people["facilitator"].pk), str(world.people["secretary"].pk)]
    assert make(world, meeting).json()["code"] == "minutes_exist"
    with pytest.raises(Conflict, match="minutes_exist"):
        note(world, item, NoteKind.SPOKE, "Запізніла нотатка")


def test_only_an_ended_meeting_has_minutes_and_two_people_sign_them(world: World) -> None:
    assert make(world, a_meeting(world, "convened")).json()["code"] == "meeting_state"
    meeting, _item = a_held_meeting(world)
    assert pointers(make(world, meeting, "facilitator")) == [("/secretary_id", "same_person")]
    chair = str(world.mandates["officer"].pk)
    assert make(world, meeting, "facilitator", chair_id=chair).status_code == 201


def test_minutes_count_within_the_year(world: World) -> None:
    for number in (1, 2):
        meeting, _item = a_held_meeting(world)
        assert make(world, meeting).json()["number"] == number
    path = f"groups/{world.group.pk}/minutes"
    listed = api(world, "observer").get(path).json()["items"]
    assert [one["number"] for one in listed] == [2, 1]
    of_last = api(world, "observer").get(f"{path}?meeting_id={meeting.pk}").json()["items"]
    assert [one["number"] for one in of_last] == [2]


def test_minutes_continue_a_register_that_was_kept_elsewhere(world: World) -> None:
    first, second = (a_held_meeting(world)[0] for _ in range(2))
    assert make_minutes(actor=world.actor("secretary"), meeting_id=first.pk, number=6).number == 6
    assert make(world, second).json()["number"] == 7


# ---- lines -------------------------------------------------------------------------------------------------


def test_the_secretary_writes_lines_of_the_draft(world: World) -> None:
    meeting, item = a_held_meeting(world)
    minutes = minutes_of(world, meeting)
    line = minutes.lines.get()
    path = f"minutes/{minutes.pk}/lines"
    desk = api(world, "secretary")
    before = if_match_now(line)
    assert desk.patch(f"{path}/{line.pk}", {"text": "Перевірено вісім."}, **before).status_code == 200
    late = desk.patch(f"{path}/{line.pk}", {"text": "Перевірено сім."}, **before)
    assert late.status_code == 412
    assert late.json()["present"]["text"]["uk"] == "Перевірено вісім."
    added = {"kind": "spoke", "item_id": str(item.pk), "text": "Погодилися."}
    assert desk.post(path, added).status_code == 201
    assert pointers(desk.post(path, {"kind": "annex", "item_id": str(item.pk), "text": "Так"}))
    assert desk.post(path, {"kind": "invited", "text": "Експерт"}).status_code == 201
    assert api(world, "officer").post(path, added).status_code == 403
    assert desk.delete(f"{path}/{line.pk}", **if_match_now(line)).status_code == 204
    assert [one["text"]["uk"] for one in shown(world, minutes)["lines"]] == ["Погодилися.", "Експерт"]
    move(world, minutes, "remarks")
    assert desk.post(path, added).json()["code"] == "minutes_state"


# ---- remarks -----------------------------------------------------------------------------------------------


def test_those_who_attended_remark_and_each_remark_is_decided(world: World) -> None:
    minutes = some_minutes(world, "remarks")
    line = minutes.lines.get()
    assert remark(world, minutes, "teacher").status_code == 403
    made = remark(world, minutes, line_id=str(line.pk), proposed="Перевірено сім укриттів.")
    assert made.status_code == 201, made.content
    assert remark(world, minutes).status_code == 201
    first, second = Remark.objects.order_by("number")
    assert pointers(decide(world, minutes, second, accept=False)) == [("/answer", "blank")]
    end_remarks(minutes)
    assert step(world, minutes, "signing").json()["code"] == "remarks_open"
    body = decide(world, minutes, first, accept=True).json()
    assert body["lines"][0]["text"]["uk"] == "Перевірено сім укриттів."
    assert body["remarks"][0]["before"]["uk"] == HEARD
    assert decide(world, minutes, first, accept=True).json()["code"] == "remark_decided"
    assert decide(world, minutes, second, accept=False, answer="Про це не йшлося.").status_code == 200
    assert step(world, minutes, "signing").status_code == 200


def test_words_for_an_item_become_a_line_of_it(world: World) -> None:
    meeting, item = a_held_meeting(world)
    minutes = minutes_of(world, meeting, "remarks")
    assert pointers(remark(world, minutes, proposed="Я питав про світло.")) == [("/line_id", "required")]
    remark(world, minutes, item_id=str(item.pk), proposed="Я питав про світло.")
    decide(world, minutes, Remark.objects.get(), accept=True)
    assert shown(world, minutes)["lines"][-1]["text"]["uk"] == "Я питав про світло."


def test_remarks_are_taken_for_the_days_of_the_charter(world: World) -> None:
    set_charter(world, remarks_days=3)
    minutes = some_minutes(world, "remarks")
    assert minutes.remarks_until is not None
    assert (minutes.remarks_until - minutes.made_at).days == 3
    assert step(world, minutes, "signing").json()["code"] == "remarks_taken"
    end_remarks(minutes)
    assert remark(world, minutes).json()["code"] == "remarks_over"


# ---- signed ------------------------------------------------------------------------------------------------


def test_the_second_signature_freezes_the_minutes(world: World) -> None:
    minutes = some_minutes(world, "signing")
    assert put_signature(world, minutes, "chair", "secretary").json()["code"] == "not_signer"
    assert put_signature(world, minutes, "chair", "officer").status_code == 403
    assert put_signature(world, minutes, "witness", "facilitator").status_code == 404
    first = put_signature(world, minutes, "chair", "facilitator")
    assert first.status_code == 200, first.content
    assert first.json()["state"] == "signing"
    assert put_signature(world, minutes, "chair", "facilitator").json()["code"] == "signed"
    body = put_signature(world, minutes, "secretary", "secretary").json()
    assert body["state"] == "signed"
    edition = MinutesEdition.objects.get(minutes=minutes, for_public=False)
    assert body["sha256"] == edition.sha256 == compute_digest(edition.content.encode())
    assert body["report"]["title"] == json.loads(edition.content)["uk"]["title"]
    assert MinutesPaper.objects.filter(edition=edition).count() == 2


def test_a_record_that_changed_is_not_signed(world: World) -> None:
    meeting, _item = a_held_meeting(world)
    minutes = minutes_of(world, meeting, "signing")
    set_presence(world, meeting, "teacher")
    assert put_signature(world, minutes, "chair", "facilitator").json()["code"] == "record_changed"


def test_a_reopened_draft_has_no_signatures(world: World) -> None:
    minutes = some_minutes(world, "signing")
    sign(world, minutes, "chair", "facilitator")
    assert step(world, minutes, "draft").status_code == 200
    assert [one["signed_at"] for one in shown(world, minutes)["signatures"]] == [None, None]


def test_a_signature_on_paper_needs_its_file(world: World) -> None:
    minutes = some_minutes(world, "signing")
    missing = put_signature(world, minutes, "chair", "secretary", way="paper")
    assert pointers(missing) == [("/file_id", "unknown")]
    unknown = put_signature(world, minutes, "chair", "secretary", way="container", file_id=str(uuid7()))
    assert pointers(unknown) == [("/file_id", "unknown")]


@pytest.mark.parametrize("model", [MinutesEdition, MinutesPaper, MinutesCorrection])
def test_what_is_frozen_never_changes(world: World, model: Any) -> None:
    minutes = some_minutes(world, "signed")
    api(world, "secretary").post(f"minutes/{minutes.pk}/corrections", {"text": "Було шість."})
    rows = model.objects.all()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        rows.update(id=uuid7())
    with pytest.raises(DatabaseError, match=r"Cannot .*delete"), transaction.atomic():
        rows._raw_delete("default")


def test_a_correction_is_an_annex(world: World) -> None:
    minutes = some_minutes(world, "signed")
    before = shown(world, minutes)
    path = f"minutes/{minutes.pk}/corrections"
    assert api(world, "officer").post(path, {"text": "Ні"}).status_code == 403
    assert api(world, "secretary").post(path, {"text": "Було шість."}).status_code == 201
    after = shown(world, minutes)
    assert (after["report"], after["sha256"]) == (before["report"], before["sha256"])
    assert [(one["number"], one["text"]["uk"]) for one in after["corrections"]] == [(1, "Було шість.")]


# ---- public ------------------------------------------------------------------------------------------------


def go_public(world: World) -> None:
    InitiativeGroup.objects.filter(pk=world.group.pk).update(visibility=Visibility.PUBLIC)


def list_published(world: World) -> list[dict[str, Any]]:
    answer = api(world, "anonymous").get(f"public/groups/{world.group.pk}/minutes")
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


def test_the_public_version_names_nobody(world: World) -> None:
    name_people(world)
    minutes = some_minutes(world, "signed")
    path = f"minutes/{minutes.pk}/publication"
    assert api(world, "facilitator").put(path).json()["code"] == "no_public_page"
    go_public(world)
    assert list_published(world) == []
    assert api(world, "secretary").put(path).status_code == 403
    assert api(world, "facilitator").put(path).status_code == 200
    (row,) = list_published(world)
    text = json.dumps(row, ensure_ascii=False)
    assert [one for one in ("Савчук", "Мельничук", "Коваль") if one in text] == []
    assert world.organisations["police"].name_uk in text
    pdf = api(world, "anonymous").get(f"public/minutes/{minutes.pk}/pdf?language=uk")
    assert pdf.status_code == 200
    assert api(world, "facilitator").delete(path).status_code == 200
    assert list_published(world) == []
    assert api(world, "anonymous").get(f"public/minutes/{minutes.pk}/pdf").status_code == 404


def test_a_charter_publishes_signed_minutes_at_once(world: World) -> None:
    go_public(world)
    set_charter(world, publishes_minutes=True)
    minutes = some_minutes(world, "signed")
    assert fresh(minutes).public_at is not None
    assert len(list_published(world)) == 1
