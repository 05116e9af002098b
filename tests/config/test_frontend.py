"""The page of the front end, and what its browser is told."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def built(settings: Any, tmp_path: Path) -> Path:
    """A front end of three pages."""
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / ".vite").mkdir()
    pages = ["/", "/groups", "/groups/$groupId/$section"]
    (tmp_path / ".vite" / "pages.json").write_text(json.dumps(pages))
    settings.FRONTEND = tmp_path
    return tmp_path


@pytest.mark.parametrize("path", ["/", "/groups", "/groups/", "/groups/1/threads?tag=x", "/index.html"])
def test_a_page_of_the_front_end_is_there(client: Client, built: Path, path: str) -> None:
    assert client.get(path).status_code == client.head(path).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/wp-login.php", "/.env", "/groups/1", "/groups/1/threads/2", "/groupsx", "/favicon.ico"]
)
def test_any_other_address_is_not_and_the_page_says_so(client: Client, built: Path, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (404, b"<!doctype html>")
    assert answer["Content-Security-Policy"] == client.get("/")["Content-Security-Policy"]
    assert client.post(path).status_code == 404


def test_a_later_build_brings_its_own_pages(client: Client, built: Path) -> None:
    assert client.get("/inbox").status_code == 404
    later = built / "later.json"
    later.write_text(json.dumps(["/inbox"]))
    later.replace(built / ".vite" / "pages.json")
    assert client.get("/inbox").status_code == 200


def test_text_becomes_a_program_by_the_rules_of_the_front_end_alone(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    settings.FRONTEND = tmp_path
    # The service worker keeps the page by its own name, and answers with that from then on.
    policy, kept = (client.get(path)["Content-Security-Policy"] for path in ("/today", "/index.html"))
    assert kept == policy
    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types default cleaned" in policy
    assert "default-src 'self'" in policy
    assert "trusted-types" not in client.get("/healthz")["Content-Security-Policy"]


def test_our_own_pages_alone_ask_for_the_microphone_and_the_place(client: Client) -> None:
    answer = client.get("/healthz")
    asked = dict(one.split("=") for one in answer["Permissions-Policy"].split(", "))
    assert {name for name, whom in asked.items() if whom == "(self)"} == {"microphone", "geolocation"}
    assert {"camera", "display-capture"} <= asked.keys()
    assert set(asked.values()) == {"()", "(self)"}
    # What was recorded is heard before it is sent.
    assert "media-src 'self' blob:" in answer["Content-Security-Policy"]
