"""The page of the front end, and what its browser is told."""

from pathlib import Path
from typing import Any

from django.test import Client


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
