"""Policy of messages."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.messages.models import Message
from dialogue.threads.access import get_thread_access
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from groups.policies import Readers
from groups.selectors import list_seats_of
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import Level, Policy


class MessageAction(StrEnum):
    """Actions on a message."""

    READ = "message.read"
    EDIT = "message.edit"
    WITHDRAW = "message.withdraw"
    READ_HIDDEN = "message.read_hidden"
    APPEAL = "message.appeal"


def _has_same_voice(message: Message) -> bool:
    """Return whether the author may still speak personally or for the organisation they spoke for."""
    if not message.on_behalf:
        return True
    seats = list_seats_of(message.author_id, message.thread.group_id)
    return any(seat.mandate.pk == message.mandate_id for seat in seats)


class MessagePolicy(Policy[Message]):
    """Policy of messages: they are read with their thread.

    While the thread takes messages, only the author may edit or withdraw one, as long as they speak for the
    same organisation; in a draft while they may edit that, too. A public message may be withdrawn at any
    time, also in a closed thread or in a group that is not working. A hidden message is read by its author
    and by moderators.
    """

    model = Message
    domain = "dialogue"
    every = MessageAction
    url_parameter = "message_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({MessageAction.READ, MessageAction.READ_HIDDEN})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Message]:
        return Message.objects.filter(thread__in=ThreadPolicy().visible_to(actor).values("pk"))

    def permits(self, actor: Actor, action: StrEnum, obj: Message) -> bool:
        own = obj.author_id == actor.person_id
        if action == MessageAction.READ:
            return ThreadPolicy().permits(actor, Action.READ, obj.thread)
        if action == MessageAction.READ_HIDDEN:
            moderates = get_thread_access(actor, obj.thread).is_facilitator_or_secretary(obj.thread)
            return (own or moderates) and ThreadPolicy().permits(actor, Action.READ, obj.thread)
        if action == MessageAction.APPEAL:
            return own and obj.is_hidden and ThreadPolicy().permits(actor, Action.REPORT, obj.thread)
        theirs = own and not obj.is_deleted and (action == MessageAction.WITHDRAW or not obj.is_hidden)
        # The same as for support: a locked thread still permits edits.
        is_public = action == MessageAction.WITHDRAW and is_public_in(obj.thread, obj)
        usual = Action.EDIT if obj.thread.is_draft else Action.SUPPORT
        like = Action.READ if is_public else usual
        return theirs and ThreadPolicy().permits(actor, like, obj.thread) and _has_same_voice(obj)

    def refuse(self, actor: Actor, action: StrEnum, obj: Message) -> Forbidden:
        if action == MessageAction.READ_HIDDEN:
            return Forbidden()
        if obj.author_id != actor.person_id:
            return Forbidden("not_author", _("Only the author of a message can change or delete it."))
        if obj.is_deleted:
            return Forbidden("message_deleted", _("This message was deleted."))
        if action == MessageAction.APPEAL:
            return Forbidden("not_hidden", _("This message is not hidden."))
        if obj.is_hidden and action == MessageAction.EDIT:
            return Forbidden("message_hidden", _("This message is hidden."))
        if not _has_same_voice(obj):
            return Forbidden(
                "voice_passed_on",
                _("You no longer speak for the organisation on whose behalf this was said."),
            )
        return ThreadPolicy().refuse(actor, Action.SUPPORT, obj.thread)

    def readers(self, obj: Message) -> Readers:
        return ThreadPolicy().readers(obj.thread)


def is_public_in(thread: Thread, message: Message) -> bool:
    """Return whether anybody may read the message; agrees with `public_messages_of`."""
    return thread.public_from is not None and message.number >= thread.public_from and not message.is_silent
