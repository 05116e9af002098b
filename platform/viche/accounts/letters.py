"""The words of letters about accounts, in the language of who gets them, and how long their links live."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _, override

from viche.accounts.models import Letter, Purpose, User

LIVES = {Purpose.RESET_PASSWORD: timedelta(hours=1), Purpose.SET_PASSWORD: timedelta(days=7)}


def _reset() -> tuple[str, str]:
    return _("A new password for Viche"), _(
        "Somebody asked for a new password for this address. Was it you? Then set it within an hour:\n\n"
        "%(link)s\n\n"
        "The link works once. If it was not you, do nothing: the password stays as it is."
    )


def _set() -> tuple[str, str]:
    return _("You are invited to Viche"), _(
        "An account was made for you at Viche, where institutions and communities decide together. "
        "Set your password within seven days:\n\n"
        "%(link)s\n\n"
        "The link works once. Later you can ask for a new one on the sign-in page."
    )


def _changed() -> tuple[str, str]:
    return _("Your password has been changed"), _(
        "Your password for Viche has been changed, and every other sign-in has ended. "
        "If it was not you, set a new password at once:\n\n"
        "%(link)s"
    )


WORDS: dict[str, Callable[[], tuple[str, str]]] = {
    Purpose.RESET_PASSWORD: _reset,
    Purpose.SET_PASSWORD: _set,
    Purpose.PASSWORD_CHANGED: _changed,
}


def compose(letter: Letter, person: User, secret: str) -> EmailMessage:
    """The mail. The secret stands behind `#`: no server and no log sees that part of an address."""
    page = f"/set-password#{secret}" if secret else "/forgotten-password"
    with override(person.language):
        subject, body = WORDS[letter.purpose]()
    host = urlsplit(settings.BASE_URL).hostname
    return EmailMessage(
        subject=subject,
        body=body % {"link": urljoin(settings.BASE_URL, page)} + "\n",
        to=[letter.address],
        headers={
            "Message-ID": f"<{letter.pk}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834
            "X-Auto-Response-Suppress": "All",
            "Content-Language": person.language,
        },
    )
