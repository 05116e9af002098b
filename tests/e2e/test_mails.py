"""E-mails as pictures: a reminder, a bundle and a digest on a phone and wider, by day and by night."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page

from tests.e2e.test_eyes_and_thumbs import AXE, RULES, Scheme
from viche.accounts.letters import build_message as letter
from viche.accounts.models import Letter, User
from viche.notifications.emails import MAX_FULL_ENTRIES, build_mail_message
from viche.notifications.models import Delivery, Mail, MailKind, Notification
from viche.notifications.notices import MailItem, NotificationText, Offer

DUE = "Строк 30 листопада 2026: доручення №\u00a012, Освітлення біля зупинки «Школа №\u00a03»"
LONG = "Підтвердьтеобстеженняукриттявбудинкукультуритапідвалі" * 2
PAGE = "/actions/0198b2f0-0000-7000-8000-000000000001"
OFFERS = tuple(
    Offer(do, {"uk": uk, "en": en}, UUID(PAGE[-36:]), f"{PAGE}?do={do}")
    for do, uk, en in (
        ("done", "Виконано", "Done"),
        ("snooze", "Нагадати пізніше", "Remind me later"),
        ("help", "Потрібна допомога", "Need help"),
    )
)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
CUT_OFF = 102 * 1024  # bytes: what Gmail shows of a mail
MAILS = ((MailKind.PROMPT, 1), (MailKind.BUNDLE, 3), (MailKind.DAILY, 100), (None, 1))
"""What a mail is, and how many pieces of news are in it; None: a letter with a link."""


def html_of(kind: MailKind, count: int, language: str) -> str:
    """A mail with so many pieces of news, none of which is in a database."""
    person = User(email="officer@kalynodil.example", language=language)
    return str(
        build_mail_message(Mail(person=person, kind=kind), [told(n) for n in range(count)]).alternatives[0][0]
    )


def letter_of(language: str) -> str:
    """A letter with a link to somebody without an account."""
    reminder = {
        "uk": (
            "Нагадування ініціативної групи",
            f"Нагадуємо від імені групи: {LONG}.",
            "Переглянути й відповісти",
        ),
        "en": ("A reminder of an initiative group", f"This reminds you: {LONG}.", "See and answer"),
    }
    subject, body, action = reminder[language]
    words = (subject, f"{body}\n\n%(link)s\n\nThe link is for you alone.", action)
    made = letter(
        Letter(address="a@example.org"), language, words, "https://a.example/a/1", "/unsubscribe/letters/1"
    )
    return str(made.alternatives[0][0])


def told(number: int) -> MailItem:
    title = LONG if number == 2 else DUE
    words = NotificationText(
        title={"uk": title, "en": "Due on 30 Nov 2026: action item no. 12, lights at the bus stop"},
        body={"uk": "Виконує: Відділ поліції № 1. Стан: у роботі.", "en": "Owner: Police unit no. 1."},
        reason={"uk": "Ви отримали це, бо доручення ваше.", "en": "You get this because it is yours."},
        url=PAGE,
        offers=OFFERS,
    )
    return MailItem(Delivery(notification=Notification(kind="tasks.reminder_due")), words)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_mails_can_be_read_on_any_screen(visit: Callable[..., Page], settings: Any, language: str) -> None:
    settings.BASE_URL = "https://viche.example.org"
    page = visit()
    told = []
    for (kind, count), width, scheme in product(MAILS, (360, 640), SCHEMES):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 740})
        page.set_content(letter_of(language) if kind is None else html_of(kind, count, language))
        page.evaluate(AXE)
        # By night only the colours are others.
        rules = {"type": "tag", "values": RULES}
        if scheme == "dark":
            rules = {"type": "rule", "values": ["color-contrast"]}
        found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        told += [f"{kind} {width} {scheme}: {one['id']}" for one in found]
        told += [f"{kind} {width} {scheme}: {wide} wide"] if wide > width else []
        assert page.locator("img").count() == 0
        assert page.locator("h1, h2").count() == (min(count, MAX_FULL_ENTRIES) + 1 if count > 1 else 1)
        assert len(page.content().encode()) < CUT_OFF
    assert told == []
