"""From rows to the shapes of the API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from dialogue.acknowledgements.models import MustRead
from dialogue.messages.markdown import RECIPE, excerpt, render
from dialogue.messages.models import Message, MessageRevision
from dialogue.messages.quotes import quote_of
from dialogue.messages.selectors import filter_acknowledged, messages_as_they_are
from dialogue.reactions.models import ReactionKind
from dialogue.reading import schemas as reading_schemas
from dialogue.reading.presenters import ranges, reading_out
from dialogue.reading.selectors import Reader
from dialogue.threads.models import Thread, ThreadStateChange
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.schemas import PublicationOut
from dialogue.threads.selectors import seen_among
from dialogue.timeline import schemas
from dialogue.timeline.thread_stats import ThreadFigures
from groups.common import presenters as groups
from groups.common.schemas import Voice
from groups.selectors import bring_holders
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.policy import short_name
from viche.kernel.text import both

FRESH = "shown"

"""Under this name a message remembers how it is shown, in the moment in which it was stored."""


def thread_facts(thread: Thread, figures: ThreadFigures) -> schemas.ThreadFacts:
    """Needs `group` and `facilitator.person`."""
    return {
        "id": thread.id,
        "group": groups.group_ref(thread.group),
        "title": both(thread, "title"),
        "purpose": cast("schemas.PurposeName", thread.purpose),
        "state": cast("schemas.ThreadStateName", thread.state),
        "visibility": cast("schemas.ThreadVisibilityName", thread.visibility),
        "announced": thread.is_announced,
        "public": publication(thread),
        "audience_size": figures.audience_size,
        "opens_on": thread.opens_on,
        "opened_at": thread.opened_at,
        "closes_on": thread.closes_on,
        "closes_at": thread.closes_at,
        "closed_at": thread.closed_at,
        "outcome": both(thread, "outcome") if thread.outcome_uk else None,
        "facilitator": groups.person(thread.facilitator.person) if thread.facilitator is not None else None,
        "message_count": thread.message_count,
        "active_at": thread.active_at,
        "last_message": last_message(figures.last) if figures.last is not None else None,
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


def publication(thread: Thread) -> PublicationOut | None:
    if thread.public_at is None or thread.public_from is None:
        return None
    return {
        "at": thread.public_at,
        "first": thread.public_from,
        "gist": thread.public_gist,
        "open": thread.group.has_public_page,
    }


def last_message(message: Message) -> schemas.LastMessage:
    return {
        "number": message.number,
        "posted_at": message.posted_at,
        "author": voice(message),
        "excerpt": excerpt_of(message),
    }


def excerpt_of(message: Message) -> str:
    return "" if message.is_silent else excerpt(html_of(message))


def thread(actor: Actor, row: Thread, figures: ThreadFigures) -> schemas.ThreadOut:
    """Needs `figures_of(…, actor)`."""
    allowed = ThreadPolicy().allowed(actor, row)
    named = figures.audience if short_name(Action.SEE_ACCESS) in allowed else ()
    return {
        **thread_facts(row, figures),
        "audience": [groups.organisation(one.organisation) for one in named if one.organisation is not None],
        "people": [groups.person(one.person) for one in named if one.person is not None],
        "reading": reading_out(figures.reading),
        "attention": cast("reading_schemas.AttentionName", figures.attention),
        "spoke_at": figures.spoke_at,
        "merged_into": figures.merged_into,
        "allowed": allowed,
        "seq": figures.seq,
    }


def voice(message: Message) -> Voice:
    return groups.voice(message.author, message.mandate, on_behalf=message.on_behalf)


def html_of(message: Message) -> str:
    """The stored rendering while its recipe is the present one, else a new one."""
    return message.html if message.recipe == RECIPE else render(message.body)


def message(
    row: Message, seen: Collection[UUID] = (), acknowledged: Collection[UUID] | None = None
) -> schemas.MessageOut:
    """Needs `author` and `mandate.organisation`. A deleted or hidden one keeps its place without text. Nobody
    has done anything with one that does not come from `dialogue.messages.selectors.messages`. Where it goes
    on is told of the threads that are `seen`. `acknowledged` are the messages that the reader has
    acknowledged; None in frames, which have no reader.
    """
    gone = row.is_silent
    supporters: list[UUID] = getattr(row, "supporters", [])
    return {
        "id": row.id,
        "thread_id": row.thread_id,
        "number": row.number,
        "client_id": row.client_id,
        "author": voice(row),
        "body": "" if gone else row.body,
        "html": "" if gone else html_of(row),
        "reply_to": row.parent_id,
        "quote": quote(row),
        "attachments": attachments(row),
        "posted_at": row.posted_at,
        "edited_at": row.edited_at,
        "deleted": row.is_deleted,
        "moved": moved(row, seen),
        "hidden": hidden(row),
        "supporters": [] if gone else supporters,
        "reactions": reactions(row),
        "must_read": must_read(row, None if acknowledged is None else row.pk in acknowledged),
        "version": row.version,
    }


def moved(row: Message, seen: Collection[UUID] = ()) -> schemas.MovedOut | None:
    """The same rows."""
    if row.moved_to is None:
        return None
    if row.moved_to.thread_id not in seen:
        return {"thread_id": None, "number": None}
    return {"thread_id": row.moved_to.thread_id, "number": row.moved_to.number}


def messages(rows: Sequence[Message], actor: Actor = ANONYMOUS) -> list[schemas.MessageOut]:
    """Rows of `dialogue.messages.selectors.messages`, as `actor` or all who hear are shown them."""
    bring_holders((row.author_id, row.mandate) for row in rows)
    seen = seen_among(actor, {row.moved_to.thread_id for row in rows if row.moved_to is not None})
    asked = [row.pk for row in rows if getattr(row, "must_read", None) is not None]
    acknowledged = filter_acknowledged(actor, asked) if actor.person_id is not None else None
    return [message(row, seen, acknowledged) for row in rows]


def said(row: Message) -> schemas.MessageOut:
    """A message as its sender is answered."""
    if row.is_new:
        return fresh(row)
    (shown,) = messages(messages_as_they_are([row.pk]))
    return shown


def fresh(row: Message) -> schemas.MessageOut:
    """One that was stored this moment: nobody has done anything with it yet. Its sender is answered the same
    as everybody hears, so it is made once.
    """
    known: dict[str, Any] = vars(row)
    if (shown := known.get(FRESH)) is None:
        shown = known[FRESH] = message(row)
    return cast("schemas.MessageOut", shown)


def quote(row: Message) -> schemas.QuoteOut | None:
    """The same rows, and those that were just made."""
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
        "author": groups.person(source.author),
        "text": "" if source.is_silent else found.text,
        "version": found.version,
        "state": cast("Any", state),
    }


def quoting(rows: Sequence[Message]) -> dict[UUID, list[schemas.QuotingOut]]:
    """What rows quote, by the id of what they quote."""
    found: dict[UUID, list[schemas.QuotingOut]] = defaultdict(list)
    for row in rows:
        if (quoted := quote(row)) is not None:
            found[quoted["message_id"]].append({"message_id": row.pk, "quote": quoted})
    return found


def attachments(row: Message) -> list[schemas.AttachmentOut]:
    """The same rows, and those that were just made."""
    return [] if row.is_silent else brought_by(row)


def brought_by(row: Message) -> list[schemas.AttachmentOut]:
    """The same, hidden or not."""
    told = getattr(row, "attached", row.brings)
    return [cast("schemas.AttachmentOut", {**one, "file_id": UUID(str(one["file_id"]))}) for one in told]


def hidden(row: Message) -> schemas.HiddenOut | None:
    """The same rows."""
    if row.hidden_at is None:
        return None
    return {
        "fault": cast("schemas.FaultName", row.hiding.fault),
        "at": row.hidden_at,
        "state": cast("Any", row.hiding.state),
    }


def reactions(row: Message) -> schemas.ReactionsOut:
    """The same rows."""
    said: list[dict[str, str]] = [] if row.is_silent else getattr(row, "reacted", [])
    by_kind: dict[str, list[UUID]] = {kind: [] for kind in ReactionKind.values}
    for one in said:
        by_kind[one["kind"]].append(UUID(one["person"]))
    return cast("schemas.ReactionsOut", by_kind)


def must_read(row: Message, acknowledged: bool | None = None) -> schemas.MustReadOut | None:
    """The same rows. `acknowledged`: whether the reader has; None where the answer has no single reader."""
    if not hasattr(row, "supporters"):
        return None
    asked: MustRead | None = getattr(row, "must_read", None)
    if asked is None or row.is_silent:
        return None
    return {
        "due_on": asked.due_on,
        "marked_at": asked.marked_at,
        "marked_by": groups.person(asked.marked_by),
        "acknowledged": acknowledged,
    }


def revisions(rows: Sequence[MessageRevision]) -> list[schemas.MessageRevisionOut]:
    return [revision(one) for one in rows]


def revision(row: MessageRevision) -> schemas.MessageRevisionOut:
    return {
        "version": row.version,
        "body": row.body,
        "html": render(row.body),
        "written_at": row.written_at,
    }


def reader(row: Reader) -> schemas.ReaderOut:
    return {
        "person": groups.person(row.person),
        "organisation": groups.organisation(row.mandate.organisation) if row.mandate is not None else None,
        "ranges": ranges(row.ranges),
    }


def step(row: ThreadStateChange) -> schemas.ThreadStepOut:
    return {
        "id": row.id,
        "before": cast("schemas.ThreadStateName", row.before),
        "after": cast("schemas.ThreadStateName", row.after),
        "reason": row.reason,
        "at": row.at,
        "actor": groups.voice(row.person, row.mandate) if row.person is not None else None,
    }
