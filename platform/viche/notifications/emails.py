"""A notification as an e-mail: plain text and accessible HTML in the reader's language."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, override

from viche.kernel.text import Text
from viche.notifications.models import Delivery
from viche.notifications.notices import Words


def compose(delivery: Delivery, words: Words) -> EmailMultiAlternatives:
    """The mail of a delivery. Its Message-ID is the same each time it is made."""
    person = delivery.notification.person
    with override(person.language):
        said = {name: _in(person.language, getattr(words, name)) for name in ("title", "body", "reason")}
        context = {
            **said,
            "language": person.language,
            "action": _in(person.language, words.action) if words.action else _("Open in Viche"),
            "url": urljoin(settings.BASE_URL, words.url),
            "inbox_url": urljoin(settings.BASE_URL, "/inbox"),
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(said["title"].splitlines()),
            body=render_to_string("notifications/email.txt", context),
            to=[person.email],
            headers=_headers(delivery, person.language),
        )
        mail.attach_alternative(render_to_string("notifications/email.html", context), "text/html")
    return mail


def _in(language: str, text: Text) -> str:
    return text["en"] if language == "en" else text["uk"]


def _headers(delivery: Delivery, language: str) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname
    return {
        "Message-ID": f"<{delivery.pk}@{host}>",
        "List-Id": f"Viche <notifications.{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no absence note comes back
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }
