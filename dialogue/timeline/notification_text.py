"""Texts of notifications about a message."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from dialogue.messages.models import Message
from dialogue.threads.access_log import read_of
from dialogue.timeline.presenters import get_excerpt
from viche.kernel.text import render_bilingual
from viche.notifications.registry import NotificationText

# Codes of the reason of a notification.
NAMED = "named"

ONE_OF_NAMED = "one_of_named"

ANSWERED = "answered"

FOLLOWS = "follows"

ASKED = "asked"


def render_message_notification(
    message: Message, reason: str, line: Callable[[Message, str], str]
) -> NotificationText:
    thread = message.thread
    said = get_excerpt(message)
    # The text of a restricted thread is not sent by e-mail.
    kept = render_bilingual(lambda: _("What was said stands in the thread."))
    return NotificationText(
        title=render_bilingual(lambda: line(message, reason)),
        body=kept if thread.is_restricted else {"uk": said, "en": said},
        reason=render_bilingual(lambda: _describe_reason(reason)),
        url=build_message_path(message),
        action=render_bilingual(lambda: _("Open the message")),
        shows=tuple(read_of(thread)),
    )


def build_message_path(message: Message) -> str:
    return f"/threads/{message.thread_id}?message={message.number}"


def _describe_reason(reason: str) -> str:
    said = {
        NAMED: _("You get this because the message names you."),
        ONE_OF_NAMED: _("You get this because the message names your organisation, sector or role."),
        ANSWERED: _("You get this because it answers a message of yours."),
        FOLLOWS: _("You get this because you follow the thread."),
        ASKED: _(
            "You get this because whoever leads the thread asks its readers to acknowledge this message."
        ),
    }
    return said[reason]
