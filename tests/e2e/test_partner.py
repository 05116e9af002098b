"""A partner's script: the story of one action item with tokens and the websocket, by the public API alone."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4  # noqa: TID251 - a partner has no kernel

from websockets.sync.client import ClientConnection

from tests.e2e.partner import Partner, the_thread


def subscribe(socket: ClientConnection, topic: str, after: int) -> None:
    """Hears a topic from what a REST answer showed."""
    socket.send(json.dumps({"type": "subscribe", "id": 1, "topic": topic, "after": after}))


def receive(socket: ClientConnection, kind: str, about: str = "") -> dict[str, Any]:
    """Return the next event of a kind that names the id `about`. A frame may carry several events."""
    while True:
        frame = json.loads(socket.recv(timeout=60))
        events = frame["events"] if frame["type"] == "events" else [frame]
        for event in events:
            if event.get("kind") == kind and about in json.dumps(event):
                return dict(event)


def test_from_a_message_to_a_verified_action(partners: dict[str, Partner]) -> None:
    officer, teacher, facilitator, council = (
        partners[name] for name in ("officer", "deputy-head", "facilitator", "council")
    )
    thread = the_thread(officer)
    with teacher.listen() as socket:
        subscribe(socket, f"thread:{thread['id']}", thread["seq"])
        said = {"client_id": str(uuid4()), "body": "Наряд перевірить вхід завтра зранку.", "on_behalf": True}
        message = officer.call("POST", f"/threads/{thread['id']}/messages", json=said, status=201)
        again = officer.call("POST", f"/threads/{thread['id']}/messages", json=said, status=200)
        assert again["id"] == message["id"]
        assert receive(socket, "dialogue.message_posted")["data"]["message"]["id"] == message["id"]

    owner = council.call("GET", "/me/mandates")["items"][0]["organisation"]["id"]
    me = council.call("GET", "/me")
    with council.listen() as socket:
        subscribe(socket, f"user:{me['id']}", me["seq"])
        action = facilitator.call(
            "POST",
            f"/groups/{thread['group']['id']}/action-items",
            json={
                "title": "Встановити поручні біля входу",
                "owner_organisation": owner,
                "due_on": str(date.today() + timedelta(days=30)),  # noqa: TID251, DTZ011 - a partner's own calendar
                "message": message["id"],
                "criteria": ["поручні є з обох боків"],
            },
            status=201,
        )["id"]
        notice = receive(socket, "notifications.notification_created", action)["data"]["notification"]
    assert notice["url"].endswith(action)
    unread = council.call("GET", "/notifications?unread=true")["items"]
    assert notice["id"] in [one["id"] for one in unread]
    carry_out(council, teacher, action)


def carry_out(council: Partner, teacher: Partner, action: str) -> None:
    """The owner's work, its evidence, and the verification that only another organisation may give."""
    council.step(action, "accepted")
    council.step(action, "in_progress")
    council.step(action, "done", status=409)
    (criterion,) = council.call("GET", f"/action-items/{action}")["criteria"]
    proof = {"kind": "link", "title": "Акт приймання", "url": "https://example.org/act"}
    proof["criterion"] = criterion["id"]
    council.call("POST", f"/action-items/{action}/evidence", json=proof, status=201)
    council.step(action, "done")
    council.step(action, "verified", status=403)
    assert teacher.step(action, "verified")["state"] == "verified"
    whole = ["thread", "message", "action", "evidence", "verification"]
    found = [one["kind"] for one in teacher.call("GET", f"/action-items/{action}/chain")["items"]]
    assert [kind for kind in found if kind in whole] == whole


def test_an_observer_reads_and_an_outsider_finds_nothing(partners: dict[str, Partner]) -> None:
    thread = the_thread(partners["observer"])
    words = {"client_id": str(uuid4()), "body": "Можна?", "on_behalf": False}
    partners["observer"].call("POST", f"/threads/{thread['id']}/messages", json=words, status=403)
    hidden = partners["outsider"].call("GET", f"/threads/{thread['id']}", status=404)
    absent = partners["outsider"].call("GET", f"/threads/{uuid4()}", status=404)
    hidden.pop("request_id"), absent.pop("request_id")
    assert hidden == absent
