"""A thread to take along: what its reader sees, in one language, whatever somebody typed."""

from __future__ import annotations

import errno
import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files import File
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import Settings

from dialogue.export.pdf import describe_paper
from dialogue.messages.selectors import messages_of
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.threads.selectors import get_thread_with_facilitator_for
from tests.cast import World, a_world
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers, say, standing_in
from tests.dialogue.messages.test_attachments import a_note, bringing
from tests.tasks.export.test_export import content_of
from viche.files.storage import DurableStorage
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
TYPED = '#read("/etc/passwd") *жирне* $x$ \\ ] [ // <b>не розмітка</b> <script>alert(1)</script>'


def taken(world: World, name: str, thread: Any, what: str = "paper", **asked: Any) -> Any:
    return api(world, name).get(f"threads/{thread.pk}/{what}", **{"language": "uk", **asked})


def paper(world: World, thread: Any, language: str = "uk", first: int = 1, last: int = 100) -> dict[str, Any]:
    shown = get_thread_with_facilitator_for(world.actor("observer"), thread.pk)
    with override(language):
        return describe_paper(shown, messages_of(shown, first, last), language)


def archive(world: World, name: str, thread: Any, **asked: Any) -> ZipFile:
    return ZipFile(io.BytesIO(content_of(taken(world, name, thread, "export", **asked))))


def test_a_paper_says_who_said_what_for_whom_and_what_became_of_it(world: World) -> None:
    thread = a_thread(world, title_uk=TYPED)
    first = say(world, "officer", thread, TYPED, on_behalf=True)
    say(world, "teacher", thread, "Так", reply_to=first.pk, quote={"message_id": first.pk, "text": "жирне"})
    officer, body = world.actor("officer"), "Перший **рядок**\n\nДругий"
    edit_message(actor=officer, message_id=first.pk, body=body, expected_version=1)
    gone = say(world, "officer", thread, "Зникне")
    withdraw_message(actor=officer, message_id=gone.pk, expected_version=1)
    told = paper(world, thread)
    one, two, three = told["messages"]
    assert told["title"] == TYPED
    assert told["warning"] == told["part"] == ""
    assert one["speaker"].endswith("представник, від імені організації police Тут")
    assert "змінено" in one["remarks"]
    assert one["lines"] == ["Перший рядок", "Другий"]
    assert "на № 1" in two["remarks"]
    assert two["quote"]["text"] == "жирне"
    assert three["gone"]
    assert three["lines"] == ["Це повідомлення видалено."]
    assert content_of(taken(world, "observer", thread)).startswith(b"%PDF-")
    assert paper(world, thread, "en")["messages"][2]["lines"] == ["This message was deleted."]


def test_who_stands_in_is_named_with_whom(world: World) -> None:
    thread = a_thread(world)
    standing_in(world, "officer")
    say(world, "deputy", thread, "Замість")
    content_of(taken(world, "observer", thread))
    page = archive(world, "observer", thread).read("thread.html").decode()
    assert f"заступає: {world.people['officer'].name_uk}" in page


def test_a_restricted_thread_says_so_and_is_taken_by_its_readers_alone(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("school",))
    say(world, "teacher", thread)
    for what in ("paper", "export"):
        assert taken(world, "officer", thread, what).status_code == 404
        content_of(taken(world, "teacher", thread, what))
    assert "Не передавайте" in paper_warning(world, thread)


def paper_warning(world: World, thread: Any) -> str:
    shown = get_thread_with_facilitator_for(world.actor("teacher"), thread.pk)
    with override("uk"):
        warning: str = describe_paper(shown, [], "uk")["warning"]
    return warning


def test_an_archive_is_complete_for_programs_and_for_people(world: World) -> None:
    thread = a_thread(world)
    for number in range(3):
        say(world, "officer", thread, f"{number} {TYPED}")
    found = archive(world, "observer", thread)
    assert found.namelist() == ["thread.json", "thread.html", "manifest.json"]
    data = json.loads(found.read("thread.json"))
    asked = api(world, "observer").get(f"threads/{thread.pk}/messages").json()["items"]
    assert [one["body"] for one in data["messages"]] == [one["body"] for one in asked]
    assert data["thread"]["id"] == str(thread.pk)
    page = found.read("thread.html").decode()
    assert "<script" not in page
    assert page.count("<article") == 3
    for part in json.loads(found.read("manifest.json"))["parts"]:
        assert sha256(found.read(part["name"])).hexdigest() == part["sha256"]


def test_a_part_is_taken_by_its_numbers(world: World) -> None:
    thread = a_thread(world)
    for number in range(4):
        say(world, "officer", thread, f"Слово {number}")
    data = json.loads(archive(world, "observer", thread, first=2, last=3).read("thread.json"))
    assert [one["number"] for one in data["messages"]] == [2, 3]
    assert paper(world, thread, first=2, last=3)["part"] == "Повідомлення № 2–3 з 4."


