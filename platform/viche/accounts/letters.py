"""The words of letters about accounts, in the language of who gets them, and how long their links live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, gettext_lazy, override

from viche.accounts.models import Letter, Loss, Purpose, User

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

# What the button says that leads there.
NEW_PASSWORD = gettext_lazy("Set a new password")
ACTIONS = {
    Purpose.SET_PASSWORD: gettext_lazy("Set a password"),
    Purpose.CONFIRM_EMAIL: gettext_lazy("Confirm the address"),
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
    """A letter in words. `%(link)s` in the body becomes its link, to `page`, which lives to `until`; it is a
    paragraph by itself, and in HTML a button that says `action`.

    `in_path`: the page works without JavaScript, so the server has to see the secret. `leave` is the path by
    which its reader gets no more of them (RFC 8058), where it is one of several.
    """

    subject: str
    body: str
    page: str
    until: datetime
    action: str
    in_path: bool = False
    leave: str = ""


Writer = Callable[[Letter], Written | Loss | None]
WRITERS: dict[str, Writer] = {}


Lost = Callable[[Letter], None]
LOSSES: dict[str, Lost] = {}


def writes(purpose: str, writer: Writer, lost: Lost | None = None) -> None:
    """Let another room write letters of a purpose, in the language that is active.

    The writer is asked when the letter is sent, and answers None when nobody shall get it any more, or why
    it cannot arrive. `lost` is told of one that did not, in the transaction that finds it out.
    """
    WRITERS[purpose] = writer
    if lost is not None:
        LOSSES[purpose] = lost


def compose(letter: Letter, person: User, secret: str) -> EmailMultiAlternatives:
    """The mail about an account."""
    page = PAGES[Purpose(letter.purpose)] if secret else "/forgotten-password"
    with override(person.language):
        subject, body = WORDS[letter.purpose]()
        action = str(ACTIONS.get(Purpose(letter.purpose), NEW_PASSWORD))
    return mail(letter, person.language, (subject, body, action), link_to(page, secret))


def link_to(page: str, secret: str, *, in_path: bool = False) -> str:
    """The secret stands behind `#`, unless asked for: no server and no log sees that part of an address."""
    return urljoin(settings.BASE_URL, f"{page}{'/' if in_path else '#'}{secret}" if secret else page)


LINK = "%(link)s"


def mail(
    letter: Letter, language: str, words: tuple[str, str, str], link: str, leave: str = ""
) -> EmailMultiAlternatives:
    """The mail of a subject, a body and what the button says, as plain text and as HTML."""
    subject, body, action = words
    leave_url = urljoin(settings.BASE_URL, leave) if leave else ""
    with override(language):
        said = {"leave": _("No more letters to this address"), "leave_url": leave_url, "action": action}
        shown = {"title": subject, "parts": body.split("\n\n"), "link": link, "link_mark": LINK}
        html = render_to_string("accounts/letter.html", {**said, **shown, "language": language})
        below = f"\n\n-- \n{said['leave']}:\n{leave_url}" if leave else ""
    # Names of people and groups stand in it, which may hold any sign.
    text = body.replace(LINK, link) + below + "\n"
    headers = _headers(letter, language, leave_url)
    message = EmailMultiAlternatives(subject=subject, body=text, to=[letter.address], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def _headers(letter: Letter, language: str, leave_url: str) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": f"<{letter.pk}@{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }
    if leave_url:
        one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        headers |= {"List-Unsubscribe": f"<{leave_url}>", **one_click}
    return headers
