"""Notifications of replies by e-mail that were refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.email_replies.events import AnswerByMailRefused
from dialogue.email_replies.services import ReplyRejection
from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.threads.access_log import read_of
from dialogue.timeline.notification_text import build_message_path
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice

ANSWERED_BY_MAIL = "answered_by_mail"


def render_refused(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    """Render refusals for senders who may still see the thread.

    The message that they replied to may be hidden or withdrawn since.
    """
    messages = {
        one.pk: one
        for one in messages_selectors.messages_for(reader, {one.subject_id for one in notifications})
    }
    return {
        one.pk: _render_refusal(messages[one.subject_id], one.event.data["why"])
        for one in notifications
        if one.subject_id in messages
    }


def _render_refusal(message: Message, why: str) -> NotificationText:
    thread = message.thread
    return NotificationText(
        title=render_bilingual(lambda: _describe_title(why) % {"thread": translate_field(thread, "title")}),
        body=render_bilingual(lambda: _describe_reason(why)),
        reason=render_bilingual(lambda: _("You get this because you answered a message by e-mail.")),
        url=build_message_path(message),
        action=render_bilingual(lambda: _("Answer in the thread")),
        shows=tuple(read_of(thread)),
    )


def _describe_title(why: str) -> str:
    if why == ReplyRejection.FILES:
        return _("Your answer was posted without its files: %(thread)s")
    return _("Your answer was not posted: %(thread)s")


def _describe_reason(why: str) -> str:
    said = {
        ReplyRejection.EMPTY: _("Nothing stood above the line that says where to write."),
        ReplyRejection.RESTRICTED: _("What only some may read is answered on the page alone."),
        ReplyRejection.PUBLIC: _("What anybody may read is answered on the page alone."),
        ReplyRejection.SECOND_FACTOR: _(
            "Your role demands a second factor, which an e-mail has not: answer on the page."
        ),
        ReplyRejection.FILES: _("Files are not taken from an e-mail: add them on the page."),
        "personal_data": _(
            "It seems to tell personal data or a sensitive place. If it is meant so, post it on the page."
        ),
        "too_many_requests": _("Too many answers came within an hour. Wait a little, or answer on the page."),
        "forbidden": _("You may not write in this thread now."),
        "thread_moved": _(
            "The thread was taken to another group since: others read it now. Answer there if they may."
        ),
        "thread_locked": _("The discussion is paused: for now only those who lead it add messages."),
        "round_spoken": _(
            "A round is held in the thread, and your sector has spoken. Write when it is over."
        ),
        "round_no_sector": _(
            "A round is held in the thread: each sector speaks once, and you sit there for none."
        ),
        "round_by_mail": _("A round is held in the thread: each sector speaks once, so say it on the page."),
        "slow_mode": _("Slow mode is on in the thread, and you wrote there not long ago: wait a little."),
        "invalid": _(
            "It cannot be posted as it is: it may be too long, or answer what is not there any more."
        ),
    }
    return said.get(why) or _("The thread does not take it now. Try it on the page.")


def find_sender_recipient(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), ANSWERED_BY_MAIL)]


register_notice(
    AnswerByMailRefused.kind, topic=Topic.DIALOGUE, recipients=find_sender_recipient, render=render_refused
)