def test_an_answer_to_what_is_not_printed_names_its_number(world: World) -> None:
    thread = a_thread(world)
    first = say(world, "officer", thread)
    say(world, "teacher", thread, reply_to=first.pk)
    (answer,) = paper(world, thread, first=2, last=2)["messages"]
    assert "№ 1" in answer["remarks"].replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_thread_is_taken_too(world: World) -> None:
    thread = a_thread(world)
    content_of(taken(world, "observer", thread))
    assert json.loads(archive(world, "observer", thread).read("thread.json"))["messages"] == []


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"first": 1, "last": 0}, ("/last", "min_value")),
        ({"first": 0}, ("/first", "min_value")),
        ({"first": 2}, ("/first", "beyond_last")),
        ({"language": "de"}, ("/language", "invalid_choice")),
    ],
)
def test_bad_ranges_are_refused_by_field(world: World, asked: dict[str, Any], fault: tuple[str, str]) -> None:
    thread = a_thread(world)
    for what in ("paper", "export"):
        answer = taken(world, "observer", thread, what, **asked)
        assert answer.status_code == 400
        assert pointers(answer) == [fault]


def test_more_than_there_is_room_for_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = a_thread(world)
    for number in range(3):
        say(world, "officer", thread, f"Слово {number}")
    monkeypatch.setattr("dialogue.export.api.MAX_ARCHIVE_MESSAGES", 2)
    assert pointers(taken(world, "observer", thread, "export", first=1)) == [("/first", "too_many")]
    data = json.loads(archive(world, "observer", thread).read("thread.json"))
    assert [one["number"] for one in data["messages"]] == [2, 3], "the last ones"


def test_as_many_queries_for_many_messages_as_for_one(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)

    def count(what: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            content_of(taken(world, "observer", thread, what))
        return len(asked)

    few = {what: count(what) for what in ("paper", "export")}
    for _number in range(6):
        say(world, "teacher", thread)
    assert {what: count(what) for what in few} == few


def test_what_messages_bring_is_in_the_archive_and_named_on_paper(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    where = {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": where}
    thread = a_thread(world)
    files = [a_note(world), a_note(world)]
    message = bringing(world, thread, *files)
    gone = bringing(world, thread, a_note(world))
    withdraw_message(actor=world.actor("teacher"), message_id=gone.pk, expected_version=1)
    found = archive(world, "observer", thread)
    places = [name for name in found.namelist() if name.startswith("files/")]
    assert places == [f"files/{file.pk}/{file.name}" for file in files]
    digests = {part["name"]: part["sha256"] for part in json.loads(found.read("manifest.json"))["parts"]}
    assert digests[places[0]] == files[0].sha256
    page = found.read("thread.html").decode()
    assert page.count('href="files/') == 2
    told = paper(world, thread)["messages"]
    assert all(one.startswith("акт.txt · Сходи") for one in told[message.number - 1]["files"])
    assert len(told[message.number - 1]["files"]) == 2
    assert told[gone.number - 1]["files"] == []


class Away(DurableStorage):
    """Nothing can be read of it now."""

    def _open(self, name: str, mode: str = "rb") -> Any:
        raise OSError(errno.EIO, "away", name)


class Unreadable(io.BytesIO):
    def read(self, _size: int | None = -1, /) -> bytes:
        raise OSError(errno.EIO, "unreadable")


class Failing(DurableStorage):
    """What is in it can be opened, and no more."""

    def _open(self, name: str, mode: str = "rb") -> Any:
        return File(Unreadable(), name)


@pytest.mark.parametrize("kind", [Away, Failing])
def test_an_archive_says_when_files_cannot_be_read_now(
    world: World, settings: Settings, tmp_path: Path, kind: type[DurableStorage]
) -> None:
    where = {"BACKEND": f"{__name__}.{kind.__name__}", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": where}
    thread = a_thread(world)
    bringing(world, thread, a_note(world))
    answer = taken(world, "observer", thread, "export")
    assert (answer.status_code, answer.json()["code"]) == (503, "storage")
    assert int(answer["Retry-After"]) > 0


@pytest.mark.django_db(transaction=True)
def test_files_are_fetched_for_an_archive_when_its_snapshot_is_over(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL ends a transaction that is silent for long, and a bucket may be slow."""
    where = {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": where}
    here = a_world("Тут")
    thread = a_thread(here)
    bringing(here, thread, a_note(here))
    within: list[bool] = []
    truly = DurableStorage.open

    def opened(storage: DurableStorage, name: str, mode: str = "rb") -> Any:
        within.append(connection.in_atomic_block)
        return truly(storage, name, mode)

    monkeypatch.setattr(DurableStorage, "open", opened)
    assert len(archive(here, "observer", thread).namelist()) == 4
    assert within == [False]


def test_a_token_that_does_not_reach_files_packs_none(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    where = {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": where}
    thread = a_thread(world)
    file = a_note(world)
    bringing(world, thread, file)
    for scopes, missing in (({"dialogue:read"}, [str(file.pk)]), ({"dialogue:read", "files:read"}, [])):
        actor = Actor(person_id=world.people["officer"].pk, token_id=uuid7(), scopes=frozenset(scopes))
        answer = api(world, "officer", actor).get(f"threads/{thread.pk}/export")
        told = json.loads(ZipFile(io.BytesIO(content_of(answer))).read("manifest.json"))
        assert told["missing"] == missing
        assert (told["first"], told["last"], told["of"]) == (1, 1, 1)


def test_a_sign_that_no_typeface_has_stops_no_paper(world: World) -> None:
    thread = a_thread(world, title_uk="Дякуємо 👍")
    say(world, "officer", thread, "👍 漢字")
    assert content_of(taken(world, "observer", thread)).startswith(b"%PDF-")
