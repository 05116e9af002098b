"""Workers that are killed while they gather a copy: the next one begins anew, and it is whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

from tests.cast import a_world
from tests.privacy.conftest import Browser
from tests.realtime.valkey import Valkey
from tests.workers import Worker
from viche.kernel.clock import now
from viche.privacy.models import DataExport, ExportState


@pytest.fixture
def worker(transactional_db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Worker]:
    monkeypatch.setenv("VICHE_DATA", str(tmp_path))
    valkey = Valkey(Path(tempfile.mkdtemp(prefix="viche-")))
    valkey.start()
    made = Worker(valkey.url)
    try:
        yield made
    finally:
        made.close()
        valkey.remove()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_copy_survives_a_killed_worker(worker: Worker, tmp_path: Path) -> None:
    world = a_world("Тут")
    asked = Browser(world.people["officer"]).ask("POST", "me/data/exports").json()["id"]
    export = DataExport.objects.filter(pk=asked)
    # Gathering stands still at the messages, as on a slow disk.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE dialogue_message IN ACCESS EXCLUSIVE MODE")
        worker.start()
        worker.tick("privacy.gather_exports", lambda: export.get().state == ExportState.WORKING)
        worker.kill()
        cursor.execute("ROLLBACK")
    held = export.get()
    assert (held.state, held.attempts) == (ExportState.WORKING, 1)
    # Its claim runs out.
    export.update(claimed_until=now() - timedelta(seconds=1))

    worker.start()
    worker.tick("privacy.gather_exports", lambda: export.get().state == ExportState.READY)
    ready = export.get()
    stored = (tmp_path / "media" / ready.key).read_bytes()
    assert (len(stored), sha256(stored).hexdigest()) == (ready.size, ready.sha256)
    assert (ready.parts_done, ready.attempts) == (ready.parts, 2)
