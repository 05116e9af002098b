"""Keeping files: names, quota, durability, sweeping up."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from tests.accounts.conftest import at_once, bearer, token_of
from tests.cast import person
from tests.files import samples
from tests.files.conftest import FILES, bring, kept, signed_in, stored
from viche.accounts.models import User
from viche.files import quota
from viche.files.inspection.inspect import MAX_FILE_SIZE
from viche.files.jobs import sweep
from viche.files.models import StoredFile
from viche.files.policies import may_upload
from viche.files.services.uploads import sweep_storage, upload_file
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Forbidden, SignedOut, TooLarge
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_a_file_lies_under_its_own_id(uploader: User, media: Path) -> None:
    answer = bring(signed_in(uploader), "Схема пандуса.png", samples.picture("PNG"))
    assert answer.status_code == 201
    row = StoredFile.objects.get()
    assert answer.json() == {
        "id": str(row.pk),
        "name": "Схема пандуса.png",
        "size": row.size,
        "media_type": "image/png",
        "width": 60,
        "height": 40,
    }
    (path,) = stored(media)
    assert path.name == str(row.pk)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == row.size
    event = Event.objects.get(kind="files.file_stored")
    assert (event.subject_id, event.data) == (row.pk, {"file_id": str(row.pk), "size": row.size})


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\note.txt", "note.txt"),
        ("a\r\nSet-Cookie: x.txt", "a__Set-Cookie_ x.txt"),
        ("txt.\u202egpj.txt", "txt.gpj.txt"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("half\ud800.txt", "half_.txt"),
        ("..txt", None),
        ("і" * 1000 + ".txt", "і" * 196 + ".txt"),
        ('quo"te<b>.txt', "quo_te_b_.txt"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_a_hostile_name_is_only_shown_and_harmlessly(uploader: User, sent: str, shown: str | None) -> None:
    content = ContentFile(b"text")
    content.name = sent
    if shown is None:
        with pytest.raises(Exception, match="file_type"):
            upload_file(actor=Actor.for_person(uploader.pk), content=content)
        return
    row = upload_file(actor=Actor.for_person(uploader.pk), content=content)
    row.refresh_from_db()
    assert row.name == shown
    assert row.key == f"{row.pk.hex[-2:]}/{row.pk}"


def test_the_form_is_strict(uploader: User) -> None:
    browser = signed_in(uploader)
    missing = browser.post(FILES, {})
    assert (missing.status_code, missing.json()["errors"][0]["pointer"]) == (422, "/file")
    text = browser.post(FILES, {"file": "not a file"})
    assert (text.status_code, text.json()["errors"][0]["pointer"]) == (422, "/file")
    more = browser.post(FILES, {"file": ContentFile(b"a", "a.txt"), "owner": "x"})
    assert (more.status_code, more.json()["errors"][0]["pointer"]) == (422, "/owner")
    two = browser.post(FILES, {"file": [ContentFile(b"a", "a.txt"), ContentFile(b"b", "b.txt")]})
    assert two.status_code == 400
    assert two["Content-Type"] == "application/problem+json"
    json = browser.post(FILES, {"file": "x"}, content_type="application/json")
    assert json.status_code == 415
    torn = browser.post(FILES, b"--x\r\nContent-Dispo", content_type="multipart/form-data; boundary=x")
    assert torn.status_code in (400, 422)
    assert not StoredFile.objects.exists()


def test_what_announces_itself_too_large_is_not_read(uploader: User) -> None:
    answer = signed_in(uploader).generic(
        "POST",
        FILES,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * MAX_FILE_SIZE),
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")


def test_who_may_bring_files(uploader: User) -> None:
    assert bring(Client(), "a.txt", b"a").status_code == 401
    assert bring(Client(headers=bearer(token_of(uploader, "files:read"))), "a.txt", b"a").status_code == 403
    assert bring(Client(headers=bearer(token_of(uploader, "files:write"))), "a.txt", b"a").status_code == 201
    with pytest.raises(SignedOut):
        upload_file(actor=ANONYMOUS, content=ContentFile(b"a", "a.txt"))
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(uploader)
    assert bring(forged, "a.txt", b"a").status_code == 403


def test_there_is_an_end_to_what_one_person_keeps(
    uploader: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "QUOTA", 10)
    kept(uploader, content=b"12345678")
    answer = bring(signed_in(uploader), "a.txt", b"123")
    assert (answer.status_code, answer.json()["code"]) == (413, "quota")
    assert len(stored(media)) == 1
    kept(person("another"), content=b"12345678")


@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_for_uploads_at_once(uploader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "QUOTA", 10)
    results = at_once(4, lambda _n: kept(uploader, content=b"12345678"))
    assert sum(isinstance(one, TooLarge) for one in results) == 3
    assert StoredFile.objects.count() == 1


class PowerCut(BaseException):
    """The process ends here."""


def cut(*_args: Any, **_options: Any) -> NoReturn:
    raise PowerCut


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.rename"])
def test_an_upload_that_is_cut_off_leaves_nothing(
    uploader: User, media: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(step, cut)
        kept(uploader)
    assert not StoredFile.objects.exists()
    assert stored(media) == []


def test_a_row_that_cannot_be_written_takes_the_bytes_with_it(
    uploader: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(StoredFile, "save", cut)
        kept(uploader)
    assert stored(media) == []


def test_a_full_disk_is_said_and_leaves_nothing(
    uploader: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> NoReturn:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("os.fsync", full)
    answer = bring(signed_in(uploader), "a.txt", b"a")
    assert (answer.status_code, answer.json()["code"]) == (503, "storage")
    assert stored(media) == []
    assert not StoredFile.objects.exists()


def test_the_sweeper_deletes_only_old_bytes_without_a_row(uploader: User, media: Path) -> None:
    row = kept(uploader)
    (good,) = stored(media)
    orphan = good.with_name("0190a0a0-0000-7000-8000-000000000000")
    torn = good.with_name(f"{orphan.name}.part")
    foreign = media / "README"
    for path in (orphan, torn, foreign, good.with_name("notes")):
        path.write_bytes(b"x")
    sweep()
    assert len(stored(media)) == 5
    later = now() + timedelta(days=2)
    with replace_clock(lambda: later):
        sweep()
    assert {path.name for path in stored(media)} == {str(row.pk), "README", "notes"}
    assert default_storage.exists(row.key)
    with pytest.raises(Forbidden):
        sweep_storage(actor=Actor.for_person(uploader.pk))


def test_the_sweeper_finds_an_empty_storage() -> None:
    assert sweep_storage(actor=Actor.for_system("tests")) == 0


def test_who_may_bring_files_is_somebody_and_reaches_that_far() -> None:
    anybody = Actor(person_id=uuid7())
    assert may_upload(anybody)
    assert may_upload(replace(anybody, scopes=frozenset({"files:write"})))
    assert not may_upload(replace(anybody, scopes=frozenset({"files:read"})))
    assert not may_upload(ANONYMOUS)
