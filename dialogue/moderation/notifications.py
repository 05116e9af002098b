"""Whom this room tells of reports and of what was hidden."""

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
from dialogue.moderation.policies import moderators_to_tell
from dialogue.moderation.selectors import messages_told_of
from dialogue.threads.access_log import read_of
from dialogue.threads.policies import Action, ThreadPolicy
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

MODERATES, WROTE = "moderates", "wrote"


def moderators(event: Event) -> Iterable[Recipient]:
    """Who moderates the thread, but for who wrote the message; of an appeal who may decide about it."""
    message = messages_selectors.message_to_tell(event.subject_id)
    return [Recipient(pk, MODERATES) for pk in sorted(moderators_to_tell(message))]


def author(event: Event) -> Iterable[Recipient]:
    return [Recipient(messages_selectors.message_to_tell(event.subject_id).author_id, WROTE)]


# In which state of the message it is told, and in which words.
TOLD: dict[str, tuple[HidingState | None, Callable[[], str]]] = {
    MessageReported.kind: (None, lambda: _("What %(name)s wrote was reported: %(thread)s")),
    MessageHidden.kind: (HidingState.HIDDEN, lambda: _("Your message was hidden: %(thread)s")),
    MessageAppealed.kind: (
        HidingState.APPEALED,
        lambda: _("%(name)s disagrees that a message was hidden: %(thread)s"),
    ),
    MessageLeftHidden.kind: (HidingState.UPHELD, lambda: _("Your message stays hidden: %(thread)s")),
    MessageShown.kind: (None, lambda: _("Your message is shown again: %(thread)s")),
}


def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words about messages that are still as they are told; none of what was decided otherwise meanwhile."""
    messages = {one.pk: one for one in messages_told_of(reader, {one.subject_id for one in notifications})}
    threads = list({one.thread_id: one.thread for one in messages.values()}.values())
    moderated = {one.pk for one in ThreadPolicy().permitted(reader, Action.MODERATE, threads)}
    found = {}
    for one in notifications:
        message = messages.get(one.subject_id)
        if message is None or (one.reason == MODERATES and message.thread_id not in moderated):
            continue
        state, line = TOLD[one.event.kind]
        hiding = message.hiding if message.is_hidden else None
        if (hiding.state if hiding is not None else None) == state:
            found[one.pk] = _words(message, hiding, one.reason, line)
    return found


def _words(message: Message, hiding: Hiding | None, reason: str, line: Callable[[], str]) -> Words:
    thread = message.thread
    mine = reason == WROTE

    def why() -> str:
        if mine:
            return _("You get this because you wrote the message.")
        return _("You get this because you moderate this thread.")

    return Words(
        title=in_both(
            lambda: line() % {"name": local(message.author, "name"), "thread": local(thread, "title")}
        ),
        body=in_both(lambda: _explanation(message, hiding, mine)),
        reason=in_both(why),
        url=f"/threads/{thread.pk}?message={message.number}"
        if mine
        else f"/groups/{thread.group_id}/moderation",
        action=in_both(lambda: _("Open the message") if mine else _("Open what waits for a decision")),
        shows=tuple(read_of(thread)),
    )


def _explanation(message: Message, hiding: Hiding | None, mine: bool) -> str:
    """To the author the fault and, unless only some may read it, what explains it; to others nothing."""
    if not mine:
        return _("What was reported or said against it stands in the list.")
    if hiding is None:
        return _("All its readers read it as before.")
    fault = str(hiding.get_fault_display())
    said = "" if message.thread.is_restricted else hiding.note
    return f"{fault}. {said}" if said else f"{fault}."


for kind in TOLD:
    told = moderators if kind in (MessageReported.kind, MessageAppealed.kind) else author
    notice(kind, topic=Topic.DIALOGUE, recipients=told, render=render)
