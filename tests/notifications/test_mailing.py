"""E-mail: in the reader's language, recognisable, once as far as the database goes, tried with patience."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from email.policy import default
from html.parser import HTMLParser
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from tests.cast import SYSTEM, World, a_world
from tests.notifications.conftest import Bell, toll
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.notifications.jobs import send_emails
from viche.notifications.mailing import send_waiting
from viche.notifications.models import Delivery, DeliveryState, Notification
from viche.notifications.services.mailing import MOST_ATTEMPTS


class Server(EmailBackend):
    """A mail server that may fail before or after it has taken the mail."""

    fails: list[Exception] = []
    fails_after: list[Exception] = []
    pause: threading.Event | None = None

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if self.pause is not None:
            self.pause.wait(0.05)
        if self.fails:
            raise self.fails.pop(0)
        sent: int = super().send_messages(messages)
        if self.fails_after:
            raise self.fails_after.pop(0)
        return sent


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, settings: Any) -> type[Server]:
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    settings.BASE_URL = "https://viche.example.org"
    for name in ("fails", "fails_after"):
        monkeypatch.setattr(Server, name, [])
    monkeypatch.setattr(Server, "pause", None)
    return Server


def ring(world: World, bell: Bell, *names: str, times: int = 1) -> None:
    drain_outbox()
    Notification.objects.exclude(kind="tests.tolled").delete()
    bell.call(world, *names)
    for _turn in range(times):
        toll(SYSTEM, uuid7())
    drain_outbox()


def parsed(message: EmailMessage) -> Parsed:
    return BytesParser(policy=default).parsebytes(message.message().as_bytes())


def states() -> list[str]:
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def later(**span: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(**span), tick=False)


# ---- what is sent ------------------------------------------------------------------------------------------


class Outline(HTMLParser):
    """What an accessibility tool looks at first."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ["Дзвін", "Відкрити у Віче", "Усі сповіщення"]),
        ("en", ["Bell", "Open in Viche", "All notifications"]),
    ],
)
def test_a_mail_speaks_the_readers_language_in_text_and_html(
    world: World, bell: Bell, server: type[Server], language: str, words: list[str]
) -> None:
    User.objects.filter(pk=world.people["officer"].pk).update(language=language)
    ring(world, bell, "officer")
    assert send_waiting() == 1
    delivery = Delivery.objects.get()
    message = parsed(mail.outbox[0])
    assert message["Subject"] == words[0]
    assert message["To"] == world.people["officer"].email
    assert message["Message-ID"] == f"<{delivery.pk}@viche.example.org>"
    assert message["List-Id"] == "Viche <notifications.viche.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == language
    plain, html = (part.get_content() for part in message.iter_parts())
    address = f"https://viche.example.org/bells/{delivery.notification.subject_id}"
    for text in (plain, html):
        for said in (*words, address, "because: near"):
            assert said in text
    assert "<b>" in plain
    assert "<b>" not in html.replace("<body", "")
    outline = Outline(html)
    tags = [tag for tag, _attributes in outline.tags]
    assert outline.tags[0] == ("html", {"lang": language})
    assert [tags.count(tag) for tag in ("title", "h1", "main", "footer", "img", "script")] == [
        1,
        1,
        1,
        1,
        0,
        0,
    ]
    assert delivery.state == DeliveryState.SENT


def test_a_title_cannot_add_headers(world: World, bell: Bell, server: type[Server]) -> None:
    bell.line = "Дзвін\r\nBcc: all@example.org"
    ring(world, bell, "officer")
    send_waiting()
    message = parsed(mail.outbox[0])
    assert message["Subject"] == "Дзвін Bcc: all@example.org"
    assert message["Bcc"] is None
    assert mail.outbox[0].recipients() == [world.people["officer"].email]


def test_what_may_no_longer_be_seen_is_not_sent(world: World, bell: Bell, server: type[Server]) -> None:
    ring(world, bell, "officer", "teacher", "councillor")
    bell.deaf = {world.people["officer"].pk}
    User.objects.filter(pk=world.people["teacher"].pk).update(is_active=False)
    send_emails()
    assert [one.to for one in mail.outbox] == [[world.people["councillor"].email]]
    assert sorted(states()) == ["dropped", "dropped", "sent"]
    assert send_waiting() == 0


# ---- failures ----------------------------------------------------------------------------------------------


def test_a_server_that_fails_is_tried_again_later_and_the_mail_goes_once(
    world: World, bell: Bell, server: type[Server]
) -> None:
    server.fails = [SMTPServerDisconnected("away"), OSError("no route")]
    ring(world, bell, "officer", "teacher")
    assert send_waiting() == 1  # the second is not even tried
    assert states() == ["waiting", "waiting"]
    first = Delivery.objects.get(attempts=1)
    assert first.last_error == "SMTPServerDisconnected"
    assert first.next_try_at is not None
    assert timedelta(seconds=20) < first.next_try_at - now() < timedelta(seconds=40)
    with later(minutes=2):
        send_waiting()
    with later(minutes=10):
        send_waiting()
        assert send_waiting() == 0
    assert states() == ["sent", "sent"]
    assert len(mail.outbox) == 2


def test_each_failure_waits_longer_and_the_last_gives_up(
    world: World, bell: Bell, server: type[Server]
) -> None:
    ring(world, bell, "officer")
    waits = []
    for _attempt in range(MOST_ATTEMPTS):
        server.fails = [SMTPServerDisconnected("away")]
        with later(days=1):
            Delivery.objects.update(next_try_at=now())
            send_waiting()
            due = Delivery.objects.get().next_try_at
            waits += [(due - now()).total_seconds()] if due else []
    assert states() == ["failed"]
    assert len(waits) == MOST_ATTEMPTS - 1
    assert all(0.8 * 30 * 2**n <= wait <= 1.2 * 30 * 2**n for n, wait in enumerate(waits[:9]))
    assert max(waits) <= 1.2 * 6 * 3600
    assert mail.outbox == []


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    world: World, bell: Bell, server: type[Server]
) -> None:
    refused = {world.people["officer"].email: (550, b"no such user")}
    greylisted = {world.people["teacher"].email: (451, b"try later")}
    ring(world, bell, "officer")
    server.fails = [SMTPRecipientsRefused(refused)]
    send_waiting()
    assert Delivery.objects.get().last_error == "refused 550"
    assert states() == ["failed"]
    ring(world, bell, "teacher")
    server.fails = [SMTPRecipientsRefused(greylisted)]
    send_waiting()
    assert states() == ["failed", "waiting"]


def test_a_mail_that_was_taken_before_the_line_broke_is_recognised(
    world: World, bell: Bell, server: type[Server]
) -> None:
    """The honest limit: it is sent again, with the same Message-ID."""
    server.fails_after = [SMTPServerDisconnected("broke off after the end of data")]
    ring(world, bell, "officer")
    send_waiting()
    with later(minutes=5):
        send_waiting()
    assert states() == ["sent"]
    identities = {message.message()["Message-ID"] for message in mail.outbox}
    assert (len(mail.outbox), len(identities)) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_two_mailers_at_once_send_each_mail_once(bell: Bell, server: type[Server]) -> None:
    world = a_world("Тут")
    server.pause = threading.Event()
    ring(world, bell, "officer", "teacher", "councillor", times=4)

    def work(_turn: int) -> int:
        try:
            return send_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(work, range(3)))
    assert sum(done) == 12
    assert len(mail.outbox) == 12
    assert len({re.sub(r"\s", "", message.message()["Message-ID"]) for message in mail.outbox}) == 12
    assert set(states()) == {"sent"}
