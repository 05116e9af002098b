"""E-mail: in the reader's language, recognisable, once as far as the database goes, tried with patience."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
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
from viche.notifications.mail_runner import send_waiting
from viche.notifications.models import Delivery, DeliveryState, Mail, Notification, UndeliverableAddress
from viche.notifications.services.mail_delivery import MAX_ATTEMPTS
from viche.notifications.typography import add_hard_spaces


class Server(EmailBackend):
    """A mail server that may fail before or after it has taken the mail."""

    fails: list[Exception] = []
    fails_after: list[Exception] = []
    pause: threading.Event | None = None
    meanwhile: Callable[[], object] | None = None  # happens before it lets us in

    def open(self) -> bool:
        if self.meanwhile is not None:
            self.meanwhile()
        return True

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
    for name in ("pause", "meanwhile"):
        monkeypatch.setattr(Server, name, None)
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


def send_soon() -> int:
    """Send what waits, when nothing more comes for its bundle."""
    with later(minutes=3):
        return send_waiting()


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
    ("words", "bound"),
    [
        ("Строк — через 2 дні, о 9:00", "Строк_— через 2_дні, о_9:00"),
        ("<p>А в місті</p> Доручення № 5 (у роботі)", "<p>А_в_місті</p> Доручення №_5 (у_роботі)"),
        ('<p style="margin:0 0 8px">усі — так</p>', '<p style="margin:0 0 8px">усі_— так</p>'),
    ],
)
def test_ukrainian_keeps_together_what_belongs_together(words: str, bound: str) -> None:
    assert add_hard_spaces(words).replace("\u00a0", "_") == bound


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
    assert send_soon() == 1
    delivery = Delivery.objects.get()
    message = parsed(mail.outbox[0])
    assert message["Subject"] == words[0]
    assert message["To"] == world.people["officer"].email
    assert message["Message-ID"] == f"<{delivery.mail_id}@viche.example.org>"
    assert message["List-Id"] == "Viche <notifications.viche.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == language
    plain, html = (part.get_content() for part in message.iter_parts())
    address = f"https://viche.example.org/bells/{delivery.notification.subject_id}"
    for text in (plain, html.replace("\u00a0", " ")):
        for said in (*words, address, "because: near"):
            assert said in text
    assert ("у\u00a0Віче" in html) == (language == "uk")
    assert "\u00a0" not in plain
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
    send_soon()
    message = parsed(mail.outbox[0])
    assert message["Subject"] == "Дзвін Bcc: all@example.org"
    assert message["Bcc"] is None
    assert mail.outbox[0].recipients() == [world.people["officer"].email]


def test_what_may_no_longer_be_seen_is_not_sent(world: World, bell: Bell, server: type[Server]) -> None:
    ring(world, bell, "officer", "teacher", "councillor")
    bell.deaf = {world.people["officer"].pk}
    User.objects.filter(pk=world.people["teacher"].pk).update(is_active=False)
    with later(minutes=3):
        send_emails()
    assert [one.to for one in mail.outbox] == [[world.people["councillor"].email]]
    assert sorted(states()) == ["dropped", "dropped", "sent"]


def test_what_may_no_longer_be_seen_when_a_slow_server_lets_us_in_is_not_sent(
    world: World, bell: Bell, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(world, bell, "officer")
    lost = staticmethod(lambda: bell.deaf.add(world.people["officer"].pk))
    monkeypatch.setattr(server, "meanwhile", lost)
    send_soon()
    assert (mail.outbox, states()) == ([], ["dropped"])
    assert send_soon() == 0


# ---- failures ----------------------------------------------------------------------------------------------


def test_a_server_that_fails_is_tried_again_later_and_the_mail_goes_once(
    world: World, bell: Bell, server: type[Server]
) -> None:
    server.fails = [SMTPServerDisconnected("away"), OSError("no route")]
    ring(world, bell, "officer", "teacher")
    with later(minutes=3):
        assert send_waiting() == 1  # the second is not even tried
        assert states() == ["waiting", "waiting"]
        first = Mail.objects.get(attempts=1)
        assert first.last_error == "SMTPServerDisconnected"
        assert first.next_try_at is not None
        assert timedelta(seconds=20) < first.next_try_at - now() < timedelta(seconds=40)
    with later(minutes=6):
        send_waiting()
    with later(minutes=15):
        send_waiting()
        assert send_waiting() == 0
    assert states() == ["sent", "sent"]
    assert len(mail.outbox) == 2


def test_each_failure_waits_longer_and_the_last_gives_up(
    world: World, bell: Bell, server: type[Server]
) -> None:
    ring(world, bell, "officer")
    waits = []
    for _attempt in range(MAX_ATTEMPTS):
        server.fails = [SMTPServerDisconnected("away")]
        with later(days=1):
            Mail.objects.update(next_try_at=now())
            send_waiting()
            due = Mail.objects.get().next_try_at
            waits += [(due - now()).total_seconds()] if due else []
    assert states() == ["failed"]
    assert len(waits) == MAX_ATTEMPTS - 1
    assert all(0.8 * 30 * 2**n <= wait <= 1.2 * 30 * 2**n for n, wait in enumerate(waits[:9]))
    assert max(waits) <= 1.2 * 6 * 3600
    assert mail.outbox == []


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    world: World, bell: Bell, server: type[Server]
) -> None:
    refused = {world.people["officer"].email: (550, b"5.1.1 no such user")}
    greylisted = {world.people["teacher"].email: (451, b"try later")}
    ring(world, bell, "officer")
    server.fails = [SMTPRecipientsRefused(refused)]
    send_soon()
    assert Delivery.objects.get().last_error == "refused 550"
    assert states() == ["failed"]
    ring(world, bell, "teacher")
    server.fails = [SMTPRecipientsRefused(greylisted)]
    send_soon()
    assert states() == ["failed", "waiting"]


@pytest.mark.parametrize(
    "reply",
    [
        (554, b"5.7.1 <a@example.org>: Relay access denied"),
        (550, b"no"),
        (550, b"5.1.8 Sender address rejected: Domain not found"),
        (550, b"5.7.1 Blocked: 15.1.1.2"),
        (450, b"4.1.1 not known yet"),
    ],
)
def test_a_refusal_that_says_nothing_of_the_mailbox_is_tried_again_and_ends_the_round(
    world: World, bell: Bell, server: type[Server], reply: tuple[int, bytes]
) -> None:
    ring(world, bell, "officer", "teacher")
    server.fails = [SMTPRecipientsRefused({"a@example.org": reply}) for _turn in range(2)]
    assert send_soon() == 1
    assert (states(), len(server.fails)) == (["waiting", "waiting"], 1)
    assert not UndeliverableAddress.objects.exists()
    with later(minutes=6):
        send_waiting()
    with later(minutes=15):
        send_waiting()
    assert states() == ["sent", "sent"]


def test_a_mail_that_was_taken_before_the_line_broke_is_recognised(
    world: World, bell: Bell, server: type[Server]
) -> None:
    """The honest limit: it is sent again, with the same Message-ID."""
    server.fails_after = [SMTPServerDisconnected("broke off after the end of data")]
    ring(world, bell, "officer")
    send_soon()
    with later(minutes=8):
        send_waiting()
    assert states() == ["sent"]
    identities = {message.message()["Message-ID"] for message in mail.outbox}
    assert (len(mail.outbox), len(identities)) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_two_mailers_at_once_make_and_send_each_mail_once(bell: Bell, server: type[Server]) -> None:
    world = a_world("Тут")
    server.pause = threading.Event()
    ring(world, bell, "officer", "teacher", "councillor", times=4)

    def work(_turn: int) -> int:
        try:
            return send_waiting()
        finally:
            connection.close()

    with later(minutes=3), ThreadPoolExecutor(3) as threads:
        done = list(threads.map(work, range(3)))
    assert sum(done) == len(mail.outbox) == 3
    assert len({re.sub(r"\s", "", message.message()["Message-ID"]) for message in mail.outbox}) == 3
    assert set(states()) == {"sent"}
    assert [one.deliveries.count() for one in Mail.objects.all()] == [4, 4, 4]
