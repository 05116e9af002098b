"""Texts of letters about accounts, in the language of the recipient, and lifetimes of their links."""

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

LINK_LIFETIMES = {
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.SET_PASSWORD: timedelta(days=7),
    Purpose.CONFIRM_EMAIL: timedelta(days=1),
}
# Page of each link; a notice links to the page that requests a new password.
LINK_PAGES = {
    Purpose.RESET_PASSWORD: "/set-password",
    Purpose.SET_PASSWORD: "/set-password",
    Purpose.CONFIRM_EMAIL: "/confirm-email",
}

# Labels of the buttons.
NEW_PASSWORD = gettext_lazy("Set a new password")
ACTIONS = {
    Purpose.SET_PASSWORD: gettext_lazy("Set a password"),
    Purpose.CONFIRM_EMAIL: gettext_lazy("Confirm the address"),
}


def _write_reset() -> tuple[str, str]:
    return _("A new password for Viche"), _(
        "Someone asked for a new password for this address. Was it you? Then set it within an "
        "hour:\n\n"
        "%(link)s\n\n"
        "The link works once. If it was not you, do nothing: the password stays as it is."
    )


def _write_invitation() -> tuple[str, str]:
    return _("You are invited to Viche"), _(
        "An account was made for you at Viche, where institutions and communities decide together. "
        "Set your password within seven days:\n\n"
        "%(link)s\n\n"
        "The link works once. Later you can ask for a new one on the sign-in page."
    )


def _write_password_changed() -> tuple[str, str]:
    return _("Your password has been changed"), _(
        "Your password for Viche has been changed, and every other sign-in has ended. "
        "If it was not you, set a new password at once:\n\n"
        "%(link)s"
    )


def _write_email_confirmation() -> tuple[str, str]:
    return _("Confirm your new address for Viche"), _(
        "You asked to use this address for your account at Viche. "
        "Sign in there as usual, with the former address, and open within a day:\n\n"
        "%(link)s\n\n"
        "The link works once, and for you alone. Until then nothing changes. "
        "If you have no account at Viche, do nothing."
    )


def _write_email_taken() -> tuple[str, str]:
    return _("This address is yours already"), _(
        "Someone asked to use this address for another account at Viche. It belongs to yours, so "
        "nothing was changed. Was it you? Then sign in with this address; if you have no password "
        "for it, ask for a new one:\n\n"
        "%(link)s"
    )


def _write_email_change_notice() -> tuple[str, str]:
    return _("Another address was asked for at Viche"), _(
        "Someone who is signed in as you asked to use another e-mail address for your account. An "
        "e-mail to that address is waiting for confirmation. If it was you, do nothing.\n\n"
        "If it was not you, set a new password at once: that cancels the change and ends every "
        "sign-in:\n\n"
        "%(link)s"
    )


def _write_email_changed() -> tuple[str, str]:
    return _("Your address for Viche has been changed"), _(
        "From now on another e-mail address is used to sign in to your account at Viche, and "
        "e-mails go there. This address no longer works.\n\n"
        "If it was not you, tell the administrators of Viche in your community at once: they can "
        "block the account, and nothing that you wrote is lost."
    )


LETTER_TEXTS: dict[str, Callable[[], tuple[str, str]]] = {
    Purpose.RESET_PASSWORD: _write_reset,
    Purpose.SET_PASSWORD: _write_invitation,
    Purpose.PASSWORD_CHANGED: _write_password_changed,
    Purpose.CONFIRM_EMAIL: _write_email_confirmation,
    Purpose.EMAIL_TAKEN: _write_email_taken,
    Purpose.EMAIL_CHANGE_ASKED: _write_email_change_notice,
    Purpose.EMAIL_CHANGED: _write_email_changed,
}


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter as text. `%(link)s` in the body becomes its link to `page`, valid until `until`.

    The link is a paragraph of its own, and in HTML a button labelled `action`. `in_path`: the page works
    without JavaScript, so the server has to see the secret. `leave` is the unsubscribe path (RFC 8058) of a
    letter that is one of several.
    """

    subject: str
    body: str
    page: str
    until: datetime
    action: str
    in_path: bool = False
    leave: str = ""


Writer = Callable[[Letter], LetterText | Loss | None]
WRITERS: dict[str, Writer] = {}


LossHandler = Callable[[Letter], None]
LOSS_HANDLERS: dict[str, LossHandler] = {}


def register_letter_writer(purpose: str, writer: Writer, lost: LossHandler | None = None) -> None:
    """Register the function that writes letters of a purpose for another app, in the active language.

    The writer is called when the letter is sent; it returns None when the letter has no recipient any more,
    or a Loss when it cannot arrive. `lost` is called for a letter that did not arrive, in the transaction
    that detects it.
    """
    WRITERS[purpose] = writer
    if lost is not None:
        LOSS_HANDLERS[purpose] = lost


def build_account_message(letter: Letter, person: User, secret: str) -> EmailMultiAlternatives:
    """Return the message about an account."""
    page = LINK_PAGES[Purpose(letter.purpose)] if secret else "/forgotten-password"
    with override(person.language):
        subject, body = LETTER_TEXTS[letter.purpose]()
        action = str(ACTIONS.get(Purpose(letter.purpose), NEW_PASSWORD))
    return build_message(letter, person.language, (subject, body, action), build_link(page, secret))


def build_link(page: str, secret: str, *, in_path: bool = False) -> str:
    """Return the link to a page; the secret stands behind `#` unless `in_path`.

    Servers and logs never see the fragment of an address.
    """
    return urljoin(settings.BASE_URL, f"{page}{'/' if in_path else '#'}{secret}" if secret else page)


LINK_MARK = "%(link)s"


def build_message(
    letter: Letter, language: str, words: tuple[str, str, str], link: str, leave: str = ""
) -> EmailMultiAlternatives:
    """Build the message from subject, body and button label, as plain text and as HTML."""
    subject, body, action = words
    leave_url = urljoin(settings.BASE_URL, leave) if leave else ""
    with override(language):
        said = {"leave": _("No more letters to this address"), "leave_url": leave_url, "action": action}
        shown = {"title": subject, "parts": body.split("\n\n"), "link": link, "link_mark": LINK_MARK}
        html = render_to_string("accounts/letter.html", {**said, **shown, "language": language})
        below = f"\n\n-- \n{said['leave']}:\n{leave_url}" if leave else ""
    # Replaced, not formatted with %: names of people and groups in the text may contain any character.
    text = body.replace(LINK_MARK, link) + below + "\n"
    headers = _build_headers(letter, language, leave_url)
    message = EmailMultiAlternatives(subject=subject, body=text, to=[letter.address], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def _build_headers(letter: Letter, language: str, leave_url: str) -> dict[str, str]:
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
