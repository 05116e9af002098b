"""How threads and messages appear where other objects link to them. What a reader does not see is absent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.messages.selectors import messages_for
from dialogue.threads.access_log import read_of
from dialogue.threads.listing import threads_for
from dialogue.threads.policies import READ_SCOPE
from viche.kernel.actor import Actor
from viche.kernel.links import LinkView, register_linkable
from viche.kernel.text import both


def describe_threads(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Threads by their question, and who leads them."""
    return {
        thread.pk: LinkView(
            title=both(thread, "title"),
            url=f"/threads/{thread.pk}",
            state=thread.state,
            at=thread.opened_at,
            owner=both(thread.facilitator.person, "name") if thread.facilitator is not None else None,
            reads=tuple(read_of(thread)),
        )
        for thread in threads_for(actor).filter(pk__in=ids)
    }


def describe_messages(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Messages by the question that they belong to, their number and who wrote them; a deleted one is a
    stone.
    """
    return {
        message.pk: LinkView(
            title=both(message.thread, "title"),
            url=f"/threads/{message.thread_id}?message={message.number}",
            state="deleted" if message.is_deleted else "hidden" if message.is_hidden else "",
            at=message.posted_at,
            owner=both(message.author, "name"),
            number=message.number,
            reads=tuple(read_of(message.thread)),
        )
        for message in messages_for(actor, ids).select_related("thread", "author")
    }


register_linkable("thread", describe_threads, _("Thread"), READ_SCOPE)
register_linkable("message", describe_messages, _("Message"), READ_SCOPE)
