"""Notification e-mails: plain text and accessible HTML in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, ngettext, override

from viche.kernel.text import translate_text
from viche.notifications.models import Mail, MailKind, Topic
from viche.notifications.notices import NOTICES, MailItem, NotificationText
from viche.notifications.reply_addresses import build_reply_address
from viche.notifications.reply_parsing import REPLY_LINE
from viche.notifications.typography import add_hard_spaces
from viche.notifications.unsubscribe_links import build_unsubscribe_path

MAX_FULL_ENTRIES = 20
"""So many pieces of news stand in a mail in full, and of the rest what is said first: mail programs cut off
what is longer than about a hundred kilobytes, and the way to switch it off with it.
"""


def build_mail_message(mail: Mail, told: Sequence[MailItem]) -> EmailMultiAlternatives:
    """Return the message with its items. Its Message-ID is the same each time it is built."""
    language = mail.person.language
    leave = (
        _build_url(build_unsubscribe_path(mail.person_id, topics)) if (topics := _list_topics(told)) else ""
    )
    with override(language):
        entries = [_build_entry(language, one.words) for one in told]
        full, brief = entries[:MAX_FULL_ENTRIES], entries[MAX_FULL_ENTRIES:]
        answer_to = _find_reply_addresses(told)
        context = {
            "language": language,
            "title": _build_title(mail, entries),
            "entries": full,
            "brief": brief,
            "several": len(entries) > 1,
            "inbox_url": _build_url("/inbox"),
            "settings_url": _build_url("/settings/notifications"),
            "leave_url": leave,
            "leave": _describe_unsubscribe(topics),
            "above": translate_text(REPLY_LINE, language) if answer_to else "",
        }
        message = EmailMultiAlternatives(
            subject=" ".join(_build_subject(mail, entries).splitlines()),
            body=render_to_string("notifications/email.txt", context),
            to=[mail.person.email],
            reply_to=answer_to,
            headers=_build_headers(mail.pk, language, _find_mute_url(told) or leave),
        )
        html = render_to_string("notifications/email.html", context)
        message.attach_alternative(add_hard_spaces(html) if language == "uk" else html, "text/html")
        for build in [one.words.build_file for one in told if one.words.build_file is not None]:
            file = build()
            message.attach(file.name, file.content.decode(), file.media_type)
    return message


def _find_reply_addresses(told: Sequence[MailItem]) -> list[str]:
    """Return the reply address of the latest item, if all items have the same reply target."""
    answered = {one.words.answers for one in told}
    if len(answered) != 1 or None in answered:
        return []
    address = build_reply_address(told[-1].delivery.pk)
    return [address] if address else []


def _find_mute_url(told: Sequence[MailItem]) -> str:
    """Return the URL that mutes the one object that all items are about; empty otherwise."""
    about = {one.words.mute.about if one.words.mute else None for one in told}
    latest = told[-1].words.mute
    return _build_url(latest.url) if latest is not None and len(about) == 1 else ""


def _list_topics(told: Sequence[MailItem]) -> list[Topic]:
    """Return the topics of the mail that may be switched off."""
    about = {NOTICES[one.delivery.notification.kind].topic for one in told}
    return [topic for topic in Topic if topic in about and topic != Topic.ACCOUNT]


def _describe_unsubscribe(topics: Sequence[Topic]) -> str:
    named = ", ".join(f"{topic.label}" for topic in topics)
    return _("Switch off e-mails: %(topics)s") % {"topics": named}


def _build_entry(language: str, words: NotificationText) -> dict[str, Any]:
    said = {name: translate_text(getattr(words, name), language) for name in ("title", "body", "reason")}
    action = translate_text(words.action, language) if words.action else _("Open in Viche")
    offers = [
        {"label": translate_text(one.label, language), "url": _build_url(one.url)} for one in words.offers
    ]
    mute = words.mute and {
        "label": translate_text(words.mute.label, language),
        "url": _build_url(words.mute.url),
    }
    return {**said, "action": action, "url": _build_url(words.url), "offers": offers, "mute": mute}


def _build_title(mail: Mail, entries: Sequence[dict[str, Any]]) -> str:
    """Return the heading of the mail."""
    if mail.kind == MailKind.DAILY:
        return _("Viche in a day")
    if mail.kind == MailKind.WEEKLY:
        return _("Viche in a week")
    return str(entries[0]["title"]) if len(entries) == 1 else _("What is new in Viche")


def _build_subject(mail: Mail, entries: Sequence[dict[str, Any]]) -> str:
    count = len(entries)
    if mail.kind in (MailKind.DAILY, MailKind.WEEKLY):
        news = ngettext("%(count)d notification", "%(count)d notifications", count) % {"count": count}
        return f"{_build_title(mail, entries)}: {news}"
    if count == 1:
        return str(entries[0]["title"])
    return _("%(title)s (and %(count)d more)") % {"title": entries[0]["title"], "count": count - 1}


def _build_url(path: str) -> str:
    return urljoin(settings.BASE_URL, path)


def _build_headers(mail_id: UUID, language: str, leave: str) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": f"<{mail_id}@{host}>",
        "List-Id": f"Viche <notifications.{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: prevents automatic replies
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }
    if leave:
        # RFC 8058: the mail program posts there without further questions.
        headers |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers
