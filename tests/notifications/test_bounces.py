"""Mail that comes back after a server had taken it: what a report says, and what follows."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from tasks.models import LettersStop, OutsideBody
from tests.cast import World
from tests.dialogue.acts import api
from tests.notifications.conftest import Bell
from tests.notifications.test_mailing import Server, ring, send_soon, server, states
from tests.tasks.by_link import linked
from tests.tasks.test_body_reminders import TO, an_owned
from tests.tasks.test_notices import forget, told, words
from viche.accounts.jobs import send_letters
from viche.kernel.ids import uuid7
from viche.notifications.bounces import MOST_BYTES, read_bounce
from viche.notifications.models import Delivery, Mail, UndeliverableAddress

__all__ = ["server"]

REPORT = """From: MAILER-DAEMON@mx.example.org
To: viche@viche.example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261127@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Fri, 27 Nov 2026 09:00:00 +0200

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
{returned}
--b--
"""
WHOLE = """Content-Type: message/rfc822

Message-ID: {id}
Subject: x

Hello
"""
HEADERS = """Content-Type: text/rfc822-headers

Subject: x
Message-ID: {id}
"""


def report(
    message_id: str, address: str, *, status: str = "5.1.1", action: str = "failed", part: str = WHOLE
) -> bytes:
    returned = part.format(id=message_id)
    return REPORT.format(address=address, action=action, status=status, returned=returned).encode()


def take(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> str:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("take_bounce", stdout=said)
    return said.getvalue().strip()


@pytest.mark.parametrize("part", [WHOLE, HEADERS])
def test_a_report_names_the_mail_the_address_and_why(part: str) -> None:
    pk = uuid7()
    bounce = read_bounce(report(f"<{pk}@viche.example.org>", "A@example.org", part=part))
    assert bounce is not None
    assert (bounce.message_id, bounce.address, bounce.status) == (pk, "A@example.org", "5.1.1")
    assert bounce.nobody


@pytest.mark.parametrize(
    ("status", "nobody"),
    [("5.1.1", True), ("5.1.10", True), ("5.2.1", True), ("5.2.2", False), ("4.4.7", False)],
)
def test_only_some_reasons_speak_of_the_address(status: str, nobody: bool) -> None:
    bounce = read_bounce(report(f"<{uuid7()}@v>", "a@example.org", status=status))
    assert bounce is not None
    assert bounce.nobody is nobody


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Out of office\n\nI am away",
        report("<1@v>", "a@example.org"),
        report(f"<{uuid7()}@v>", "a@example.org", action="delayed", status="4.4.1"),
        report(f"<{uuid7()}@v>", "a@example.org", status="no"),
        report(f"<{uuid7()}@v>", "a b c"),
        report(f"<{uuid7()}@v>", "a@example.org").replace(b"multipart/report", b"multipart/mixed"),
        b"Content-Type: multipart/report; boundary=b\n\n" + b"--b\n" * 1000 + b"x" * MOST_BYTES,
    ],
)
def test_anything_else_is_passed_over(db: None, monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    assert read_bounce(raw) is None
    assert take(monkeypatch, raw) == "passed over"


def test_a_mail_that_came_back_failed_and_no_more_go_there(
    world: World, bell: Bell, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(world, bell, "officer")
    send_soon()
    sent, officer = Mail.objects.get(), world.people["officer"]
    for address, pk in (("other@example.org", sent.pk), (officer.email, uuid7())):
        assert take(monkeypatch, report(f"<{pk}@viche.example.org>", address)) == "passed over"
    assert states() == ["sent"]
    raw = report(f"<{sent.pk}@viche.example.org>", officer.email.upper())
    assert [take(monkeypatch, raw) for _again in range(2)] == ["noted", "noted"]
    assert states() == ["failed"]
    assert Delivery.objects.get().last_error == "bounced 5.1.1"
    assert UndeliverableAddress.objects.get(person=officer).address == officer.email
    (entry,) = api(world, "officer").get("me/deliveries").json()["items"]
    assert (entry["state"], entry["error"], entry["sent_at"]) == ("failed", "bounced 5.1.1", None)


def test_a_full_mailbox_rests_no_address(
    world: World, bell: Bell, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(world, bell, "officer")
    send_soon()
    raw = report(f"<{Mail.objects.get().pk}@v>", world.people["officer"].email, status="5.2.2")
    assert take(monkeypatch, raw) == "noted"
    assert states() == ["failed"]
    assert not UndeliverableAddress.objects.exists()


@pytest.mark.parametrize("fate", [("5.1.1", LettersStop.BOUNCED, "bounced"), ("5.2.2", "", "given_up")])
def test_a_letter_that_came_back_is_told_to_who_sent_it(
    world: World, server: type[Server], monkeypatch: pytest.MonkeyPatch, fate: tuple[str, str, str]
) -> None:
    status, stop, why = fate
    item = an_owned(world)
    linked(world, item, send=True)
    mail.outbox.clear()
    send_letters()
    message_id = message_id_of(mail.outbox[-1])
    forget()
    raw = report(message_id, TO, status=status)
    assert [take(monkeypatch, raw) for _again in range(2)] == ["noted", "noted"]
    assert told(world) == {"facilitator": "sent"}
    assert words(world, "facilitator").title["uk"].startswith("Лист не доставлено")
    assert OutsideBody.objects.get().letters_stop == stop
    letter = api(world, "facilitator").get(f"action-items/{item.pk}/link").json()["link"]["letter"]
    assert (letter["state"], letter["why"]) == ("lost", why)


def message_id_of(message: Any) -> str:
    return str(message.extra_headers["Message-ID"])
