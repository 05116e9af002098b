"""From rows to the shapes of the API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from dialogue.api import shapes
from dialogue.api.public_shapes import PublicationOut
from dialogue.figures import Reading, ThreadFigures
from dialogue.markdown import RECIPE, excerpt, render
from dialogue.models import Message, MessageRevision, MustRead, ReactionKind, Thread, ThreadStateChange
from dialogue.moved import seen_among
from dialogue.must_reads import Answer
from dialogue.policies import Action, ThreadPolicy
from dialogue.quoting import quote_of
from dialogue.ranges import Spans
from dialogue.reactions import Reacted
from dialogue.selectors import Reader, messages_as_they_are
from groups.api import present as groups
from groups.api.shapes import Voice
from groups.selectors import bring_holders
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import today
from viche.kernel.policy import short_name
from viche.kernel.text import both

FRESH = "shown"
"""Under this name a message remembers how it is shown, in the moment in which it was stored."""


def thread_facts(thread: Thread, figures: ThreadFigures) -> shapes.ThreadFacts:
    """Needs `group` and `facilitator.person`."""
    return {
        "id": thread.id,
        "group": groups.group_ref(thread.group),
        "title": both(thread, "title"),
        "purpose": cast("shapes.PurposeName", thread.purpose),
        "state": cast("shapes.ThreadStateName", thread.state),
        "visibility": cast("shapes.ThreadVisibilityName", thread.visibility),
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


def last_message(message: Message) -> shapes.LastMessage:
    return {
        "number": message.number,
        "posted_at": message.posted_at,
        "author": voice(message),
        "excerpt": excerpt_of(message),
    }


def excerpt_of(message: Message) -> str:
    return "" if message.is_silent else excerpt(html_of(message))


def thread(actor: Actor, row: Thread, figures: ThreadFigures) -> shapes.ThreadOut:
    """Needs `figures_of(…, actor)`."""
    allowed = ThreadPolicy().allowed(actor, row)
    named = figures.audience if short_name(Action.SEE_ACCESS) in allowed else ()
    return {
        **thread_facts(row, figures),
        "audience": [groups.organisation(one.organisation) for one in named if one.organisation is not None],
        "people": [groups.person(one.person) for one in named if one.person is not None],
        "reading": reading_out(figures.reading),
        "attention": cast("shapes.AttentionName", figures.attention),
        "spoke_at": figures.spoke_at,
        "merged_into": figures.merged_into,
        "allowed": allowed,
        "seq": figures.seq,
    }


def reading_out(reading: Reading) -> shapes.ReadingOut:
    return {
        "ranges": ranges(reading.ranges),
        "unread": reading.unread,
        "first_unread": reading.first_unread,
    }


def ranges(spans: Spans) -> list[tuple[int, int]]:
    return list(spans)


def voice(message: Message) -> Voice:
    return groups.voice(message.author, message.mandate, on_behalf=message.on_behalf)


def html_of(message: Message) -> str:
    """The stored rendering while its recipe is the present one, else a new one."""
    return message.html if message.recipe == RECIPE else render(message.body)


def message(row: Message, seen: Collection[UUID] = ()) -> shapes.MessageOut:
    """Needs `author` and `mandate.organisation`. A deleted or hidden one keeps its place without text. Nobody
    has done anything with one that does not come from `dialogue.selectors.messages`. Where it goes on is told
    of the threads that are `seen`.
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
        "must_read": must_read(row),
        "version": row.version,
    }


def moved(row: Message, seen: Collection[UUID] = ()) -> shapes.MovedOut | None:
    """The same rows."""
    if row.moved_to is None:
        return None
    if row.moved_to.thread_id not in seen:
        return {"thread_id": None, "number": None}
    return {"thread_id": row.moved_to.thread_id, "number": row.moved_to.number}


def messages(rows: Sequence[Message], actor: Actor = ANONYMOUS) -> list[shapes.MessageOut]:
    """Rows of `dialogue.selectors.messages`, as `actor` is shown them, or as all are who hear of them."""
    bring_holders((row.author_id, row.mandate) for row in rows)
    seen = seen_among(actor, {row.moved_to.thread_id for row in rows if row.moved_to is not None})
    return [message(row, seen) for row in rows]


def said(row: Message) -> shapes.MessageOut:
    """A message as its sender is answered."""
    if row.is_new:
        return fresh(row)
    (shown,) = messages(messages_as_they_are([row.pk]))
    return shown


def fresh(row: Message) -> shapes.MessageOut:
    """One that was stored this moment: nobody has done anything with it yet. Its sender is answered the same
    as everybody hears, so it is made once.
    """
    known: dict[str, Any] = vars(row)
    if (shown := known.get(FRESH)) is None:
        shown = known[FRESH] = message(row)
    return cast("shapes.MessageOut", shown)


