"""Where else the words of a hidden message were: files, papers, search, news, copies, the record of reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import override
from pytest_django import Settings

from dialogue.models import Fault, Hiding, Message, MessageReport
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message, report_message
from dialogue.posting.editing import withdraw_message
from dialogue.privacy.erasure import anonymise_author
from tests.cast import SYSTEM, World
from tests.dialogue.export.test_export import archive, paper
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, say
from tests.dialogue.messages.test_attachments import a_note, bringing, opens
from tests.dialogue.moderation.test_moderation import NOTE, WORDS, a_hidden, appealed, log, reported, taken
from tests.search.acts import found, ids
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification
from viche.privacy.models import AccessRecord
from viche.privacy.registry import DATA_CATEGORIES
from viche.search.jobs import index_missing_things
from viche.search.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    storage = {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


KINDS = ("message", "attachment")  # of what is indexed


def move(world: World, message: Message, to: Step, by: str = "facilitator") -> None:
    moderate_message(actor=world.actor(by), message_id=message.pk, to=to, fault=Fault.SPAM)


def test_its_files_open_for_the_author_and_who_moderates_alone(world: World) -> None:
    thread, file = a_thread(world), a_note(world)
    message = bringing(world, thread, file)
    link = api(world, "observer").post(f"files/{file.pk}/link", {}).json()["url"]
    move(world, message, Step.HIDE)
    everybody = ("teacher", "facilitator", "secretary", "officer", "observer")
    assert [opens(world, one, file) for one in everybody] == [200, 200, 200, 404, 404]
    assert api(world, "anonymous").client.get(link).status_code == 404
    assert api(world, "observer").get(f"messages/{message.pk}").json()["attachments"] == []
    (shown,) = api(world, "secretary").get(f"messages/{message.pk}/moderation").json()["attachments"]
    assert shown["file_id"] == str(file.pk)
    move(world, message, Step.SHOW)
    assert opens(world, "observer", file) == 200
    assert len(api(world, "observer").get(f"messages/{message.pk}").json()["attachments"]) == 1


def counted(world: World) -> list[int]:
    return [len(ids(found(world, "observer", one))) for one in ("ліхтарі", "акт")]


def test_it_is_found_no_more_and_then_again(world: World) -> None:
    thread = a_thread(world)
    message = bringing(world, thread, a_note(world))
    said = say(world, "officer", thread, WORDS)
    assert counted(world) == [1, 1]
    for one in (message, said):
        move(world, one, Step.HIDE)
    for indexed in (False, True):
        if indexed:
            drain_outbox()
            index_missing_things()
            held = Entry.objects.filter(place=thread.pk, kind__in=KINDS)
            assert {(one.kind, one.vector) for one in held} == {("message", "")}
        for reader in ("observer", "facilitator", "officer"):
            for typed in ("ліхтарі", "акт"):
                page = api(world, reader).get("search", q=typed).json()
                assert ids(page) == [], (reader, typed)
    for one in (message, said):
        move(world, one, Step.SHOW)
    assert counted(world) == [1, 1]


def test_papers_say_that_it_is_hidden_and_why(world: World) -> None:
    thread = a_thread(world)
    message = bringing(world, thread, a_note(world))
    say(world, "officer", thread, "Що?", quote={"message_id": message.pk})
    move(world, message, Step.HIDE)
    stone, answer = paper(world, thread)["messages"]
    assert (stone["gone"], stone["files"]) == (True, [])
    assert stone["lines"] == ["Це повідомлення приховано. Реклама або спам."]
    assert answer["quote"]["text"] == "Це повідомлення приховано."
    packed = archive(world, "facilitator", thread)
    assert not [one for one in packed.namelist() if one.startswith("files/")]
    for name in packed.namelist():
        assert "Ось".encode() not in packed.read(name), name


def news(world: World, name: str) -> list[tuple[str, str, str]]:
    drain_outbox()
    items = api(world, name).get("notifications", limit=100).json()["items"]
    told = [one for one in items if one["kind"].startswith("dialogue.")]
    return [(one["title"]["uk"], one["body"]["uk"], one["url"]) for one in told]


def test_who_is_told_of_what(world: World) -> None:
    thread = a_thread(world, title_uk="Двір")
    message = say(world, "officer", thread, WORDS)
    reported(world, message, by="observer", note=NOTE)
    queue = f"/groups/{world.group.pk}/moderation"
    for name in ("facilitator", "secretary"):
        ((title, body, url),) = news(world, name)
        assert (title, url) == (f"Скарга на повідомлення ({world.people['officer'].name_uk}): Двір", queue)
        assert not [one for one in ("Олена", NOTE) if one in title + body]
    assert news(world, "officer") == news(world, "observer") == []
    taken(world, message, "hidden", note=NOTE)
    ((title, body, url),) = news(world, "officer")
    assert title == "Ваше повідомлення приховано: Двір"
    assert body == f"Чужі персональні дані. {NOTE}"
    assert url == f"/threads/{thread.pk}?message={message.number}"
    assert news(world, "facilitator") == [], "it is decided"
    appealed(world, message)
    assert (len(news(world, "secretary")), news(world, "facilitator")) == (1, [])
    taken(world, message, "upheld", by="secretary", note="Адреса є адреса")
    assert news(world, "officer")[0][:2] == (
        "Ваше повідомлення лишається прихованим: Двір",
        "Чужі персональні дані. Адреса є адреса",
    )
    taken(world, message, "shown", by="secretary")
    assert [one[0] for one in news(world, "officer")] == ["Ваше повідомлення знову видно: Двір"]


def test_of_a_restricted_thread_nothing_leaves_the_house(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    a_hidden(world, thread)
    ((_title, body, _url),) = news(world, "officer")
    assert body == "Чужі персональні дані."


def test_what_it_told_before_is_not_told_any_more(world: World) -> None:
    thread = a_thread(world)
    named = f"@[?](person:{world.people['teacher'].pk}), {WORDS}"
    message = say(world, "officer", thread, named)
    assert len(news(world, "teacher")) == 1
    move(world, message, Step.HIDE)
    assert news(world, "teacher") == []
    assert Notification.objects.filter(person=world.people["teacher"]).exists()


def test_reading_a_hidden_one_of_a_restricted_thread_is_written_down(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "ngo"))
    message = a_hidden(world, thread)
    appealed(world, message)
    reader = world.people["facilitator"]
    for path, way in (
        (f"messages/{message.pk}/moderation", "page"),
        (f"groups/{world.group.pk}/reports", "list"),
        (f"groups/{world.group.pk}/moderation", "list"),
    ):
        assert api(world, "facilitator").get(path).status_code == 200
        seen = AccessRecord.objects.filter(reader=reader).latest("id")
        assert (seen.object_id, seen.way) == (thread.pk, way), path
        assert AccessRecord.objects.filter(reader=reader).count() == (1 if way == "page" else 2)


def test_who_takes_back_a_hidden_message_takes_its_words_from_everybody(world: World) -> None:
    message = a_hidden(world, a_thread(world))
    withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=message.version)
    assert not Hiding.objects.exists()
    shown = api(world, "facilitator").get(f"messages/{message.pk}/moderation").json()
    assert (shown["html"], shown["hidden"], shown["allowed"]) == ("", None, [])


def test_no_answer_is_kept_that_repeats_what_was_said(world: World) -> None:
    """It would outlive what is hidden again or taken back."""
    message = a_hidden(world, a_thread(world))
    key = {"Idempotency-Key": str(UUID(int=7))}
    line = api(world, "facilitator")
    answers = [line.post(f"messages/{message.pk}/moderation", {"to": "shown"}, **key) for _each in range(2)]
    assert [one.status_code for one in answers] == [200, 409]
    assert WORDS in answers[0].content.decode()


def copied(world: World, name: str, holding: str) -> list[Any]:
    with override("uk"):
        return [dict(one) for one in DATA_CATEGORIES[holding].read(world.people[name].pk)]


def test_a_copy_of_ones_data_holds_what_one_wrote_reported_and_did(world: World) -> None:
    thread = a_thread(world)
    message = a_hidden(world, thread)
    appealed(world, message)
    reported(world, say(world, "officer", thread), note=NOTE)
    first = copied(world, "officer", "dialogue.messages")[0]
    assert (first["text"], first["appeal"]) == (WORDS, "Родина не проти")
    assert first["hidden"] == "Чужі персональні дані"
    (mine,) = copied(world, "teacher", "dialogue.reports")
    assert (mine["number"], mine["text"]) == (2, NOTE)
    assert copied(world, "officer", "dialogue.reports") == []
    (step,) = [one for one in copied(world, "facilitator", "dialogue.acts") if one.get("number") == 1]
    assert step["reason"] == "Чужі персональні дані"


def test_who_is_erased_leaves_what_still_waits_and_no_answered_report(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    for to in (Step.DISMISS, None):
        report_message(actor=world.actor("teacher"), message_id=message.pk, fault=Fault.SPAM, note=NOTE)
        if to is not None:
            move(world, message, to)
    teacher = world.people["teacher"].pk
    anonymise_author(actor=SYSTEM, person_id=teacher, pseudonym="№ 7", removes_messages=False)
    assert [(one.answered_at, one.note) for one in MessageReport.objects.all()] == [(None, "")]
    assert log(world) == []


def test_who_is_erased_leaves_no_words_against_what_was_hidden(world: World) -> None:
    message = a_hidden(world, a_thread(world))
    appealed(world, message)
    officer = world.people["officer"].pk
    anonymise_author(actor=SYSTEM, person_id=officer, pseudonym="№ 7", removes_messages=False)
    hiding = Hiding.objects.get()
    assert (hiding.appeal, hiding.state) == ("", "appealed")


@pytest.mark.parametrize("erased", [False, True])
def test_reports_of_what_is_gone_wait_no_more(world: World, erased: bool) -> None:
    """Nobody could answer them, and they would stay when who reported is erased."""
    message = say(world, "officer", a_thread(world))
    for name in ("teacher", "observer"):
        reported(world, message, by=name, note=NOTE)
    officer, teacher = (world.people[name].pk for name in ("officer", "teacher"))
    if erased:
        anonymise_author(actor=SYSTEM, person_id=officer, pseudonym="№ 7", removes_messages=True)
    else:
        withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    assert not MessageReport.objects.filter(answered_at=None).exists()
    anonymise_author(actor=SYSTEM, person_id=teacher, pseudonym="№ 8", removes_messages=False)
    assert [one.person_id for one in MessageReport.objects.all()] == [world.people["observer"].pk]


@pytest.mark.parametrize("removes", [True, False])
def test_who_is_erased_leaves_no_name_in_hidden_words(world: World, removes: bool) -> None:
    thread = a_thread(world)
    named = f"@[Оля Офіцерка](person:{world.people['officer'].pk}), що це?"
    theirs = say(world, "teacher", thread, named)
    say(world, "councillor", thread, "Ось", quote={"message_id": theirs.pk})
    taken(world, theirs, "hidden")
    mine = a_hidden(world, thread)
    anonymise_author(
        actor=SYSTEM, person_id=world.people["officer"].pk, pseudonym="№ 7", removes_messages=removes
    )
    assert "Офіцерка" not in Hiding.objects.get(message=theirs).body
    taken(world, theirs, "shown")
    told = api(world, "observer").get(f"threads/{thread.pk}/messages").content.decode()
    assert "Офіцерка" not in told
    assert "№ 7" in told
    assert Hiding.objects.filter(message=mine).exists() != removes
