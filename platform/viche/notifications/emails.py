"""What people are told as an e-mail: plain text and accessible HTML in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, ngettext, override

from viche.kernel.text import Text
from viche.notifications.answering import answer_address
from viche.notifications.hard_spaces import with_hard_spaces
from viche.notifications.models import Mail, MailKind, Topic
from viche.notifications.notices import NOTICES, Told, Words
from viche.notifications.own_words import LINE
from viche.notifications.unsubscribing import unsubscribe_path

IN_FULL = 20
"""So many pieces of news stand in a mail in full, and of the rest what is said first: mail programs cut off
what is longer than about a hundred kilobytes, and the way to switch it off with it.
"""


def compose(mail: Mail, told: Sequence[Told]) -> EmailMultiAlternatives:
    """The mail with what is told in it. Its Message-ID is the same each time it is made."""
    language = mail.person.language
    leave = _address(unsubscribe_path(mail.person_id, topics)) if (topics := _topics(told)) else ""
    with override(language):
        entries = [_entry(language, one.words) for one in told]
        full, brief = entries[:IN_FULL], entries[IN_FULL:]
        answer_to = _answered_at(told)
        context = {
            "language": language,
            "title": _title(mail, entries),
            "entries": full,
            "brief": brief,
            "several": len(entries) > 1,
            "inbox_url": _address("/inbox"),
            "settings_url": _address("/settings"),
            "leave_url": leave,
            "leave": _leave(topics),
            "above": _in(language, LINE) if answer_to else "",
        }
        message = EmailMultiAlternatives(
            subject=" ".join(_subject(mail, entries).splitlines()),
            body=render_to_string("notifications/email.txt", context),
            to=[mail.person.email],
            reply_to=answer_to,
            headers=_headers(mail.pk, language, _muted_at(told) or leave),
        )
        html = render_to_string("notifications/email.html", context)
        message.attach_alternative(with_hard_spaces(html) if language == "uk" else html, "text/html")
    return message


def _answered_at(told: Sequence[Told]) -> list[str]:
    """Where an answer to the mail goes: to the latest of its news, if all are of one thing that takes any."""
    answered = {one.words.answers for one in told}
    if len(answered) != 1 or None in answered:
        return []
    address = answer_address(told[-1].delivery.pk)
    return [address] if address else []


def _muted_at(told: Sequence[Told]) -> str:
    """Where no more mail is asked for about the one thing that all of it is about, if it is about one."""
    about = {one.words.mute.about if one.words.mute else None for one in told}
    latest = told[-1].words.mute
    return _address(latest.url) if latest is not None and len(about) == 1 else ""


def _topics(told: Sequence[Told]) -> list[Topic]:
    """What it is about, of what may be switched off."""
    about = {NOTICES[one.delivery.notification.kind].topic for one in told}
    return [topic for topic in Topic if topic in about and topic != Topic.ACCOUNT]


def _leave(topics: Sequence[Topic]) -> str:
    named = ", ".join(f"{topic.label}" for topic in topics)
    return _("Switch off e-mails: %(topics)s") % {"topics": named}


def _entry(language: str, words: Words) -> dict[str, Any]:
    said = {name: _in(language, getattr(words, name)) for name in ("title", "body", "reason")}
    action = _in(language, words.action) if words.action else _("Open in Viche")
    offers = [{"label": _in(language, one.label), "url": _address(one.url)} for one in words.offers]
    mute = words.mute and {"label": _in(language, words.mute.label), "url": _address(words.mute.url)}
    return {**said, "action": action, "url": _address(words.url), "offers": offers, "mute": mute}


def _title(mail: Mail, entries: Sequence[dict[str, Any]]) -> str:
    """What the mail says first."""
    if mail.kind == MailKind.DAILY:
        return _("Viche in a day")
    if mail.kind == MailKind.WEEKLY:
        return _("Viche in a week")
    return str(entries[0]["title"]) if len(entries) == 1 else _("What is new in Viche")


def _subject(mail: Mail, entries: Sequence[dict[str, Any]]) -> str:
    count = len(entries)
    if mail.kind in (MailKind.DAILY, MailKind.WEEKLY):
        news = ngettext("%(count)d notification", "%(count)d notifications", count) % {"count": count}
        return f"{_title(mail, entries)}: {news}"
    if count == 1:
        return str(entries[0]["title"])
    return _("%(title)s (and %(count)d more)") % {"title": entries[0]["title"], "count": count - 1}


def _in(language: str, text: Text) -> str:
    return text["en"] if language == "en" else text["uk"]


def _address(path: str) -> str:
    return urljoin(settings.BASE_URL, path)


def _headers(mail_id: UUID, language: str, leave: str) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": f"<{mail_id}@{host}>",
        "List-Id": f"Viche <notifications.{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no absence note comes back
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }
    if leave:
        # RFC 8058: the reader's program posts there by itself, without asking them anything.
        headers |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers
