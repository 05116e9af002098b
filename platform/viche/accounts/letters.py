"""The words of letters about accounts, in the language of who gets them, and how long their links live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _, override

from viche.accounts.models import Letter, Purpose, User

LIVES = {
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.SET_PASSWORD: timedelta(days=7),
    Purpose.CONFIRM_EMAIL: timedelta(days=1),
}
# Where the link of a letter leads; a notice leads to where one asks for a new password.
PAGES = {
    Purpose.RESET_PASSWORD: "/set-password",
    Purpose.SET_PASSWORD: "/set-password",
    Purpose.CONFIRM_EMAIL: "/confirm-email",
}


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


def _confirm() -> tuple[str, str]:
    return _("Confirm your new address for Viche"), _(
        "You asked to use this address for your account at Viche. "
        "Sign in there as usual, with the former address, and open within a day:\n\n"
        "%(link)s\n\n"
        "The link works once, and for you alone. Until then nothing changes. "
        "If you have no account at Viche, do nothing."
    )


def _taken() -> tuple[str, str]:
    return _("This address is yours already"), _(
        "Somebody asked to use this address for another account at Viche. "
        "It belongs to yours, so nothing was changed. Was it you? Then sign in with this address; "
        "if you have no password for it, ask for a new one:\n\n"
        "%(link)s"
    )


def _asked() -> tuple[str, str]:
    return _("Another address was asked for at Viche"), _(
        "Somebody who is signed in as you asked to use another e-mail address for your account. "
        "A letter to that address waits for an answer. If it was you, do nothing.\n\n"
        "If it was not you, set a new password at once: that voids the change and ends every sign-in:\n\n"
        "%(link)s"
    )


def _moved() -> tuple[str, str]:
    return _("Your address for Viche has been changed"), _(
        "From now on another e-mail address signs in to your account at Viche, and letters go there. "
        "This address opens nothing any more.\n\n"
        "If it was not you, tell those who administer Viche in your community at once: "
        "they can stop every access to the account, and nothing that you wrote is lost."
    )


WORDS: dict[str, Callable[[], tuple[str, str]]] = {
    Purpose.RESET_PASSWORD: _reset,
    Purpose.SET_PASSWORD: _set,
    Purpose.PASSWORD_CHANGED: _changed,
    Purpose.CONFIRM_EMAIL: _confirm,
    Purpose.EMAIL_TAKEN: _taken,
    Purpose.EMAIL_CHANGE_ASKED: _asked,
    Purpose.EMAIL_CHANGED: _moved,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words. `%(link)s` in the body becomes its link, to `page`, which lives to `until`.

    `in_path`: the page works without JavaScript, so the server has to see the secret.
    """

    subject: str
    body: str
    page: str
    until: datetime
    in_path: bool = False


Writer = Callable[[Letter], Written | None]
WRITERS: dict[str, Writer] = {}


Lost = Callable[[Letter], None]
LOSSES: dict[str, Lost] = {}


def writes(purpose: str, writer: Writer, lost: Lost | None = None) -> None:
    """Let another room write letters of a purpose, in the language that is active.

    The writer is asked when the letter is sent, and answers None when nobody shall get it any more. `lost` is
    told of one that did not arrive, in the transaction that finds it out.
    """
    WRITERS[purpose] = writer
    if lost is not None:
        LOSSES[purpose] = lost


def compose(letter: Letter, person: User, secret: str) -> EmailMessage:
    """The mail about an account."""
    page = PAGES[Purpose(letter.purpose)] if secret else "/forgotten-password"
    with override(person.language):
        words = WORDS[letter.purpose]()
    return mail(letter, person.language, words, link_to(page, secret))


def link_to(page: str, secret: str, *, in_path: bool = False) -> str:
    """The secret stands behind `#`, unless asked for: no server and no log sees that part of an address."""
    return urljoin(settings.BASE_URL, f"{page}{'/' if in_path else '#'}{secret}" if secret else page)


def mail(letter: Letter, language: str, words: tuple[str, str], link: str) -> EmailMessage:
    """The mail of a subject and a body."""
    host = urlsplit(settings.BASE_URL).hostname
    subject, body = words
    return EmailMessage(
        subject=subject,
        # Names of people and groups stand in it, which may hold any sign.
        body=body.replace("%(link)s", link) + "\n",
        to=[letter.address],
        headers={
            "Message-ID": f"<{letter.pk}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834
            "X-Auto-Response-Suppress": "All",
            "Content-Language": language,
        },
    )
