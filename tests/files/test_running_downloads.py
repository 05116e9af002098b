"""A download that is under way ends with the access to its file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.db.models import Q
from django.test import Client

from tests.accounts.conftest import token_of
from tests.files.conftest import FILES, kept, signed_in
from viche.accounts.models import PersonalAccessToken, User
from viche.accounts.services.sessions import sign_out_everywhere
from viche.accounts.services.tokens import revoke_token
from viche.config.handler import Handler
from viche.files.models import StoredFile
from viche.files.registry import Holder
from viche.kernel.actor import Actor
from viche.kernel.api.downloads import CHUNK_SIZE

pytestmark = pytest.mark.django_db(transaction=True)
Holders = dict[str, Holder]
Headers = list[tuple[bytes, bytes]]
SCOPES = ("files:read", "files:write")


def download(address: str, headers: Headers, meanwhile: Callable[[], object]) -> tuple[int, int, bool]:
    """Return the status, how many bytes came and whether the answer came to its end.

    `meanwhile` happens when the first bytes have come. By the clock each piece takes a second, after which
    access has to be asked again.
    """
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        is_first = not any(one.get("body") for one in sent)
        sent.append(message)
        if is_first and message.get("body"):
            await asyncio.to_thread(run_in_own_connection, meanwhile)

    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": address, "query_string": b""}
    scope["headers"] = [(b"host", b"localhost"), *headers]
    handler = Handler(1, clock=lambda: sum(bool(one.get("body")) for one in sent))
    asyncio.run(handler(scope, receive, send))
    handler.stop()
    start, *parts = sent
    size = sum(len(one.get("body", b"")) for one in parts)
    return start["status"], size, not parts[-1].get("more_body", False)


def run_in_own_connection(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connections.close_all()


def session_headers(reader: User, _file: StoredFile) -> Headers:
    name = settings.SESSION_COOKIE_NAME
    return [(b"cookie", f"{name}={signed_in(reader).cookies[name].value}".encode())]


def token_headers(reader: User, _file: StoredFile) -> Headers:
    return [(b"authorization", f"Bearer {token_of(reader, *SCOPES)}".encode())]


def end_access(holders: Holders, _reader: User) -> None:
    nothing = Q(pk__in=())
    holders["tests"] = Holder(lambda _actor: nothing, lambda: ~nothing, lambda _file: [])


def end_sign_in(_holders: Holders, reader: User) -> None:
    actor = Actor.for_person(reader.pk)
    sign_out_everywhere(actor=actor, person_id=reader.pk)
    for token in PersonalAccessToken.live.filter(person=reader):
        revoke_token(actor=actor, token_id=token.pk)


def change_nothing(_holders: Holders, _reader: User) -> None:
    return None


@pytest.mark.parametrize("sign_in", [session_headers, token_headers])
@pytest.mark.parametrize("is_link", [False, True], ids=["content", "link"])
@pytest.mark.parametrize("meanwhile", [end_access, end_sign_in, change_nothing])
def test_download_stops_when_access_or_sign_in_ends(
    uploader: User,
    holders: Holders,
    sign_in: Callable[[User, StoredFile], Headers],
    is_link: bool,
    meanwhile: Callable[[Holders, User], None],
) -> None:
    file = kept(uploader, "plan.txt", b"x" * (3 * CHUNK_SIZE))
    headers, address = sign_in(uploader, file), f"{FILES}/{file.pk}/content"
    if is_link:
        asked = {name.decode(): value.decode() for name, value in headers}
        answer = Client(headers=asked).post(f"{FILES}/{file.pk}/link")
        assert answer.status_code == 201, answer.content
        headers, address = [], answer.json()["url"]
    status, size, is_whole = download(address, headers, lambda: meanwhile(holders, uploader))
    assert status == 200
    goes_on = meanwhile is change_nothing
    assert (size, is_whole) == ((file.size, True) if goes_on else (CHUNK_SIZE, False))


def test_part_of_a_large_file_is_what_was_asked_for(uploader: User, holders: Holders) -> None:
    content = bytes(range(32, 96)) * 4096
    file = kept(uploader, "plan.txt", content)
    headers = [*session_headers(uploader, file), (b"range", b"bytes=100-200099")]
    status, size, is_whole = download(f"{FILES}/{file.pk}/content", headers, lambda: None)
    assert (status, size, is_whole) == (206, 200_000, True)
