"""A copy of one's data: everything that is held about the person, nothing about others, for seven days."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar
from zipfile import ZipFile

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile, File
from pytest_django import Settings

from dialogue.lifecycle.services import create_thread
from dialogue.models import Purpose, Visibility
from dialogue.posting.services import NewMessage, post_messages
from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World, person
from tests.groups.helpers import at
from tests.privacy.conftest import Browser
from tests.tasks.helpers import an_item_in
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import issue_token
from viche.files.services.uploads import upload_file
from viche.files.storage import UNFINISHED_SUFFIX, DurableStorage
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.privacy.export_archive import Archive
from viche.privacy.export_rendering import FIELD_LABELS
from viche.privacy.models import DataExport, ExportState, RequestKind, SubjectRequest
from viche.privacy.registry import DATA_CATEGORIES
from viche.privacy.services import exports
from viche.privacy.services.exports import build_exports, delete_expired_exports
from viche.privacy.services.requests import submit_request

pytestmark = pytest.mark.django_db
GATHERER = Actor.for_system("privacy.exports")


def say(world: World, name: str, body: str, *, restricted: bool = False) -> None:
    thread = create_thread(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        title_uk="Зачинене" if restricted else "Укриття",
        purpose=Purpose.CONSULT,
        visibility=Visibility.RESTRICTED if restricted else Visibility.GROUP,
        organisation_ids=[world.organisations[one].pk for one in ("police", "ngo")] if restricted else [],
    )
    post_messages(
        thread_id=thread.pk, posts=[NewMessage(actor=world.actor(name), body=body, client_id=uuid7())]
    )


def bytes_of(browser: Browser, export_id: str) -> bytes:
    link = browser.ask("POST", f"me/data/exports/{export_id}/link")
    assert link.status_code == 201, link.content
    return read(browser.client.get(link.json()["url"]))


def read(answer: Any) -> bytes:
    assert answer.status_code == 200

    async def whole() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])

    return async_to_sync(whole)()


def gathered(browser: Browser) -> dict[str, bytes]:
    """Ask, gather and download; the files of the archive by name."""
    asked = browser.ask("POST", "me/data/exports")
    assert asked.status_code == 202, asked.content
    assert build_exports(actor=GATHERER) == 1
    with ZipFile(io.BytesIO(bytes_of(browser, asked.json()["id"]))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}


def test_the_copy_holds_what_is_the_persons_and_nothing_of_others(world: World, outside: Path) -> None:
    officer = world.people["officer"]
    say(world, "officer", "Моє <script>alert(1)</script> слово", restricted=True)
    say(world, "facilitator", "Чуже слово в зачиненому", restricted=True)
    say(world, "teacher", "Чуже слово при всіх")
    _token, secret = issue_token(actor=SYSTEM, person_id=officer.pk, name="звіт", scopes=list_scopes())
    file = upload_file(
        actor=Actor.for_person(officer.pk), content=ContentFile("Довідка".encode(), "довідка.txt")
    )
    browser = Browser(officer)
    found = gathered(browser)

    data = json.loads(found["data.json"])
    assert set(data) == set(DATA_CATEGORIES)
    assert [one["text"] for one in data["dialogue.messages"]] == ["Моє <script>alert(1)</script> слово"]
    assert [one["organisation"] for one in data["groups.mandates"]] == ["Організація police Тут"]
    assert found[f"files/{file.pk}/довідка.txt"] == "Довідка".encode()
    assert len(data["accounts.sessions"]) == 1
    whole = b"".join(found.values()).decode()
    for hidden in (
        "Чуже слово", secret, officer.password, browser.client.session.session_key or "?",
        world.people["teacher"].email, world.people["teacher"].name_uk,
    ):  # fmt: skip
        assert hidden not in whole

    manifest = json.loads(found["manifest.json"])
    for part in manifest["parts"]:
        assert sha256(found[part["name"]]).hexdigest() == part["sha256"]
    assert {one["name"] for one in manifest["parts"]} == set(found) - {"manifest.json"}
    assert all(one["purpose"] and one["recipients"] for one in manifest["holdings"])
    assert "2297-VI" in manifest["law"]["access"]

    page = Tags()
    page.feed(found["index.html"].decode())
    assert not page.found & {"script", "img", "iframe", "link", "form"}
    assert all(link.startswith(("#", "files/")) for link in page.links), "self-contained"
    assert "&lt;script&gt;" in found["index.html"].decode()
    assert "Повідомлення, які ви написали" in found["index.html"].decode()


def test_a_title_is_not_in_the_copy_of_who_sees_the_item_no_more(world: World) -> None:
    item, officer = an_item_in(world, "verified", title_uk="Таємний двір"), world.people["officer"]
    (held,) = DATA_CATEGORIES["tasks.action_items"].read(officer.pk)
    assert (held["title"], held["verified_it"]) == ("Таємний двір", True)
    seat = world.seats["officer"]
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="Інша робота")
    (held,) = DATA_CATEGORIES["tasks.action_items"].read(officer.pk)
    assert (held["id"], held["title"]) == (item.pk, None)


def test_the_page_has_a_word_for_every_field(world: World) -> None:
    say(world, "officer", "Так")
    an_item_in(world, "verified")
    officer = world.people["officer"]
    request = submit_request(actor=Browser(officer).actor, kind=RequestKind.ACCESS, text="Що є?")
    SubjectRequest.objects.filter(pk=request.pk).update(objection="Не все")
    records = [
        record
        for one in DATA_CATEGORIES.values()
        for who in world.people.values()
        for record in one.read(who.pk)
    ]
    fields = {name for record in records for name in record}
    assert {"verified_it", "number", "ip", "objection"} <= fields
    assert fields - set(FIELD_LABELS) == set()
    assert "Не все" in gathered(Browser(officer))["data.json"].decode()


def test_who_began_threads_gets_a_copy_too(world: World) -> None:
    say(world, "officer", "Так")
    found = gathered(Browser(world.people["facilitator"]))
    (began,) = json.loads(found["data.json"])["dialogue.acts"]
    assert (began["thread"], began["what"]) == ("Укриття", "розпочали")


def test_the_page_speaks_the_persons_language(world: World) -> None:
    reader = world.people["teacher"]
    reader.language = "en"
    reader.save(update_fields=["language"])
    html = gathered(Browser(reader))["index.html"].decode()
    assert '<html lang="en">' in html
    assert "Messages that you wrote" in html


def test_one_at_a_time_and_three_a_day(world: World) -> None:
    browser = Browser(world.people["officer"])
    for _turn in range(3):
        assert browser.ask("POST", "me/data/exports").status_code == 202
        assert browser.problem("POST", "me/data/exports") == (409, "export_under_way")
        build_exports(actor=GATHERER)
    refused = browser.ask("POST", "me/data/exports")
    assert (refused.status_code, refused.json()["code"]) == (429, "exports_a_day")
    assert 23 * 3600 < int(refused.headers["Retry-After"]) <= 24 * 3600
    assert len(browser.get("me/data/exports?limit=2")["items"]) == 2
    with at(now() + timedelta(days=1, seconds=1)):
        assert browser.ask("POST", "me/data/exports").status_code == 202


def test_only_the_browser_that_asked_downloads_it(world: World) -> None:
    officer = world.people["officer"]
    browser, another = Browser(officer), Browser(officer)
    asked = browser.ask("POST", "me/data/exports").json()["id"]
    assert browser.problem("POST", f"me/data/exports/{asked}/link") == (404, "not_found"), "not ready"
    build_exports(actor=GATHERER)
    url = browser.ask("POST", f"me/data/exports/{asked}/link").json()["url"]
    assert another.client.get(url).status_code == 404, "a link that leaks opens nothing"
    assert Browser(world.people["teacher"]).client.get(url).status_code == 404
    assert Browser().client.get(url).status_code == 401
    assert Browser(world.people["teacher"]).problem("GET", f"me/data/exports/{asked}")[0] == 404
    administrator = Browser(world.people["administrator"])
    assert administrator.problem("POST", f"me/data/exports/{asked}/link")[0] == 404
    _token, secret = issue_token(actor=SYSTEM, person_id=officer.pk, name="т", scopes=list_scopes())
    bearer = {"Authorization": f"Bearer {secret}"}
    for method, path in (("POST", "me/data/exports"), ("GET", "me/data/exports"), ("GET", "me/data")):
        assert Browser().problem(method, path, **bearer) == (403, "needs_sign_in")
    assert Browser().client.get(url, headers=bearer).status_code == 403
    with at(now() + timedelta(minutes=6)):
        assert browser.client.get(url).status_code == 404, "the link is over"
    assert read(browser.client.get(url))[:2] == b"PK"


class Expiring(DurableStorage):
    """Each copy is over in the moment in which it is opened."""

    opened: ClassVar[list[File[Any]]] = []

    def open(self, name: str, mode: str = "rb") -> File[Any]:
        DataExport.objects.update(expires_at=now())
        self.opened.append(super().open(name, mode))
        return self.opened[-1]


def test_the_archive_is_closed_when_it_cannot_be_sent(
    world: World, outside: Path, settings: Settings
) -> None:
    """It is over, or deleted, in the moment after it was opened."""
    browser = Browser(world.people["officer"])
    asked = browser.ask("POST", "me/data/exports").json()["id"]
    build_exports(actor=GATHERER)
    url = browser.ask("POST", f"me/data/exports/{asked}/link").json()["url"]
    backend = {"BACKEND": f"{__name__}.{Expiring.__name__}", "OPTIONS": {"location": str(outside / "media")}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    assert browser.client.get(url).status_code == 404
    assert [file.closed for file in Expiring.opened] == [True]


def test_it_is_deleted_after_seven_days(world: World, outside: Path) -> None:
    browser = Browser(world.people["officer"])
    asked = browser.ask("POST", "me/data/exports").json()["id"]
    build_exports(actor=GATHERER)
    stored = outside / "media" / DataExport.objects.get(pk=asked).key
    assert stored.exists()
    assert delete_expired_exports(actor=GATHERER) == 0
    with at(now() + timedelta(days=7, seconds=1)):
        delete_expired_exports(actor=GATHERER)
    # Deleted on commit, which a test's transaction never reaches.
    export = DataExport.objects.get(pk=asked)
    assert (export.state, export.size) == (ExportState.DELETED, 0)
    assert browser.problem("POST", f"me/data/exports/{asked}/link")[0] == 404


def test_a_worker_that_woke_late_changes_nothing(world: World, outside: Path) -> None:
    """Its claim ran out and another gathered the copy: what it writes then is refused."""
    browser = Browser(world.people["officer"])
    asked = browser.ask("POST", "me/data/exports").json()["id"]
    slow = exports._claim_next()
    assert slow is not None
    assert exports._claim_next() is None, "held"
    with at(now() + timedelta(seconds=61)):
        assert build_exports(actor=GATHERER) == 1
    ready = DataExport.objects.get(pk=asked)
    with pytest.raises(exports.LostClaim):
        exports._build_export(GATHERER, slow)
    again = DataExport.objects.get(pk=asked)
    assert (again.state, again.sha256, again.attempts) == (ExportState.READY, ready.sha256, 2)
    # It had gathered everything in time, and stores it too late.
    archive = Archive(io.BytesIO(b"PK"), 2, "0" * 64)
    with pytest.raises(exports.LostClaim):
        exports._store_archive(GATHERER, exports._Claim(slow), archive)
    assert sha256(bytes_of(browser, asked)).hexdigest() == ready.sha256
    folder = outside / "media" / "exports"
    assert [path.name for path in folder.iterdir()] == [Path(ready.key).name]


def test_what_a_killed_worker_left_in_the_storage_hinders_nobody(world: World, outside: Path) -> None:
    """It was killed in the middle of storing the archive: the half of it is neither in the way nor kept."""
    asked = Browser(world.people["officer"]).ask("POST", "me/data/exports").json()["id"]
    killed = exports._claim_next()
    assert killed is not None
    half = outside / "media" / f"{killed.key}{UNFINISHED_SUFFIX}"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"PK")
    with at(now() + timedelta(seconds=61)):
        assert build_exports(actor=GATHERER) == 1
    ready = DataExport.objects.get(pk=asked)
    assert ready.state == ExportState.READY
    assert [path.name for path in half.parent.iterdir()] == [Path(ready.key).name]


def test_one_that_cannot_be_gathered_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(world.people["officer"])
    asked = browser.ask("POST", "me/data/exports").json()["id"]

    def broken(*_facts: Any) -> Any:
        raise OSError("no space")

    monkeypatch.setattr(exports, "build_archive", broken)
    for turn in range(7):
        with at(now() + timedelta(minutes=2 * turn)):
            build_exports(actor=GATHERER)
    assert browser.get(f"me/data/exports/{asked}")["state"] == "failed"
    monkeypatch.undo()
    assert browser.ask("POST", "me/data/exports").status_code == 202, "another may be asked for"


def test_my_data_says_what_is_held_and_why(world: World) -> None:
    facts = Browser(person("newcomer")).get("me/data")
    assert {one["name"] for one in facts["holdings"]} == set(DATA_CATEGORIES)
    for one in facts["holdings"]:
        for words in ("title", "purpose", "recipients"):
            assert one[words]["uk"] != one[words]["en"]
    assert (facts["export"], facts["erasure"], facts["hindrances"]) == (None, None, [])
    assert facts["is_officer"] is False
