"""Messages and threads are found by whoever reads the thread."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from dialogue.messages import events as messages_events
from dialogue.messages.markdown import plain
from dialogue.messages.models import Message, MessageAttachment
from dialogue.moderation import events as moderation_events
from dialogue.search import selectors
from dialogue.summary import events as summary_events
from dialogue.summary.models import ThreadSummary
from dialogue.summary.selectors import html_of as summary_html, questions_in, statements_in, summaries_in
from dialogue.threads import events as threads_events
from dialogue.threads.access_log import read_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import READ_SCOPE
from dialogue.threads.selectors import shared_among
from dialogue.timeline.presenters import html_of
from dialogue.transfer import events as transfer_events
from dialogue.transfer.selectors import taken_into
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import both
from viche.search.registry import Document, Hit, Kind, Move, Narrowed, moves, named, searchable

# ---- messages ----------------------------------------------------------------------------------------------


def message_documents(ids: Collection[UUID]) -> Iterator[Document]:
    """What messages say; stones and what is hidden say nothing."""
    for row in selectors.messages_to_index(ids):
        yield Document(
            id=row.pk,
            version=row.version,
            place=row.thread_id,
            at=row.posted_at,
            texts=[] if row.is_silent else [plain(html_of(row))],
            seen_in=_seen_in(row.thread),
            groups=[row.thread.group_id],
            author=row.author_id,
            organisations=_spoken_for(row),
        )


def _seen_in(thread: Thread) -> list[UUID]:
    return [thread.group_id] if thread.is_shared_with_group else []


def _spoken_for(message: Message) -> list[UUID]:
    """Of what was said personally nobody is told for whom else its author speaks."""
    return [message.mandate.organisation_id] if message.mandate is not None and message.on_behalf else []


def message_hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    return {row.pk: _message(row) for row in selectors.messages_found(actor, ids)}


def _message(row: Message) -> Hit:
    return Hit(
        title=both(row.thread, "title"),
        url=f"/threads/{row.thread_id}?message={row.number}",
        text=plain(html_of(row)),
        person=named(row.author),
        organisation=named(row.mandate.organisation, "short_name") if row.mandate and row.on_behalf else None,
        group=named(row.thread.group),
        reads=read_of(row.thread),
    )


# ---- threads -----------------------------------------------------------------------------------------------


def thread_documents(ids: Collection[UUID]) -> Iterator[Document]:
    """Titles, tags, the summary, questions, statements, and what came of a thread. Their count is read before
    them: words that go meanwhile are not found under the count that follows.
    """
    rows = list(selectors.threads_to_index(ids))
    summaries, asked, stated = summaries_in(ids), questions_in(ids), statements_in(ids)
    for row in rows:
        yield Document(
            id=row.pk,
            version=row.wording,
            place=row.pk,
            at=row.opened_at or row.created_at,
            texts=[
                row.title_uk,
                row.title_en,
                row.outcome_uk,
                row.outcome_en,
                *row.tags,
                _summed_up(row, summaries),
                *asked[row.pk],
                *stated[row.pk],
            ],
            seen_in=_seen_in(row),
            groups=[row.group_id],
        )


def thread_hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    rows = list(selectors.threads_found(actor, ids))
    shown = [row.pk for row in rows]
    summaries, asked, stated = summaries_in(shown), questions_in(shown), statements_in(shown)
    return {row.pk: _thread(row, _summed_up(row, summaries), *asked[row.pk], *stated[row.pk]) for row in rows}


def _summed_up(row: Thread, summaries: Mapping[UUID, ThreadSummary]) -> str:
    summary = summaries.get(row.pk)
    return plain(summary_html(summary)) if summary is not None else ""


def _thread(row: Thread, *gist: str) -> Hit:
    return Hit(
        title=both(row, "title"),
        url=f"/threads/{row.pk}",
        text=" · ".join(filter(None, (local(row, "outcome"), *gist))),
        group=named(row.group),
        reads=read_of(row),
    )


# ---- what messages bring -----------------------------------------------------------------------------------


def attachment_documents(ids: Collection[UUID]) -> Iterator[Document]:
    """The name of a file, and what it shows in words."""
    for row in selectors.attachments_to_index(ids):
        message = row.message
        yield Document(
            id=row.pk,
            version=1,
            place=message.thread_id,
            at=message.posted_at,
            texts=[row.name, row.alt],
            seen_in=_seen_in(message.thread),
            groups=[message.thread.group_id],
            author=message.author_id,
            organisations=_spoken_for(message),
        )


def attachment_hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    return {row.pk: _attachment(row) for row in selectors.attachments_found(actor, ids)}


def _attachment(row: MessageAttachment) -> Hit:
    message = row.message
    return Hit(
        title={"uk": row.name, "en": row.name},
        url=f"/threads/{message.thread_id}?message={message.number}",
        text=" · ".join(filter(None, (row.alt, local(message.thread, "title")))),
        person=named(message.author),
        group=named(message.thread.group),
        reads=read_of(message.thread),
    )


# ---- what changes it ---------------------------------------------------------------------------------------


def _own(event: Event) -> Collection[UUID]:
    return [event.subject_id]


def _of_thread(event: Event) -> Collection[UUID]:
    return [UUID(event.data["thread_id"])]


def _both(event: Event) -> Collection[UUID]:
    return [UUID(event.data["thread_id"]), UUID(event.data["into_id"])]


def _taken(event: Event) -> Collection[UUID]:
    taken = taken_into(UUID(event.data["into_id"])).filter(stones__thread=event.data["thread_id"])
    return list(taken.values_list("pk", flat=True))


def _taken_along(event: Event) -> Collection[UUID]:
    return selectors.attached_to(*_taken(event))


# So long at most whoever read a message where its thread was is about to write it down after that has moved.
LATELY = timedelta(minutes=10)


def _about_a_move(event: Event) -> Collection[UUID]:
    """What was said around the moment in which a thread moved: it may have been read before."""
    if event.data["change"] != "moved":
        return ()
    return selectors.said_lately(UUID(event.data["thread_id"]), event.at - LATELY)


def _brought_about_a_move(event: Event) -> Collection[UUID]:
    return [pk for message_id in _about_a_move(event) for pk in selectors.attached_to(message_id)]


def _brought(event: Event) -> Collection[UUID]:
    return selectors.attached_to(event.subject_id)


def _moved(event: Event) -> Move | None:
    """A thread that is restricted is seen through its group no longer; one that is widened or moved is."""
    if event.data["change"] == "moved":
        return _came(event)
    group = [UUID(event.data["group_id"])]
    said = {
        "restricted": Move(event.subject_id, removed=group),
        "widened": Move(event.subject_id, added=group),
    }
    return said.get(event.data["change"])


def _came(event: Event) -> Move | None:
    """Seen through its group, and narrowed by it, where a thread has come to one and not left it since."""
    return Move(event.subject_id, added=_keys(event)) if _is_in_its_group(event) else None


def _left(event: Event) -> Move | None:
    return None if _is_in_its_group(event) else Move(event.subject_id, removed=_keys(event))


def _keys(event: Event) -> Collection[UUID]:
    group_id = UUID(event.data["group_id"])
    return [group_id, Narrowed.GROUP.key(group_id)]


def _is_in_its_group(event: Event) -> bool:
    thread_id = UUID(event.data["thread_id"])
    return shared_among([thread_id]).get(thread_id) == UUID(event.data["group_id"])


def _with_name(event: Event) -> Collection[UUID]:
    """What an erased person said, or that named them: it names them otherwise now."""
    return selectors.messages_with_name_in(event.subject_id, UUID(event.data["person_id"]))


searchable(
    Kind(
        "message",
        seen=lambda actor: selectors.of_threads_seen_by(actor) & selectors.as_messages_say_now(),
        places=selectors.places,
        documents=message_documents,
        living=selectors.every_message,
        hits=message_hits,
        scope=READ_SCOPE,
    ),
    follows={
        messages_events.MessagePosted.kind: _own,
        messages_events.MessageEdited.kind: _own,
        messages_events.MessageWithdrawn.kind: _own,
        moderation_events.MessageHidden.kind: _own,
        moderation_events.MessageShown.kind: _own,
        transfer_events.MessagesTaken.kind: _taken,
        transfer_events.ThreadMerged.kind: _taken,
        threads_events.ThreadChanged.kind: _about_a_move,
        threads_events.AuthorErased.kind: _with_name,
    },
)
searchable(
    Kind(
        "attachment",
        seen=lambda actor: selectors.of_threads_seen_by(actor) & selectors.as_messages_bring_now(),
        places=selectors.places,
        documents=attachment_documents,
        living=selectors.every_attachment,
        hits=attachment_hits,
        scope=READ_SCOPE,
        family="file",
    ),
    follows={
        messages_events.MessagePosted.kind: _brought,
        moderation_events.MessageHidden.kind: _brought,
        moderation_events.MessageShown.kind: _brought,
        transfer_events.MessagesTaken.kind: _taken_along,
        transfer_events.ThreadMerged.kind: _taken_along,
        threads_events.ThreadChanged.kind: _brought_about_a_move,
    },
)
searchable(
    Kind(
        "thread",
        seen=lambda actor: selectors.of_threads_seen_by(actor) & selectors.as_threads_read_now(),
        places=selectors.places,
        documents=thread_documents,
        living=selectors.every_thread,
        hits=thread_hits,
        scope=READ_SCOPE,
        counted="wording",
    ),
    follows={
        threads_events.ThreadDrafted.kind: _own,
        threads_events.ThreadOpened.kind: _own,
        threads_events.ThreadChanged.kind: _own,
        summary_events.SummaryWritten.kind: _own,
        summary_events.SummaryWithdrawn.kind: _own,
        summary_events.AgendaChanged.kind: _own,
        summary_events.StatementsChanged.kind: _own,
        transfer_events.ThreadMerged.kind: _both,
        # Statements come and go with their message.
        messages_events.MessageWithdrawn.kind: _of_thread,
        moderation_events.MessageHidden.kind: _of_thread,
        moderation_events.MessageShown.kind: _of_thread,
        threads_events.AuthorErased.kind: _own,
    },
)
moves(threads_events.ThreadChanged.kind, _moved)
moves(transfer_events.ThreadLeft.kind, _left)
