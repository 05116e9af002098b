"""What goes over a slow line goes packed, and says the same."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tests.cast import World
from tests.dialogue.helpers import a_thread, api, say
from viche.config import static
from viche.config.static import StaticFilesMiddleware

TAKES = {"Accept-Encoding": "gzip, br"}


@pytest.mark.django_db
@pytest.mark.usefixtures("quiet")
class TestAnswers:
    def test_a_page_of_a_conversation_is_a_fifth_and_the_same(self, world: World) -> None:
        thread = a_thread(world)
        for _one in range(10):
            say(world, "officer", thread, "Після школи на перехресті не видно пішоходів.")
        client, path = api(world, "teacher").client, f"/api/v1/threads/{thread.pk}/messages"
        plain, packed = client.get(path), client.get(path, headers=TAKES)
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert orjson.loads(gzip.decompress(packed.content)) == plain.json()
        assert len(packed.content) < len(plain.content) / 5

    def test_the_version_of_a_thing_can_be_sent_back(self, world: World) -> None:
        thread = a_thread(world)
        client, path = api(world, "facilitator").client, f"/api/v1/threads/{thread.pk}"
        answer = client.get(path, headers=TAKES)
        tag = answer.headers["ETag"]
        assert (answer.headers["Content-Encoding"], tag) == ("gzip", '"1"')
        body = {"title": "Інша назва"}
        changed = client.patch(path, body, format="json", headers={"If-Match": tag, **TAKES})
        assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')

    def test_two_same_answers_are_of_different_length(self, world: World) -> None:
        path = f"/api/v1/threads/{a_thread(world).pk}"
        client = api(world, "teacher").client
        assert len({len(client.get(path, headers=TAKES).content) for _one in range(20)}) > 1


def nothing(request: HttpRequest) -> HttpResponse:
    raise AssertionError


def test_files_of_the_front_end_go_as_they_were_packed(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "assets").mkdir()
    for ending, raw in {"": b"export {};" * 50, ".gz": b"by gzip", ".br": b"br"}.items():
        (tmp_path / "assets" / f"index-1.js{ending}").write_bytes(raw)
    settings.SERVESTATIC_ROOT = tmp_path
    static._list_files.cache_clear()
    try:
        files = StaticFilesMiddleware(nothing)
        for taken, raw in {"": b"export {};" * 50, "gzip": b"by gzip", "gzip, br": b"br"}.items():
            asked = RequestFactory().get("/assets/index-1.js", headers={"Accept-Encoding": taken})
            answer = files(asked)
            assert isinstance(answer, HttpResponse)
            assert answer.content == raw
            assert answer.headers["Content-Type"].startswith("text/javascript")
            assert "immutable" in answer.headers["Cache-Control"]
    finally:
        static._list_files.cache_clear()
