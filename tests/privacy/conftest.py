"""Browsers of people who ask about data on them, and an office that oversees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from groups.models import OfficeKind
from groups.offices.services import give_office
from tests.cast import SYSTEM, World, person
from viche.accounts.models import User
from viche.kernel.actor import Actor


@pytest.fixture(autouse=True)
def outside(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The folder of what lies outside the database: the ledger, and the files."""
    settings.ERASURE_LEDGER = str(tmp_path / "ledger" / "erasures.jsonl")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "viche.files.storage.DurableStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }
    cache.clear()
    yield tmp_path
    cache.clear()


class Browser:
    """Somebody's browser that speaks JSON."""

    def __init__(self, user: User | None = None) -> None:
        self.user, self.client = user, Client()
        if user is not None:
            self.client.force_login(user)

    @property
    def actor(self) -> Actor:
        assert self.user is not None
        return Actor(person_id=self.user.pk, session_id=self.client.session.session_key)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        data = json.dumps(body) if body is not None else ""
        return self.client.generic(
            method, f"/api/v1/{path}", data, content_type="application/json", headers=headers
        )

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def problem(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        """Status and code of a refusal."""
        answer = self.ask(method, path, body, **headers)
        return answer.status_code, answer.json()["code"]


def an_officer(world: World, name: str = "dpo") -> User:
    """A data protection officer of the world's hromada."""
    officer = world.people[name] = person(name)
    give_office(
        actor=SYSTEM,
        person_id=officer.pk,
        kind=OfficeKind.DATA_PROTECTION_OFFICER,
        territory_id=world.territory.pk,
        document="Розпорядження № 2",
    )
    return officer


def erasure_in_writing(officer: Browser, whose: User) -> Any:
    """Enter a written request for erasure, with its document."""
    scan = SimpleUploadedFile("лист.txt", "Прошу стерти мої дані.".encode())
    stored = officer.client.post("/api/v1/files", {"file": scan})
    assert stored.status_code == 201, stored.content
    body = {"email": whose.email, "kind": "erasure", "document": "Лист № 12 від 01.11.2026"}
    made = officer.ask("POST", "subject-requests", {**body, "document_file": stored.json()["id"]})
    assert made.status_code == 201, made.content
    return made.json()
