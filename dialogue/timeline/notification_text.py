"""Notification text of timeline."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from dialogue.messages.models import Message
from dialogue.threads.access_log import read_of
from dialogue.timeline.presenters import excerpt_of
from viche.kernel.text import in_both
from viche.notifications.registry import Words

# Codes of why somebody is told.
NAMED = "named"

ONE_OF_NAMED = "one_of_named"

ANSWERED = "answered"

FOLLOWS = "follows"

ASKED = "asked"


def message_words(message: Message, reason: str, line: Callable[[Message, str], str]) -> Words:
    thread = message.thread
    said = excerpt_of(message)
    # What only some may read does not leave the house.
    kept = in_both(lambda: _("What was said stands in the thread."))
    return Words(
        title=in_both(lambda: line(message, reason)),
        body=kept if thread.is_restricted else {"uk": said, "en": said},
        reason=in_both(lambda: _why(reason)),
        url=message_page(message),
        action=in_both(lambda: _("Open the message")),
        shows=tuple(read_of(thread)),
    )


def message_page(message: Message) -> str:
    return f"/threads/{message.thread_id}?message={message.number}"


def _why(reason: str) -> str:
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
