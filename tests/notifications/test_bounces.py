"""Mail that comes back after a server had taken it: what a report says, and what follows."""

from __future__ import annotations

import io
import os
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError

from tasks.external_assignees.emails import send_reminder_email
from tasks.external_assignees.services import edit_outside_body
from tasks.models import LettersStop, OutsideBody
from tests.cast import World
from tests.dialogue.helpers import api
from tests.notifications.conftest import Bell
from tests.notifications.test_mailing import Server, later, ring, send_soon, server, states
from tests.tasks.external_assignees.helpers import linked
from tests.tasks.external_assignees.test_reminder_emails import TO, an_owned
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.accounts.jobs import send_letters
from viche.kernel.ids import uuid7
from viche.notifications.bounces import MAX_BYTES, read_bounce
from viche.notifications.management.commands import take_bounce
from viche.notifications.models import Delivery, Mail, UndeliverableAddress
from viche.notifications.services.preferences import confirm_address

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
    assert bounce.is_unknown_address


@pytest.mark.parametrize(
    ("status", "nobody"),
    [
        *((status, True) for status in ("5.1.1", "5.1.2", "5.1.10")),
        *((status, False) for status in ("5.2.1", "5.2.2", "5.1.8", "5.1.100", "5.4.4", "4.4.7")),
    ],
)
def test_only_some_reasons_speak_of_the_address(status: str, nobody: bool) -> None:
    bounce = read_bounce(report(f"<{uuid7()}@v>", "a@example.org", status=status))
    assert bounce is not None
    assert bounce.is_unknown_address is nobody


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
        b"Content-Type: message/rfc822\n\n" * 1000,
        report(f"<{uuid7()}@v>", "a@example.org").replace(b"multipart/report", b"multipart/mixed"),
        b"Content-Type: multipart/report; boundary=b\n\n" + b"--b\n" * 1000 + b"x" * MAX_BYTES,
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


FORWARDED = "Original-Recipient: rfc822;{0}\nFinal-Recipient: rfc822; {1}"


def forwarded(raw: bytes, written_to: str, gone: str) -> bytes:
    """The report, where the server says both to whom it was written and who is gone."""
    said = raw.decode().replace(f"Final-Recipient: rfc822; {gone}", FORWARDED.format(written_to, gone))
    assert written_to in said
    return said.encode()


def test_who_left_a_shared_mailbox_ends_no_mail_to_it(
    world: World, bell: Bell, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(world, bell, "officer")
    send_soon()
    sent, address = Mail.objects.get(), world.people["officer"].email
    raw = report(f"<{sent.pk}@viche.example.org>", "gone@example.org")
    assert take(monkeypatch, forwarded(raw, address, "gone@example.org")) == "passed over"
    assert (states(), UndeliverableAddress.objects.exists()) == (["sent"], False)


@pytest.mark.parametrize("kind", ["rfc822", "utf-8", "RFC822"])
def test_the_address_that_failed_counts_however_the_other_is_spelt(kind: str) -> None:
    raw = report(f"<{uuid7()}@v>", "a@example.org")
    raw = raw.replace(
        b"Final-Recipient: rfc822;", f"Original-Recipient: utf-8;x\nFinal-Recipient: {kind};".encode()
    )
    bounce = read_bounce(raw)
    assert bounce is not None
    assert bounce.address == "a@example.org"


@pytest.mark.parametrize("away", [OperationalError, InterfaceError])
def test_while_the_database_is_away_the_report_is_to_come_again(
    monkeypatch: pytest.MonkeyPatch, away: type[Exception]
) -> None:
    def note(**facts: Any) -> bool:
        raise away("gone")

    monkeypatch.setattr(f"{take_bounce.__name__}.record_bounce", note)
    with pytest.raises(CommandError) as refused:
        take(monkeypatch, report(f"<{uuid7()}@v>", "a@example.org"))
    assert refused.value.returncode == os.EX_TEMPFAIL == 75


def test_a_full_mailbox_rests_no_address(
    world: World, bell: Bell, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(world, bell, "officer")
    send_soon()
    raw = report(f"<{Mail.objects.get().pk}@v>", world.people["officer"].email, status="5.2.2")
    assert take(monkeypatch, raw) == "noted"
    assert states() == ["failed"]
    assert not UndeliverableAddress.objects.exists()


@pytest.mark.parametrize("fate", [("5.1.1", LettersStop.BOUNCED, "bounced"), ("5.2.2", "", "returned")])
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


def test_a_letter_from_before_they_were_let_go_again_stops_none(
    world: World, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    item = an_owned(world)
    linked(world, item, send=True)
    send_reminder_email(item.links.get())
    mail.outbox.clear()
    send_letters()
    first, second = (message_id_of(one) for one in mail.outbox)
    assert take(monkeypatch, report(first, TO)) == "noted"
    let_go_again(world)
    forget()
    assert take(monkeypatch, report(second, TO)) == "noted"
    assert (OutsideBody.objects.get().letters_stop, told(world)) == ("", {})


def let_go_again(world: World) -> None:
    body = OutsideBody.objects.get()
    edit_outside_body(
        actor=world.actor("secretary"),
        group_id=world.group.pk,
        outside_body_id=body.pk,
        expected_version=body.version,
        changes={"takes_letters": True},
    )


def test_a_mail_from_before_its_reader_confirmed_the_address_rests_it_not_again(
    world: World, bell: Bell, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _turn in range(2):
        ring(world, bell, "officer")
        send_soon()
    first, second = (f"<{pk}@v>" for pk in Mail.objects.order_by("id").values_list("pk", flat=True))
    address = world.people["officer"].email
    take(monkeypatch, report(first, address))
    assert UndeliverableAddress.objects.exists()
    with later(minutes=9):
        confirm_address(actor=world.actor("officer"))
    assert take(monkeypatch, report(second, address)) == "noted"
    assert Mail.objects.filter(state="failed").count() == 2
    assert not UndeliverableAddress.objects.exists()


def message_id_of(message: Any) -> str:
    return str(message.extra_headers["Message-ID"])
