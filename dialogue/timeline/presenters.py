"""Present rows of threads and messages in the schemas of the API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from dialogue.acknowledgements.models import MustRead
from dialogue.messages.markdown import RENDER_VERSION, render, shorten_to_excerpt
from dialogue.messages.models import Message, MessageRevision
from dialogue.messages.quotes import quote_of
from dialogue.messages.selectors import filter_acknowledged, list_messages_unscoped
from dialogue.reactions.models import ReactionKind
from dialogue.reading import schemas as reading_schemas
from dialogue.reading.presenters import show_ranges, show_reading
from dialogue.reading.selectors import Reader
from dialogue.threads.models import Thread, ThreadStateChange
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.schemas import PublicationOut
from dialogue.threads.selectors import filter_visible_thread_ids
from dialogue.timeline import frames, schemas
from dialogue.timeline.thread_stats import ThreadStats
from groups.common import presenters as groups
from groups.common.schemas import Voice
from groups.selectors import prefetch_principals
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.policy import short_name_of
from viche.kernel.text import bilingual_of

FRESH_ATTRIBUTE = "shown"

"""Attribute under which a message that was just stored caches how it is presented."""


def show_thread_facts(thread: Thread, figures: ThreadStats) -> schemas.ThreadFacts:
    """Show a thread as it is for all its readers. Needs `group` and `facilitator.person`."""
    return {
        "id": thread.id,
        "group": groups.show_group_ref(thread.group),
        "title": bilingual_of(thread, "title"),
        "purpose": cast("schemas.PurposeName", thread.purpose),
        "state": cast("schemas.ThreadStateName", thread.state),
        "visibility": cast("schemas.ThreadVisibilityName", thread.visibility),
        "announced": thread.is_announced,
        "public": show_publication(thread),
        "audience_size": figures.audience_size,
        "opens_on": thread.opens_on,
        "opened_at": thread.opened_at,
        "closes_on": thread.closes_on,
        "closes_at": thread.closes_at,
        "closed_at": thread.closed_at,
        "outcome": bilingual_of(thread, "outcome") if thread.outcome_uk else None,
        "facilitator": groups.show_person(thread.facilitator.person)
        if thread.facilitator is not None
        else None,
        "message_count": thread.message_count,
        "active_at": thread.active_at,
        "last_message": show_last_message(figures.last) if figures.last is not None else None,
        "tags": thread.tags,
        "pinned_at": thread.pinned_at,
        "lock": {"at": thread.locked_at, "why": thread.lock_reason} if thread.locked_at is not None else None,
        "slow_seconds": thread.slow_seconds,
        "round": thread.round_id,
        "round_count": thread.round_count,
        "merged": thread.is_merged,
        "taken_in": thread.taken_in,
        "version": thread.version,
    }


def show_publication(thread: Thread) -> PublicationOut | None:
    if thread.public_at is None or thread.public_from is None:
        return None
    return {
        "at": thread.public_at,
        "first": thread.public_from,
        "gist": thread.public_gist,
        "open": thread.group.has_public_page,
    }


def show_last_message(message: Message) -> schemas.LastMessage:
    return {
        "number": message.number,
        "posted_at": message.posted_at,
        "author": show_voice(message),
        "excerpt": get_excerpt(message),
    }


def get_excerpt(message: Message) -> str:
    return "" if message.is_silent else shorten_to_excerpt(get_html(message))


def show_thread(actor: Actor, row: Thread, figures: ThreadStats) -> schemas.ThreadOut:
    """Show a thread to `actor`. Needs `get_thread_stats(…, actor)`."""
    allowed = ThreadPolicy().allowed(actor, row)
    named = figures.audience if short_name_of(Action.SEE_ACCESS) in allowed else ()
    return {
        **show_thread_facts(row, figures),
        "audience": [
            groups.show_organisation(one.organisation) for one in named if one.organisation is not None
        ],
        "people": [groups.show_person(one.person) for one in named if one.person is not None],
        "reading": show_reading(figures.reading),
        "attention": cast("reading_schemas.AttentionName", figures.attention),
        "spoke_at": figures.spoke_at,
        "merged_into": figures.merged_into,
        "allowed": allowed,
        "seq": figures.seq,
    }


def show_voice(message: Message) -> Voice:
    return groups.show_voice(message.author, message.mandate, on_behalf=message.on_behalf)


def get_html(message: Message) -> str:
    """Return the stored HTML if it was rendered in the current version, else render it again."""
    return message.html if message.recipe == RENDER_VERSION else render(message.body)


def show_message(
    row: Message, seen: Collection[UUID] = (), acknowledged: Collection[UUID] | None = None
) -> schemas.MessageOut:
    """Show a message; a deleted or hidden one keeps its place without text.

    Needs `author` and `mandate.organisation` loaded. A row that does not come from
    `dialogue.messages.selectors.messages_unscoped` is shown without support and reactions. `seen` are the
    threads whose ids may be shown as the new place of a moved message. `acknowledged` are ids of the messages
    that the reader has acknowledged; None in frames, which have no single reader.
    """
    gone = row.is_silent
    supporters: list[UUID] = getattr(row, "supporters", [])
    return {
        "id": row.id,
        "thread_id": row.thread_id,
        "number": row.number,
        "client_id": row.client_id,
        "author": show_voice(row),
        "body": "" if gone else row.body,
        "html": "" if gone else get_html(row),
        "reply_to": row.parent_id,
        "quote": show_quote(row),
        "attachments": show_attachments(row),
        "posted_at": row.posted_at,
        "edited_at": row.edited_at,
        "deleted": row.is_deleted,
        "moved": show_moved(row, seen),
        "hidden": show_hiding(row),
        "supporters": [] if gone else supporters,
        "reactions": show_reactions(row),
        "must_read": show_must_read(row, None if acknowledged is None else row.pk in acknowledged),
        "version": row.version,
    }


def show_moved(row: Message, seen: Collection[UUID] = ()) -> schemas.MovedOut | None:
    """Show the new place of a moved message. Needs rows as for `show_message`."""
    if row.moved_to is None:
        return None
    if row.moved_to.thread_id not in seen:
        return {"thread_id": None, "number": None}
    return {"thread_id": row.moved_to.thread_id, "number": row.moved_to.number}


def show_messages(rows: Sequence[Message], actor: Actor = ANONYMOUS) -> list[schemas.MessageOut]:
    """Show messages to `actor`, or to all subscribers.

    Needs rows of `dialogue.messages.selectors.messages_unscoped`.
    """
    prefetch_principals((row.author_id, row.mandate) for row in rows)
    seen = filter_visible_thread_ids(
        actor, {row.moved_to.thread_id for row in rows if row.moved_to is not None}
    )
    asked = [row.pk for row in rows if getattr(row, "must_read", None) is not None]
    acknowledged = filter_acknowledged(actor, asked) if actor.person_id is not None else None
    return [show_message(row, seen, acknowledged) for row in rows]


def show_sent(row: Message) -> schemas.MessageOut:
    """Show a message to its sender, in the response to posting it."""
    if row.is_new:
        return show_fresh(row)
    (shown,) = show_messages(list_messages_unscoped([row.pk]))
    return shown


def show_fresh(row: Message) -> schemas.MessageOut:
    """Show a message that was just stored, without support and reactions.

    Its sender and all subscribers are shown the same, so it is computed once and cached on the row.
    """
    known: dict[str, Any] = vars(row)
    if (shown := known.get(FRESH_ATTRIBUTE)) is None:
        shown = known[FRESH_ATTRIBUTE] = show_message(row)
    return cast("schemas.MessageOut", shown)


def show_quote(row: Message) -> schemas.QuoteOut | None:
    """Show the quote of a message. Needs rows as for `show_message`."""
    found = quote_of(row)
    if found is None or row.is_silent:
        return None
    source = found.source
    state = "same" if source.version == found.version else "changed"
    if source.is_silent:
        state = "hidden" if source.is_hidden else "withdrawn"
    return {
        "message_id": source.pk,
        "number": source.number,
        "author": groups.show_person(source.author),
        "text": "" if source.is_silent else found.text,
        "version": found.version,
        "state": cast("Any", state),
    }


def show_quoting(rows: Sequence[Message]) -> dict[UUID, list[frames.QuotingOut]]:
    """Show the quotes of rows, by the id of the quoted message."""
    found: dict[UUID, list[frames.QuotingOut]] = defaultdict(list)
    for row in rows:
        if (quoted := show_quote(row)) is not None:
            found[quoted["message_id"]].append({"message_id": row.pk, "quote": quoted})
    return found


def show_attachments(row: Message) -> list[schemas.AttachmentOut]:
    """Show the attachments of a visible message. Needs rows as for `show_message`."""
    return [] if row.is_silent else show_stored_attachments(row)


def show_stored_attachments(row: Message) -> list[schemas.AttachmentOut]:
    """Show the attachments of a message, hidden or not."""
    told = getattr(row, "attached", row.brings)
    return [cast("schemas.AttachmentOut", {**one, "file_id": UUID(str(one["file_id"]))}) for one in told]


def show_hiding(row: Message) -> schemas.HiddenOut | None:
    """Show why a message is hidden. Needs the same rows as `show_message`."""
    if row.hidden_at is None:
        return None
    return {
        "fault": cast("schemas.FaultName", row.hiding.fault),
        "at": row.hidden_at,
        "state": cast("Any", row.hiding.state),
    }


def show_reactions(row: Message) -> schemas.ReactionsOut:
    """Show the reactions by kind. Needs the same rows as `show_message`."""
    said: list[dict[str, str]] = [] if row.is_silent else getattr(row, "reacted", [])
    by_kind: dict[str, list[UUID]] = {kind: [] for kind in ReactionKind.values}
    for one in said:
        by_kind[one["kind"]].append(UUID(one["person"]))
    return cast("schemas.ReactionsOut", by_kind)


def show_must_read(row: Message, acknowledged: bool | None = None) -> schemas.MustReadOut | None:
    """Show the must-read request of a message. Needs the same rows as `show_message`.

    `acknowledged`: whether the reader has acknowledged it; None where there is no single reader.
    """
    if not hasattr(row, "supporters"):
        return None
    asked: MustRead | None = getattr(row, "must_read", None)
    if asked is None or row.is_silent:
        return None
    return {
        "due_on": asked.due_on,
        "marked_at": asked.marked_at,
        "marked_by": groups.show_person(asked.marked_by),
        "acknowledged": acknowledged,
    }


def show_revisions(rows: Sequence[MessageRevision]) -> list[schemas.MessageRevisionOut]:
    return [show_revision(one) for one in rows]


def show_revision(row: MessageRevision) -> schemas.MessageRevisionOut:
    return {
        "version": row.version,
        "body": row.body,
        "html": render(row.body),
        "written_at": row.written_at,
    }


def show_reader(row: Reader) -> schemas.ReaderOut:
    return {
        "person": groups.show_person(row.person),
        "organisation": groups.show_organisation(row.mandate.organisation)
        if row.mandate is not None
        else None,
        "ranges": show_ranges(row.ranges),
    }


def show_step(row: ThreadStateChange) -> schemas.ThreadStepOut:
    return {
        "id": row.id,
        "before": cast("schemas.ThreadStateName", row.before),
        "after": cast("schemas.ThreadStateName", row.after),
        "reason": row.reason,
        "at": row.at,
        "actor": groups.show_voice(row.person, row.mandate) if row.person is not None else None,
    }
