"""Attachments: files that a message brings, opened by whoever reads it and gone with what it said."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dialogue.messages.files import load_new_attachments
from dialogue.models import Message, MessageAttachment, Thread
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.privacy.erasure import anonymise_author
from tasks.evidence.services import add_evidence
from tasks.models import EvidenceKind
from tests.cast import SYSTEM, World, a_world
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, at_once, pointers, restrict, say
from tests.files.samples import picture_with_place
from tests.tasks.helpers import an_item_in
from viche.files.models import StoredFile
from viche.files.services.uploads import delete_files_of, upload_file
from viche.kernel.errors import Invalid
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord
from viche.realtime.registry import COMMANDS

pytestmark = pytest.mark.django_db
ALT = "Сходи до укриття: дванадцять сходинок, поручнів немає"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    storage = {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def a_file(
    world: World, by: str = "teacher", name: str = "сходи.jpg", content: bytes | None = None
) -> StoredFile:
    body = picture_with_place() if content is None else content
    return upload_file(actor=world.actor(by), content=ContentFile(body, name))


def a_note(world: World, by: str = "teacher") -> StoredFile:
    return a_file(world, by, "акт.txt", "Акт".encode())


def bringing(world: World, thread: Thread, *files: StoredFile, by: str = "teacher", **facts: Any) -> Message:
    asked = [{"file_id": one.pk, "alt": ALT} for one in files]
    return say(world, by, thread, "Ось", attachments=load_new_attachments(world.actor(by), asked), **facts)


def sent(world: World, thread: Thread, attachments: Any, by: str = "teacher", **facts: Any) -> Any:
    body = {"client_id": str(uuid7()), "body": "Ось", "attachments": attachments, **facts}
    return api(world, by).post(f"threads/{thread.pk}/messages", body)


def opens(world: World, name: str, file: StoredFile) -> int:
    status: int = api(world, name).get(f"files/{file.pk}/content").status_code
    return status


def test_they_come_with_the_answer_the_page_and_the_message(world: World) -> None:
    thread, photo, note = a_thread(world), a_file(world), a_note(world)
    answer = sent(world, thread, [{"file_id": str(photo.pk), "alt": f" {ALT} "}, {"file_id": str(note.pk)}])
    assert answer.status_code == 201
    assert answer.json()["attachments"] == [
        {
            "file_id": str(photo.pk),
            "name": "сходи.jpg",
            "media_type": "image/jpeg",
            "size": photo.size,
            "width": 40,
            "height": 60,
            "alt": ALT,
        },
        {
            "file_id": str(note.pk),
            "name": "акт.txt",
            "media_type": "text/plain",
            "size": 6,
            "width": None,
            "height": None,
            "alt": "",
        },
    ]
    page = api(world, "observer").get(f"threads/{thread.pk}/messages").json()["items"]
    assert page[0] == answer.json() == api(world, "observer").get(f"messages/{page[0]['id']}").json()
    assert say(world, "officer", thread).brings == ()


def test_a_socket_brings_them_too(world: World) -> None:
    thread, note, teacher = a_thread(world), a_note(world), world.actor("teacher")
    command = COMMANDS["post_message"]
    said = {"thread_id": str(thread.pk), "client_id": str(uuid7()), "body": "Ось"}
    answer = command.run(teacher, {**said, "attachments": [{"file_id": str(note.pk)}]})
    assert [one["file_id"] for one in answer["message"]["attachments"]] == [note.pk]


def test_the_same_message_is_stored_once_and_with_other_files_it_is_another(world: World) -> None:
    thread, name, note = a_thread(world), str(uuid7()), a_note(world)
    asked = [{"file_id": str(note.pk)}]
    first, again = (sent(world, thread, asked, client_id=name) for _twice in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = [{"file_id": str(a_note(world).pk)}]
    assert [sent(world, thread, one, client_id=name).status_code for one in (other, [])] == [409, 409]
    withdraw_message(actor=world.actor("teacher"), message_id=UUID(first.json()["id"]), expected_version=1)
    assert sent(world, thread, asked, client_id=name).json()["attachments"] == []


@pytest.mark.parametrize("alt", [None, "", " \u200b ", "я" * 301, "\u202eяіцар"])
def test_a_picture_is_told_in_words(world: World, alt: str | None) -> None:
    file = str(a_file(world).pk)
    one = {"file_id": file} if alt is None else {"file_id": file, "alt": alt}
    answer = sent(world, a_thread(world), [one])
    assert answer.status_code == 422
    assert [pointer for pointer, _code in pointers(answer)] == ["/attachments/0/alt"]
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("attachments", "found"),
    [
        ("акт", ("/attachments", "not_a_list")),
        (None, ("/attachments", "null")),
        (["акт"], ("/attachments/0", "invalid")),
        ([{}], ("/attachments/0/file_id", "required")),
        ([{"file_id": "1"}], ("/attachments/0/file_id", "invalid")),
        ([{"file_id": str(uuid7()), "url": "x"}], ("/attachments/0/url", "unknown")),
        ([{"file_id": str(uuid7())}], ("/attachments/0/file_id", "unknown")),
        ([{"file_id": str(uuid7())}] * 11, ("/attachments", "max_length")),
    ],
)
def test_nonsense_is_refused(world: World, attachments: Any, found: tuple[str, str]) -> None:
    answer = sent(world, a_thread(world), attachments)
    assert (answer.status_code, pointers(answer)) == (422, [found])


def fault(world: World, thread: Thread, *files: StoredFile, by: str = "teacher") -> tuple[str, str]:
    before = Message.objects.count()
    with pytest.raises(Invalid) as refused:
        bringing(world, thread, *files, by=by)
    assert Message.objects.count() == before
    (one,) = refused.value.errors
    return one.pointer, one.code


def test_only_what_one_brought_oneself_and_nothing_has_yet(world: World) -> None:
    thread, mine = a_thread(world), a_note(world)
    assert fault(world, thread, a_note(world, "officer")) == ("/attachments/0/file_id", "unknown")
    assert fault(world, thread, mine, mine) == ("/attachments/1/file_id", "held")
    bringing(world, thread, mine)
    assert fault(world, thread, a_note(world), mine) == ("/attachments/1/file_id", "held")
    item = an_item_in(world, "in_progress")
    proof = a_note(world, "officer")
    add_evidence(
        actor=world.actor("officer"), action_id=item.pk, kind=EvidenceKind.FILE, title="Акт", file_id=proof.pk
    )
    assert fault(world, thread, proof, by="officer") == ("/attachments/0/file_id", "held")


def test_ten_and_not_more(world: World) -> None:
    thread, files = a_thread(world), [a_note(world) for _each in range(11)]
    assert fault(world, thread, *files) == ("/attachments", "max_length")
    message = bringing(world, thread, *files[:10])
    assert [one["file_id"] for one in message.brings] == [one.pk for one in files[:10]]


def test_who_does_not_see_the_thread_learns_nothing_of_files(world: World) -> None:
    hidden = a_restricted_thread(world, organisations=("police",))
    for file in (str(uuid7()), str(a_note(world).pk)):
        assert sent(world, hidden, [{"file_id": file}]).status_code == 404


def test_it_opens_for_who_reads_the_message_from_then_on(world: World) -> None:
    thread, file = a_thread(world), a_file(world)
    assert (opens(world, "teacher", file), opens(world, "observer", file)) == (200, 404)
    bringing(world, thread, file)
    assert [opens(world, one, file) for one in ("teacher", "observer", "outsider")] == [200, 200, 404]
    link = api(world, "observer").post(f"files/{file.pk}/link", {}).json()["url"]
    restrict(world, thread, organisations=("police",))
    assert [opens(world, one, file) for one in ("officer", "teacher", "observer")] == [200, 404, 404]
    assert api(world, "anonymous").client.get(link).status_code == 404


@pytest.mark.parametrize("way", ["file", "link"])
def test_who_opens_one_of_a_restricted_thread_is_written_down(world: World, way: str) -> None:
    open_file, hidden_file = a_note(world, "officer"), a_note(world, "officer")
    hidden = a_restricted_thread(world, organisations=("police",))
    bringing(world, a_thread(world), open_file, by="officer")
    bringing(world, hidden, hidden_file, by="officer")
    for file in (open_file, hidden_file):
        if way == "file":
            assert opens(world, "facilitator", file) == 200
        else:
            link = api(world, "facilitator").post(f"files/{file.pk}/link", {}).json()["url"]
            assert api(world, "anonymous").client.get(link).status_code == 200
    seen = AccessRecord.objects.filter(reader=world.people["facilitator"], way=way)
    assert [(one.kind, one.object_id) for one in seen] == [("thread", hidden.pk)]


def test_what_is_taken_back_opens_for_nobody_else(world: World) -> None:
    file = a_file(world)
    message = bringing(world, a_thread(world), file)
    teacher = world.actor("teacher")
    edit_message(actor=teacher, message_id=message.pk, body="Ось вони", expected_version=1)
    shown = api(world, "observer").get(f"messages/{message.pk}").json()
    assert (len(shown["attachments"]), opens(world, "observer", file)) == (1, 200)
    withdraw_message(actor=teacher, message_id=message.pk, expected_version=2)
    assert api(world, "observer").get(f"messages/{message.pk}").json()["attachments"] == []
    assert [opens(world, one, file) for one in ("teacher", "observer")] == [200, 404]
    assert not MessageAttachment.objects.exists()


@pytest.mark.parametrize("removes_messages", [True, False])
def test_erasure_frees_files_with_the_texts(world: World, removes_messages: bool) -> None:
    file, who = a_file(world), world.people["teacher"].pk
    bringing(world, a_thread(world), file)
    anonymise_author(actor=SYSTEM, person_id=who, pseudonym="№ 7", removes_messages=removes_messages)
    delete_files_of(actor=SYSTEM, person_id=who)
    assert StoredFile.objects.filter(pk=file.pk).exists() is not removes_messages
    assert opens(world, "observer", file) == (404 if removes_messages else 200)


def test_a_page_with_files_costs_what_one_without_costs(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)
    path = f"threads/{thread.pk}/messages"
    none = queries(world, path)
    for _more in range(3):
        bringing(world, thread, a_note(world), a_note(world))
    assert queries(world, path) == none


def queries(world: World, path: str) -> int:
    line = api(world, "observer")
    with CaptureQueriesContext(connection) as captured:
        assert line.get(path).status_code == 200
    return len(captured)


def test_what_brings_nothing_costs_nothing_more(world: World) -> None:
    thread = a_thread(world)
    with CaptureQueriesContext(connection) as captured:
        say(world, "officer", thread)
    assert not [one["sql"] for one in captured if "attachment" in one["sql"] or "files_" in one["sql"]]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_messages_at_once_one_brings_the_file() -> None:
    world = a_world("Тут")
    thread, file = a_thread(world), a_note(world)
    found = at_once(*[lambda: bringing(world, thread, file)] * 4)
    assert sorted(type(one).__name__ for one in found) == ["Invalid", "Invalid", "Invalid", "Message"]
    assert MessageAttachment.objects.count() == Message.objects.count() == 1