def quote(row: Message) -> shapes.QuoteOut | None:
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


def quoting(rows: Sequence[Message]) -> dict[UUID, list[shapes.QuotingOut]]:
    """What rows quote, by the id of what they quote."""
    found: dict[UUID, list[shapes.QuotingOut]] = defaultdict(list)
    for row in rows:
        if (quoted := quote(row)) is not None:
            found[quoted["message_id"]].append({"message_id": row.pk, "quote": quoted})
    return found


def attachments(row: Message) -> list[shapes.AttachmentOut]:
    """The same rows, and those that were just made."""
    return [] if row.is_silent else brought_by(row)


def brought_by(row: Message) -> list[shapes.AttachmentOut]:
    """The same, hidden or not."""
    told = getattr(row, "attached", row.brings)
    return [cast("shapes.AttachmentOut", {**one, "file_id": UUID(str(one["file_id"]))}) for one in told]


def hidden(row: Message) -> shapes.HiddenOut | None:
    """The same rows."""
    if row.hidden_at is None:
        return None
    return {
        "fault": cast("shapes.FaultName", row.hiding.fault),
        "at": row.hidden_at,
        "state": cast("Any", row.hiding.state),
    }


def reactions(row: Message) -> shapes.ReactionsOut:
    """The same rows."""
    said: list[dict[str, str]] = [] if row.is_silent else getattr(row, "reacted", [])
    by_kind: dict[str, list[UUID]] = {kind: [] for kind in ReactionKind.values}
    for one in said:
        by_kind[one["kind"]].append(UUID(one["person"]))
    return cast("shapes.ReactionsOut", by_kind)


def reaction(one: Reacted) -> shapes.ReactionOut:
    return {
        "reaction": cast("Any", one.reaction),
        "person": groups.person(one.person),
        "organisation": groups.organisation(one.mandate.organisation) if one.mandate is not None else None,
        "at": one.at,
    }


def must_read(row: Message) -> shapes.MustReadOut | None:
    """The same rows."""
    given: list[UUID] | None = getattr(row, "acknowledged", None)
    if given is None:
        return None
    asked: MustRead | None = getattr(row, "must_read", None)
    if asked is None or row.is_silent:
        return None
    return {
        "due_on": asked.due_on,
        "marked_at": asked.marked_at,
        "marked_by": groups.person(asked.marked_by),
        "acknowledged": given,
    }


def acknowledgement(one: Answer) -> shapes.AcknowledgementOut:
    given = one.acknowledgement
    return {
        "person": groups.person(one.person),
        "organisation": groups.organisation(one.mandate.organisation) if one.mandate is not None else None,
        "acknowledged_at": given.at if given is not None else None,
        "version": given.version if given is not None else None,
        "asked": one.asked,
    }


def awaited(rows: Sequence[Message]) -> list[shapes.AwaitedOut]:
    """Rows of `dialogue.must_reads.waiting_for`."""
    bring_holders((row.author_id, row.mandate) for row in rows)
    return [_awaited(row) for row in rows]


def _awaited(row: Message) -> shapes.AwaitedOut:
    asked, group = row.must_read, row.thread.group
    return {
        "message_id": row.pk,
        "thread_id": row.thread_id,
        "number": row.number,
        "title": both(row.thread, "title"),
        "visibility": cast("shapes.ThreadVisibilityName", row.thread.visibility),
        "group": groups.group_ref(group),
        "author": voice(row),
        "excerpt": excerpt_of(row),
        "due_on": asked.due_on,
        "overdue": asked.due_on is not None and asked.due_on < today(group.time_zone),
        "marked_at": asked.marked_at,
        "url": f"/threads/{row.thread_id}?message={row.number}",
    }


def revisions(rows: Sequence[MessageRevision]) -> list[shapes.MessageRevisionOut]:
    return [revision(one) for one in rows]


def revision(row: MessageRevision) -> shapes.MessageRevisionOut:
    return {
        "version": row.version,
        "body": row.body,
        "html": render(row.body),
        "written_at": row.written_at,
    }


def reader(row: Reader) -> shapes.ReaderOut:
    return {
        "person": groups.person(row.person),
        "organisation": groups.organisation(row.mandate.organisation) if row.mandate is not None else None,
        "ranges": ranges(row.ranges),
    }


def step(row: ThreadStateChange) -> shapes.ThreadStepOut:
    return {
        "id": row.id,
        "before": cast("shapes.ThreadStateName", row.before),
        "after": cast("shapes.ThreadStateName", row.after),
        "reason": row.reason,
        "at": row.at,
        "actor": groups.voice(row.person, row.mandate) if row.person is not None else None,
    }
