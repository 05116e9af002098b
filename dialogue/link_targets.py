"""Describe linked threads, messages and decisions; what the reader may not see is absent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.access_log import list_decision_reads
from dialogue.decisions.selectors import list_visible_decisions
from dialogue.messages.selectors import messages_for
from dialogue.threads.access_log import read_of
from dialogue.threads.listing import threads_for
from dialogue.threads.visibility import READ_SCOPE
from viche.kernel.actor import Actor
from viche.kernel.object_links import LinkView, register_linkable
from viche.kernel.text import bilingual_of


def describe_threads(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the link views of those threads that `actor` may see: title, state and facilitator."""
    return {
        thread.pk: LinkView(
            title=bilingual_of(thread, "title"),
            url=f"/threads/{thread.pk}",
            state=thread.state,
            at=thread.opened_at,
            owner=bilingual_of(thread.facilitator.person, "name") if thread.facilitator is not None else None,
            reads=tuple(read_of(thread)),
        )
        for thread in threads_for(actor).filter(pk__in=ids)
    }


def describe_messages(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the link views of the messages that `actor` may see: thread title, number, author.

    A deleted message is a tombstone with the state "deleted".
    """
    return {
        message.pk: LinkView(
            title=bilingual_of(message.thread, "title"),
            url=f"/threads/{message.thread_id}?message={message.number}",
            state="deleted" if message.is_deleted else "hidden" if message.is_hidden else "",
            at=message.posted_at,
            owner=bilingual_of(message.author, "name"),
            number=message.number,
            reads=tuple(read_of(message.thread)),
        )
        for message in messages_for(actor, ids).select_related("thread", "author")
    }


def describe_decisions(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the link views of the decisions that `actor` may read."""
    return {
        row.pk: LinkView(
            title=bilingual_of(row, "title"),
            url=f"/decisions/{row.pk}",
            state=row.state,
            at=row.closed_at or row.opened_at or row.proposed_at,
            owner=bilingual_of(row.group, "name"),
            number=row.number,
            reads=tuple(list_decision_reads(row)),
        )
        for row in list_visible_decisions(actor, ids)
    }


register_linkable("decision", describe_decisions, _("Decision"), READ_SCOPE)
register_linkable("thread", describe_threads, _("Thread"), READ_SCOPE)
register_linkable("message", describe_messages, _("Message"), READ_SCOPE)
