"""Notifications of reports and of hidden messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.moderation.events import (
    MessageAppealed,
    MessageHidden,
    MessageLeftHidden,
    MessageReported,
    MessageShown,
)
from dialogue.moderation.models import Hiding, HidingState
from dialogue.moderation.policies import list_deciding_moderators
from dialogue.moderation.selectors import list_moderated_messages
from dialogue.threads.access_log import read_of
from dialogue.threads.policies import Action, ThreadPolicy
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice

MODERATES, WROTE = "moderates", "wrote"


def list_moderator_recipients(event: Event) -> Iterable[Recipient]:
    """Return the moderators who may decide about the message; never its author."""
    message = messages_selectors.get_notifiable_message_unscoped(event.subject_id)
    return [Recipient(pk, MODERATES) for pk in sorted(list_deciding_moderators(message))]


def list_author_recipient(event: Event) -> Iterable[Recipient]:
    return [Recipient(messages_selectors.get_notifiable_message_unscoped(event.subject_id).author_id, WROTE)]


# The state of the message in which the notification is still valid, and its title.
STATES_AND_TITLES: dict[str, tuple[HidingState | None, Callable[[], str]]] = {
    MessageReported.kind: (None, lambda: _("What %(name)s wrote was reported: %(thread)s")),
    MessageHidden.kind: (HidingState.HIDDEN, lambda: _("Your message was hidden: %(thread)s")),
    MessageAppealed.kind: (
        HidingState.APPEALED,
        lambda: _("%(name)s disagrees that a message was hidden: %(thread)s"),
    ),
    MessageLeftHidden.kind: (HidingState.UPHELD, lambda: _("Your message stays hidden: %(thread)s")),
    MessageShown.kind: (None, lambda: _("Your message is shown again: %(thread)s")),
}


def render_notifications(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Render notifications that still match the state of their message; outdated ones are left out."""
    messages = {
        one.pk: one for one in list_moderated_messages(reader, {one.subject_id for one in notifications})
    }
    threads = list({one.thread_id: one.thread for one in messages.values()}.values())
    moderated = {one.pk for one in ThreadPolicy().permitted(reader, Action.MODERATE, threads)}
    found = {}
    for one in notifications:
        message = messages.get(one.subject_id)
        if message is None or (one.reason == MODERATES and message.thread_id not in moderated):
            continue
        state, line = STATES_AND_TITLES[one.event.kind]
        hiding = message.hiding if message.is_hidden else None
        if (hiding.state if hiding is not None else None) == state:
            found[one.pk] = _render_one(message, hiding, one.reason, line)
    return found


def _render_one(
    message: Message, hiding: Hiding | None, reason: str, line: Callable[[], str]
) -> NotificationText:
    thread = message.thread
    mine = reason == WROTE

    def why() -> str:
        if mine:
            return _("You get this because you wrote the message.")
        return _("You get this because you moderate this thread.")

    return NotificationText(
        title=render_bilingual(
            lambda: (
                line()
                % {
                    "name": translate_field(message.author, "name"),
                    "thread": translate_field(thread, "title"),
                }
            )
        ),
        body=render_bilingual(lambda: _describe_reason(message, hiding, mine)),
        reason=render_bilingual(why),
        url=f"/threads/{thread.pk}?message={message.number}"
        if mine
        else f"/groups/{thread.group_id}/moderation",
        action=render_bilingual(
            lambda: _("Open the message") if mine else _("Open what waits for a decision")
        ),
        shows=tuple(read_of(thread)),
    )


def _describe_reason(message: Message, hiding: Hiding | None, mine: bool) -> str:
    """Describe the reason to the author; the note only if the thread is not restricted."""
    if not mine:
        return _("What was reported or said against it stands in the list.")
    if hiding is None:
        return _("All its readers read it as before.")
    fault = str(hiding.get_fault_display())
    said = "" if message.thread.is_restricted else hiding.note
    return f"{fault}. {said}" if said else f"{fault}."


for kind in STATES_AND_TITLES:
    told = (
        list_moderator_recipients
        if kind in (MessageReported.kind, MessageAppealed.kind)
        else list_author_recipient
    )
    register_notice(kind, topic=Topic.DIALOGUE, recipients=told, render=render_notifications)
