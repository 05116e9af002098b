"""Who reads a file, and how it is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.db.models import Q
from django.test import Client, TestCase

from tests.accounts.conftest import bearer, token_of
from tests.files import samples
from tests.files.conftest import FILES, kept, signed_in
from viche.accounts.models import PersonalAccessToken, Session, User
from viche.accounts.services.people import deactivate_person
from viche.accounts.services.sessions import sign_out_everywhere
from viche.accounts.services.tokens import revoke_token
from viche.files.jobs import sweep
from viche.files.models import StoredFile
from viche.files.policies import FilePolicy
from viche.files.registry import Holder
from viche.files.selectors import get_files_unscoped, get_own_file
from viche.files.services.uploads import delete_unattached_files
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Invalid
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
Holders = dict[str, Holder]


def hold_for(holders: Holders, *readers: User) -> None:
    """Everything is evidence that `readers` read."""
    ids, nothing = {reader.pk for reader in readers}, Q(pk__in=())
    holders["tests"] = Holder(
        lambda actor: ~nothing if actor.person_id in ids else nothing, lambda: ~nothing, lambda _file: []
    )


def content(browser: Client, file_id: UUID) -> Any:
    return browser.get(f"{FILES}/{file_id}/content")


def link(browser: Client, file_id: UUID) -> Any:
    return browser.post(f"{FILES}/{file_id}/link")


def test_an_upload_is_its_uploaders_until_something_holds_it(
    uploader: User, reader: User, holders: Holders
) -> None:
    row, _another = kept(uploader), kept(reader)
    assert content(signed_in(uploader), row.pk).status_code == 200
    assert content(signed_in(reader), row.pk).status_code == 404
    hold_for(holders, reader)
    assert content(signed_in(reader), row.pk).status_code == 200
    assert content(signed_in(uploader), row.pk).status_code == 404
    hold_for(holders, uploader, reader)
    assert content(signed_in(uploader), row.pk).status_code == 200


def test_what_is_hidden_looks_like_what_is_missing(uploader: User, reader: User, holders: Holders) -> None:
    row = kept(uploader)
    stranger = signed_in(reader)
    for address in ("content", "link"):
        method = stranger.get if address == "content" else stranger.post
        hidden, missing = method(f"{FILES}/{row.pk}/{address}"), method(f"{FILES}/{uuid7()}/{address}")
        assert hidden.status_code == missing.status_code == 404
        assert {**hidden.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    assert content(Client(), row.pk).status_code == 401
    assert link(Client(), row.pk).status_code == 401


def test_a_token_needs_the_scope(uploader: User, holders: Holders) -> None:
    row = kept(uploader)
    assert content(Client(headers=bearer(token_of(uploader, "files:read"))), row.pk).status_code == 200
    assert content(Client(headers=bearer(token_of(uploader, "files:write"))), row.pk).status_code == 403
    blind = Actor(person_id=uploader.pk, token_id=uuid7(), scopes=frozenset({"files:write"}))
    assert not FilePolicy().visible_to(blind).exists()


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("note.txt", 'attachment; filename="note.txt"'),
        ("Акт №7.txt", "attachment; filename*=utf-8''%D0%90%D0%BA%D1%82%20%E2%84%967.txt"),
    ],
)
def test_the_bytes_are_saved_and_never_run(
    uploader: User, holders: Holders, name: str, disposition: str
) -> None:
    row = kept(uploader, name, "Довідка".encode())
    answer = content(signed_in(uploader), row.pk)
    assert answer.content == "Довідка".encode()
    assert answer["Content-Disposition"] == disposition
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == str(row.size)


def test_a_link_opens_the_file_without_a_cookie(uploader: User, holders: Holders) -> None:
    row = kept(uploader, "plan.png", samples.picture("PNG"))
    answer = link(signed_in(uploader), row.pk)
    assert answer.status_code == 201
    refused = Client().get(answer.json()["url"], headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")
    opened = Client().get(answer.json()["url"])
    assert opened.status_code == 200
    assert opened["Content-Type"] == "image/png"
    session = Session.objects.get(person=uploader)
    assert session.session_key not in answer.json()["url"]


def test_a_link_ends_by_itself(uploader: User, holders: Holders) -> None:
    answer = link(signed_in(uploader), kept(uploader).pk)
    later = now() + timedelta(minutes=6)
    with replace_clock(lambda: later):
        assert Client().get(answer.json()["url"]).status_code == 404


def test_a_link_ends_with_the_access_and_with_the_sign_in(
    uploader: User, reader: User, holders: Holders
) -> None:
    row = kept(uploader)
    hold_for(holders, reader)
    url = link(signed_in(reader), row.pk).json()["url"]
    hold_for(holders)
    assert Client().get(url).status_code == 404
    hold_for(holders, reader)
    assert Client().get(url).status_code == 200
    sign_out_everywhere(actor=Actor.for_person(reader.pk), person_id=reader.pk)
    assert Client().get(url).status_code == 404


def test_a_link_of_a_token_ends_with_the_token_and_the_person(
    uploader: User, reader: User, holders: Holders
) -> None:
    row = kept(uploader)
    hold_for(holders, uploader, reader)
    urls = [
        link(Client(headers=bearer(token_of(who, "files:read", "files:write"))), row.pk).json()["url"]
        for who in (uploader, reader)
    ]
    assert [Client().get(url).status_code for url in urls] == [200, 200]
    revoke_token(
        actor=Actor.for_person(uploader.pk), token_id=PersonalAccessToken.objects.get(person=uploader).pk
    )
    deactivate_person(actor=Actor.for_system("tests"), person_id=reader.pk)
    assert [Client().get(url).status_code for url in urls] == [404, 404]


def test_a_forged_link_is_not_there(uploader: User, holders: Holders) -> None:
    row = kept(uploader)
    url = link(signed_in(uploader), row.pk).json()["url"]
    claim = {"file": str(row.pk), "reader": f"person:{uploader.pk}", "until": 9e12}
    for forged in (
        f"{url[:-3]}abc",
        f"{FILES}/links/x",
        f"{FILES}/links/{signing.dumps(claim, salt='another')}",
    ):
        assert Client().get(forged).status_code == 404


def test_own_files_can_be_attached_and_others_not(uploader: User, reader: User) -> None:
    row = kept(uploader)
    assert get_own_file(Actor.for_person(uploader.pk), row.pk) == row
    assert get_files_unscoped({row.pk, uuid7()}) == {row.pk: row}
    for actor, file_id in (
        (Actor.for_person(reader.pk), row.pk),
        (Actor.for_person(uploader.pk), uuid7()),
        (ANONYMOUS, row.pk),
    ):
        with pytest.raises(Invalid) as refusal:
            get_own_file(actor, file_id)
        assert [error.pointer for error in refusal.value.errors] == ["/file"]


def test_what_nothing_has_is_deleted_after_some_days(uploader: User, reader: User, holders: Holders) -> None:
    loose, held = kept(uploader), kept(uploader)
    holders["tests"] = Holder(lambda _actor: Q(pk=held.pk), lambda: Q(pk=held.pk), lambda _file: [])
    actor, sweeper = Actor.for_person(uploader.pk), Actor.for_system("files.sweeper")
    after = {days: now() + timedelta(days=days, minutes=1) for days in (3, 4)}
    with replace_clock(lambda: after[3]):
        assert delete_unattached_files(actor=sweeper) == 0
        assert get_own_file(actor, held.pk) == held
        with pytest.raises(Invalid):  # it could be gone before it is attached
            get_own_file(actor, loose.pk)
    with replace_clock(lambda: after[4]), TestCase.captureOnCommitCallbacks(execute=True):
        sweep()
    assert [one.pk for one in StoredFile.objects.all()] == [held.pk]
    assert (default_storage.exists(loose.key), default_storage.exists(held.key)) == (False, True)


@pytest.mark.parametrize(
    ("asked", "body", "told"),
    [
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=7-99", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", b"0123456789", None),
        ("bytes=4-2", b"0123456789", None),
        ("bytes=-", b"0123456789", None),
        ("bytes=-0", b"0123456789", None),
        ("bytes=0-1,3-4", b"0123456789", None),
        (f"bytes={'9' * 20}-", b"0123456789", None),
        ("chapters=1-2", b"0123456789", None),
    ],
)
def test_a_player_begins_in_the_middle(
    uploader: User, holders: Holders, asked: str, body: bytes, told: str | None
) -> None:
    row, browser = kept(uploader, content=b"0123456789"), signed_in(uploader)
    answer = browser.get(f"{FILES}/{row.pk}/content", headers={"Range": asked})
    assert (answer.content, answer.get("Content-Range")) == (body, told)
    assert answer.status_code == (206 if told else 200)
    assert answer["Accept-Ranges"] == "bytes"
    changed = browser.get(f"{FILES}/{row.pk}/content", headers={"Range": asked, "If-Range": '"x"'})
    assert changed.content == b"0123456789"
