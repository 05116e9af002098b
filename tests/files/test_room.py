"""How much somebody keeps here, and how much they may: their own alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.conftest import bearer, token_of
from tests.cast import person
from tests.files.conftest import bring, kept, signed_in
from tests.files.test_parts import place
from viche.accounts.models import User
from viche.files import quota
from viche.files.inspection.inspect import MAX_FILE_SIZE

pytestmark = pytest.mark.django_db
ROOM = "/api/v1/me/files"


def used(owner: User) -> int:
    answer = signed_in(owner).get(ROOM)
    assert answer.status_code == 200, answer.content
    return int(answer.json()["used"])


def test_what_is_kept_and_what_is_on_its_way_is_told(uploader: User) -> None:
    assert signed_in(uploader).get(ROOM).json() == {"used": 0, "most": 1024**3, "largest": MAX_FILE_SIZE}
    kept(uploader, content=b"12345678")
    assert used(uploader) == 8
    begun = place(signed_in(uploader), 100)
    assert used(uploader) == 108
    signed_in(uploader).delete(begun, headers={"Tus-Resumable": "1.0.0"})
    assert used(uploader) == 8
    assert used(person("another")) == 0


def test_it_says_what_is_refused(uploader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "QUOTA", 10)
    kept(uploader, content=b"12345678")
    room = signed_in(uploader).get(ROOM).json()
    left = room["most"] - room["used"]
    assert bring(signed_in(uploader), "a.txt", b"1" * (left + 1)).json()["code"] == "quota"
    assert bring(signed_in(uploader), "a.txt", b"1" * left).status_code == 201


def test_whoever_brings_no_files_is_told_nothing(uploader: User) -> None:
    assert Client().get(ROOM).status_code == 401
    for scopes, status in ((["files:write"], 200), (["files:read"], 403)):
        assert Client().get(ROOM, headers=bearer(token_of(uploader, *scopes))).status_code == status
    assert signed_in(uploader).get(ROOM, {"person": "x"}).status_code == 400


def test_many_files_take_as_many_queries_as_one(uploader: User) -> None:
    counts = []
    browser = signed_in(uploader)
    for count in (1, 5):
        for _nth in range(count):
            kept(uploader)
            place(browser, 10)
        with CaptureQueriesContext(connection) as asked:
            browser.get(ROOM)
        counts.append(len(asked))
    assert counts[0] == counts[1]
