"""Logs say what happened and to which object, never what somebody wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client

from tests.cast import World
from viche.config.logs import build_logging_settings
from viche.kernel.ids import uuid7

CANARY = f"kanarka{uuid7().hex}"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that production would write, down to the last debug line."""
    stream = io.StringIO()
    chosen = build_logging_settings("json", quiet=False)
    chosen["handlers"]["main"]["stream"] = stream
    dictConfig(chosen)
    logging.getLogger().setLevel(logging.DEBUG)
    yield stream
    dictConfig(settings.LOGGING)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.django_db
def test_a_failure_in_the_database_is_written_down_without_the_value(written: io.StringIO) -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as caught:
        cursor.execute("CREATE TEMPORARY TABLE kept (word text CONSTRAINT one_word UNIQUE)")
        cursor.execute("INSERT INTO kept VALUES (%s), (%s)", [CANARY, CANARY])
    assert CANARY in str(caught.value)
    logging.getLogger("viche.tests").error("failed", exc_info=caught.value)
    (line,) = (one for one in lines(written) if one["event"] == "failed")
    assert "UniqueViolation 23505 one_word" in line["exception"]
    assert "test_logs.py" in line["exception"]
    assert CANARY not in written.getvalue()


def test_a_failed_job_is_reported_by_its_name_alone(written: io.StringIO) -> None:
    context = {"name": "kernel.deliver_events", "id": "1", "args": [CANARY], "kwargs": {}, "exc": CANARY}
    logging.getLogger("celery.app.trace").error(
        "Task %(name)s raised %(exc)s", context, extra={"data": context}
    )
    (line,) = lines(written)
    assert (line["event"], line["job"]) == ("job_reported", "kernel.deliver_events")
    assert CANARY not in written.getvalue()


def test_the_server_tells_its_faults_and_not_who_connects(written: io.StringIO) -> None:
    server = logging.getLogger("uvicorn.error")
    server.info('%s - "WebSocket %s" [accepted]', "192.0.2.7:53924", f"/ws/v1?ticket={CANARY}")
    assert lines(written) == []
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        server.exception("Exception in ASGI application")
    (line,) = lines(written)
    assert line["exception"].endswith("RuntimeError")
    assert CANARY not in written.getvalue()


@pytest.mark.django_db(transaction=True)
def test_nothing_that_somebody_writes_reaches_the_logs(
    written: io.StringIO, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.people["facilitator"])
    threads = f"/api/v1/groups/{world.group.pk}/threads"

    def send(address: str, body: dict[str, Any], **headers: str) -> int:
        return client.post(address, body, content_type="application/json", headers=headers).status_code

    assert send(threads, {"title": CANARY, "question": CANARY, CANARY: CANARY}) == 422
    assert client.post(threads, f'{{"title": {CANARY}', content_type="application/json").status_code == 400
    assert client.get("/api/v1/groups", {"cursor": CANARY, "limit": "1"}).status_code == 400
    bearer = {"Authorization": f"Bearer {CANARY}"}
    assert client.get(f"/api/v1/{CANARY}", headers=bearer).status_code == 404
    assert (
        send("/_allauth/browser/v1/auth/login", {"email": f"{CANARY}@x.example", "password": CANARY}) >= 400
    )

    def broken(**_facts: Any) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("dialogue.posting.api.post_message", broken)
    address = f"/api/v1/threads/{uuid7()}/messages"
    assert send(address, {"client_id": str(uuid7()), "body": CANARY}) == 500
    assert any("RuntimeError" in one.get("exception", "") for one in lines(written))
    assert CANARY not in written.getvalue()
