"""People who bring files, and a storage of their own for every test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.cast import person
from viche.accounts.models import User
from viche.files import registry
from viche.files.models import StoredFile
from viche.files.services.uploads import upload_file
from viche.kernel.actor import Actor

FILES = "/api/v1/files"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """The folder of the storage, empty."""
    folder = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "viche.files.storage.DurableStorage", "OPTIONS": {"location": str(folder)}},
    }
    return folder


@pytest.fixture
def holders(monkeypatch: pytest.MonkeyPatch) -> dict[str, registry.Holder]:
    """Nobody holds files but whom the test adds."""
    none: dict[str, registry.Holder] = {}
    monkeypatch.setattr(registry, "HOLDERS", none)
    return none


@pytest.fixture
def uploader(db: None) -> User:
    return person("uploader")


@pytest.fixture
def reader(db: None) -> User:
    return person("reader")


def kept(owner: User, name: str = "note.txt", content: bytes = "Довідка".encode()) -> StoredFile:
    return upload_file(actor=Actor.for_person(owner.pk), content=ContentFile(content, name))


def bring(browser: Client, name: str, content: bytes, media_type: str = "application/octet-stream") -> Any:
    """POST the file as a form of a browser does."""
    return browser.post(FILES, {"file": SimpleUploadedFile(name, content, media_type)})


def signed_in(owner: User) -> Client:
    browser = Client()
    browser.force_login(owner)
    return browser


def stored(media: Path) -> list[Path]:
    """Every file in the storage, unfinished ones included."""
    return [path for path in media.rglob("*") if path.is_file()]
