"""A copy of very much: it takes little memory, and as long as it takes it is not begun anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any
from zipfile import ZipFile

import orjson
import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django import Settings

from tests.cast import World
from tests.privacy.conftest import Browser
from viche.accounts.models import User
from viche.files.services.uploads import upload_file
from viche.files.storage import DurableStorage
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.privacy.holdings import Record
from viche.privacy.models import DataExport, ExportState
from viche.privacy.registry import DATA_CATEGORIES, DataCategory
from viche.privacy.services.exports import build_exports

pytestmark = pytest.mark.django_db
GATHERER = Actor.for_system("privacy.exports")
MANY = 60_000
MOST_MEMORY = 32 * 1024  # KiB beyond what the process had; holding all the rows takes thrice that


def acts_of(who: User, count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_event"
            " (id, kind, version, at, actor_id, system, subject_type, subject_id, data)"
            " SELECT gen_random_uuid(), 'message_posted', 1, now(), %s, '', 'thread', gen_random_uuid(), '{}'"
            " FROM generate_series(1, %s)",
            [who.pk, count],
        )


def gathered(who: User, folder: Path) -> ZipFile:
    """Ask and gather; the archive as it was stored, whose digests are those of its manifest."""
    asked = Browser(who).ask("POST", "me/data/exports").json()["id"]
    assert build_exports(actor=GATHERER) == 1
    export = DataExport.objects.get(pk=asked)
    assert (export.state, export.attempts) == (ExportState.READY, 1)
    archive = ZipFile(folder / "media" / export.key)
    for part in json.loads(archive.read("manifest.json"))["parts"]:
        content = archive.read(part["name"])
        assert (len(content), sha256(content).hexdigest()) == (part["size"], part["sha256"])
    return archive


def memory(line: str) -> int:
    """KiB of this process: resident now (VmRSS), or at most since the mark was reset (VmHWM)."""
    found = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(line))
    return int(found.split()[1])


def test_very_much_takes_little_memory(world: World, outside: Path) -> None:
    officer = world.people["officer"]
    acts_of(officer, MANY)
    asked = Browser(officer).ask("POST", "me/data/exports").json()["id"]
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    assert build_exports(actor=GATHERER) == 1
    assert memory("VmHWM") - before < MOST_MEMORY
    with ZipFile(outside / "media" / DataExport.objects.get(pk=asked).key) as archive:
        data, page = archive.read("data.json"), archive.read("index.html")
        (told,) = [
            one
            for one in json.loads(archive.read("manifest.json"))["holdings"]
            if one["name"] == "kernel.events"
        ]
    rows = orjson.loads(data)["kernel.events"]
    assert told["records"] == len(rows) >= MANY
    assert page.count(rows[0]["what"].encode()) >= MANY, "every one of them is in the page"
    assert f"({len(rows)})".encode() in page


class _Clock:
    def __init__(self) -> None:
        self.at = now()

    def __call__(self) -> datetime:
        return self.at

    def passes(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)


class _SlowStorage(DurableStorage):
    """Each piece that is stored takes a while. `clock` is set by the test."""

    clock: _Clock

    def _save(self, name: str, content: File[Any]) -> str:
        for _piece in content.chunks(1 + content.size // 20):
            self.clock.passes(9)
            assert not free()
        return super()._save(name, content)


def free() -> bool:
    """Whether another worker would take the copy that is being gathered."""
    return DataExport.objects.filter(state=ExportState.WORKING, claimed_until__lte=now()).exists()


def test_while_it_works_nobody_takes_it_over(
    world: World, outside: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Minutes of reading, and of storing; the claim lasts one."""
    clock = _Clock()
    default = settings.STORAGES["default"]
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**default, "BACKEND": f"{__name__}.{_SlowStorage.__name__}"},
    }
    monkeypatch.setattr(_SlowStorage, "clock", clock, raising=False)

    def slowly(_person: Any) -> Iterator[Record]:
        for number in range(3000):
            yield {"number": number, "text": token_hex(800)}
            if number % 100 == 0:
                clock.passes(9)
                assert not free()

    slow = DataCategory("slow", "Slow", "—", "—", frozenset(), slowly)
    monkeypatch.setitem(DATA_CATEGORIES, "slow", slow)
    with replace_clock(clock):
        began = clock.at
        with gathered(world.people["officer"], outside) as archive:
            assert len(orjson.loads(archive.read("data.json"))["slow"]) == 3000
        assert clock.at - began > timedelta(minutes=7)


def test_a_file_whose_bytes_are_lost_is_named_and_hinders_nothing(world: World, outside: Path) -> None:
    officer = world.people["officer"]
    by = Actor.for_person(officer.pk)
    kept, lost, changed = [
        upload_file(actor=by, content=ContentFile(f"Довідка {name}".encode(), f"{name}.txt"))
        for name in ("є", "нема", "псована")
    ]
    default_storage.delete(lost.key)
    Path(default_storage.path(changed.key)).write_bytes("Довідка".encode())
    with gathered(officer, outside) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        page, names = archive.read("index.html").decode(), set(archive.namelist())
    (files,) = [one["files"] for one in manifest["holdings"] if one["name"] == "files"]
    assert [(one["id"], one["state"]) for one in files] == [
        (str(kept.pk), "whole"),
        (str(lost.pk), "missing"),
        (str(changed.pk), "damaged"),
    ]
    assert [one["name"] in names for one in files] == [True, False, True]
    assert "нема.txt" in page
    assert f'href="files/{lost.pk}' not in page
    assert "утрачено в сховищі" in page
    assert "Цей файл пошкоджено" in page
