"""Register messages, attachments, threads, decisions and meetings with the search."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from dialogue.decisions import events as decisions_events
from dialogue.decisions.access import get_place_group_id
from dialogue.decisions.access_log import list_decision_reads
from dialogue.decisions.models import Decision
from dialogue.decisions.selectors import list_visible_decisions
from dialogue.meetings import events as meetings_events
from dialogue.meetings.invitations import name_meeting
from dialogue.meetings.models import Meeting
from dialogue.messages import events as messages_events
from dialogue.messages.markdown import convert_to_text
from dialogue.messages.models import Message, MessageAttachment
from dialogue.messages.selectors import find_first_messages_unscoped
from dialogue.moderation import events as moderation_events
from dialogue.search import selectors
from dialogue.summary import events as summary_events
from dialogue.summary.models import ThreadSummary
from dialogue.summary.selectors import get_html as summary_html, questions_in, statements_in, summaries_in
from dialogue.threads import events as threads_events
from dialogue.threads.access_log import read_of
from dialogue.threads.models import Thread
from dialogue.threads.selectors import list_shared_threads_unscoped
from dialogue.threads.visibility import READ_SCOPE
from dialogue.timeline.presenters import get_html
from dialogue.transfer import events as transfer_events
from dialogue.transfer.selectors import list_transferred_messages_unscoped
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of, copy_text, render_bilingual, translate_field
from viche.search.registry import (
    FilterRole,
    Hit,
    Kind,
    PlaceMove,
    build_name_ref,
    register_moves,
    register_searchable,
)

# ---- what is searched and shown ----------------------------------------------------------------------------


def _visible_in(thread: Thread) -> list[UUID]:
    return [thread.group_id] if thread.is_shared_with_group else []


def _organisation_ids(message: Message) -> list[UUID]:
    """Return the organisation only if the message was posted on its behalf.

    A personal message must not reveal the organisation for which its author speaks elsewhere.
    """
    return [message.mandate.organisation_id] if message.mandate is not None and message.on_behalf else []


def _build_message_hit(row: Message) -> Hit:
    return Hit(
        title=bilingual_of(row.thread, "title"),
        url=f"/threads/{row.thread_id}?message={row.number}",
        number=row.number,
        text=convert_to_text(get_html(row)),
        person=build_name_ref(row.author),
        organisation=build_name_ref(row.mandate.organisation, "short_name")
        if row.mandate and row.on_behalf
        else None,
        group=build_name_ref(row.thread.group),
        reads=read_of(row.thread),
    )


def _build_attachment_hit(row: MessageAttachment) -> Hit:
    message = row.message
    return Hit(
        title=copy_text(row.name),
        url=f"/threads/{message.thread_id}?message={message.number}",
        text=" · ".join(filter(None, (row.alt, translate_field(message.thread, "title")))),
        person=build_name_ref(message.author),
        group=build_name_ref(message.thread.group),
        reads=read_of(message.thread),
    )


def _load_gist(rows: Collection[Thread]) -> dict[UUID, list[str]]:
    """Return the summary, the questions and the statements of threads."""
    ids = [row.pk for row in rows]
    summaries, asked, stated = summaries_in(ids), questions_in(ids), statements_in(ids)
    return {pk: [_get_summary_text(summaries.get(pk)), *asked[pk], *stated[pk]] for pk in ids}


def _get_summary_text(summary: ThreadSummary | None) -> str:
    return convert_to_text(summary_html(summary)) if summary is not None else ""


def _build_thread_hit(row: Thread, *gist: str) -> Hit:
    return Hit(
        title=bilingual_of(row, "title"),
        url=f"/threads/{row.pk}",
        text=" · ".join(filter(None, (translate_field(row, "outcome"), *gist))),
        group=build_name_ref(row.group),
        reads=read_of(row),
    )


def _build_decision_hit(row: Decision) -> Hit:
    return Hit(
        title=bilingual_of(row, "title"),
        url=f"/decisions/{row.pk}",
        number=row.number,
        text=translate_field(row, "outcome") or row.text,
        group=build_name_ref(row.group),
        reads=list_decision_reads(row),
    )


def _build_meeting_hit(row: Meeting, *said: str) -> Hit:
    return Hit(
        title=render_bilingual(lambda: name_meeting(row)),
        url=f"/meetings/{row.pk}",
        number=row.number,
        text=" · ".join(filter(None, (row.place, *said))),
        group=build_name_ref(row.group),
    )


# ---- events that change documents -------------------------------------------------------------------------


def _subject_ids(event: Event) -> Collection[UUID]:
    return [event.subject_id]


def _thread_ids(event: Event) -> Collection[UUID]:
    return [UUID(event.data["thread_id"])]


def _merged_thread_ids(event: Event) -> Collection[UUID]:
    return [UUID(event.data["thread_id"]), UUID(event.data["into_id"])]


def _decision_ids_of_thread(event: Event) -> Collection[UUID]:
    return selectors.list_decision_ids_unscoped(event.subject_id)


def _taken_message_ids(event: Event) -> Collection[UUID]:
    taken = list_transferred_messages_unscoped(UUID(event.data["into_id"])).filter(
        stones__thread=event.data["thread_id"]
    )
    return list(taken.values_list("pk", flat=True))


def _taken_attachment_ids(event: Event) -> Collection[UUID]:
    return selectors.list_attachment_ids_unscoped(*_taken_message_ids(event))


# An indexer that read a message before its thread moved may write its document at most this much later.
RECENT = timedelta(minutes=10)


def _recent_message_ids(event: Event) -> Collection[UUID]:
    """Return messages posted just before the thread moved: their documents may be outdated."""
    if event.data["change"] != "moved":
        return ()
    return selectors.list_recent_messages_unscoped(UUID(event.data["thread_id"]), event.at - RECENT)


def _first_message_ids(event: Event) -> Collection[UUID]:
    """Return the first message of an opened thread, which was read by few while that was a draft."""
    thread_id = UUID(event.data["thread_id"])
    return [one.pk for one in find_first_messages_unscoped([thread_id]).values()]


def _recent_attachment_ids(event: Event) -> Collection[UUID]:
    return [
        pk
        for message_id in _recent_message_ids(event)
        for pk in selectors.list_attachment_ids_unscoped(message_id)
    ]


def _attachment_ids(event: Event) -> Collection[UUID]:
    return selectors.list_attachment_ids_unscoped(event.subject_id)


def _get_move(event: Event) -> PlaceMove | None:
    """Return how the visibility of a thread's documents changes through its group.

    Restricting a thread removes its group, widening or moving it adds the group.
    """
    if event.data["change"] == "moved":
        return _get_move_into_group(event)
    group = [UUID(event.data["group_id"])]
    said = {
        "restricted": PlaceMove(event.subject_id, removed=group),
        "widened": PlaceMove(event.subject_id, added=group),
    }
    return said.get(event.data["change"])


def _get_move_into_group(event: Event) -> PlaceMove | None:
    """Return the addition of the group, unless the thread has left it since."""
    return PlaceMove(event.subject_id, added=_keys(event)) if _is_in_its_group(event) else None


def _get_move_out_of_group(event: Event) -> PlaceMove | None:
    return None if _is_in_its_group(event) else PlaceMove(event.subject_id, removed=_keys(event))


def _keys(event: Event) -> Collection[UUID]:
    group_id = UUID(event.data["group_id"])
    return [group_id, FilterRole.GROUP.key(group_id)]


def _is_in_its_group(event: Event) -> bool:
    thread_id = UUID(event.data["thread_id"])
    return list_shared_threads_unscoped([thread_id]).get(thread_id) == UUID(event.data["group_id"])


def _message_ids_with_name(event: Event) -> Collection[UUID]:
    """Return the messages by or mentioning an anonymised person: their text has changed."""
    return selectors.list_messages_naming_unscoped(event.subject_id, UUID(event.data["person_id"]))


register_searchable(
    Kind.from_model(
        "message",
        Message,
        seen=lambda actor: selectors.in_readable_place_q(actor) & selectors.current_messages_q(),
        places=selectors.list_readable_places,
        fields={
            "place": "thread_id",
            "at": "posted_at",
            "texts": lambda row: [] if row.is_silent else [convert_to_text(get_html(row))],
            "seen_in": lambda row: _visible_in(row.thread),
            "groups": "thread.group_id",
            "author": "author_id",
            "organisations": _organisation_ids,
        },
        joined=["thread", "mandate"],
        found=selectors.list_found_messages,
        hit=_build_message_hit,
        scope=READ_SCOPE,
    ),
    follows={
        messages_events.MessagePosted.kind: _subject_ids,
        messages_events.MessageEdited.kind: _subject_ids,
        messages_events.MessageWithdrawn.kind: _subject_ids,
        moderation_events.MessageHidden.kind: _subject_ids,
        moderation_events.MessageShown.kind: _subject_ids,
        transfer_events.MessagesTaken.kind: _taken_message_ids,
        transfer_events.ThreadMerged.kind: _taken_message_ids,
        threads_events.ThreadChanged.kind: _recent_message_ids,
        threads_events.ThreadOpened.kind: _first_message_ids,
        threads_events.AuthorErased.kind: _message_ids_with_name,
    },
)
register_searchable(
    Kind.from_model(
        "attachment",
        selectors.list_all_attachments_unscoped,
        seen=lambda actor: selectors.in_readable_place_q(actor) & selectors.current_attachments_q(),
        places=selectors.list_readable_places,
        fields={
            "place": "message.thread_id",
            "at": "message.posted_at",
            "texts": "name alt",
            "seen_in": lambda row: _visible_in(row.message.thread),
            "groups": "message.thread.group_id",
            "author": "message.author_id",
            "organisations": lambda row: _organisation_ids(row.message),
        },
        joined=["message__thread", "message__mandate"],
        found=selectors.list_found_attachments,
        hit=_build_attachment_hit,
        scope=READ_SCOPE,
        family="file",
    ),
    follows={
        messages_events.MessagePosted.kind: _attachment_ids,
        moderation_events.MessageHidden.kind: _attachment_ids,
        moderation_events.MessageShown.kind: _attachment_ids,
        transfer_events.MessagesTaken.kind: _taken_attachment_ids,
        transfer_events.ThreadMerged.kind: _taken_attachment_ids,
        threads_events.ThreadChanged.kind: _recent_attachment_ids,
    },
)
register_searchable(
    Kind.from_model(
        "thread",
        Thread,
        seen=lambda actor: selectors.in_readable_place_q(actor) & selectors.current_threads_q(),
        places=selectors.list_readable_places,
        fields={
            "place": "pk",
            "at": lambda row: row.opened_at or row.created_at,
            "texts": lambda row: [row.title_uk, row.title_en, row.outcome_uk, row.outcome_en, *row.tags],
            "seen_in": _visible_in,
            "groups": "group_id",
        },
        more_texts=_load_gist,
        found=selectors.list_found_threads,
        hit=_build_thread_hit,
        scope=READ_SCOPE,
        counted="wording",
    ),
    follows={
        threads_events.ThreadDrafted.kind: _subject_ids,
        threads_events.ThreadOpened.kind: _subject_ids,
        threads_events.ThreadChanged.kind: _subject_ids,
        summary_events.SummaryWritten.kind: _subject_ids,
        summary_events.SummaryWithdrawn.kind: _subject_ids,
        summary_events.AgendaChanged.kind: _subject_ids,
        summary_events.StatementsChanged.kind: _subject_ids,
        transfer_events.ThreadMerged.kind: _merged_thread_ids,
        # Statements are shown or hidden with their message.
        messages_events.MessageWithdrawn.kind: _thread_ids,
        moderation_events.MessageHidden.kind: _thread_ids,
        moderation_events.MessageShown.kind: _thread_ids,
        threads_events.AuthorErased.kind: _subject_ids,
    },
)
register_searchable(
    Kind.from_model(
        "decision",
        Decision,
        seen=selectors.readable_decision_q,
        places=selectors.list_readable_places,
        fields={
            "place": "pk",
            "at": lambda row: row.opened_at or row.proposed_at,
            "texts": lambda row: [row.title_uk, row.title_en, row.text, row.outcome_uk, row.outcome_en],
            "seen_in": lambda row: [get_place_group_id(row) if row.is_shared_with_group else row.thread_id],
            "groups": "group_id",
        },
        joined=["thread"],
        found=list_visible_decisions,
        hit=_build_decision_hit,
        scope=READ_SCOPE,
    ),
    follows={
        decisions_events.DecisionProposed.kind: _subject_ids,
        decisions_events.DecisionChanged.kind: _subject_ids,
        decisions_events.DecisionOpened.kind: _subject_ids,
        decisions_events.OutcomeWritten.kind: _subject_ids,
        threads_events.ThreadChanged.kind: _decision_ids_of_thread,
    },
)
register_searchable(
    Kind.from_model(
        "meeting",
        Meeting,
        seen=selectors.in_readable_group_q,
        places=selectors.list_readable_places,
        fields={
            "place": "group_id",
            "at": "starts_at",
            "texts": "title_uk title_en place",
            "seen_in": lambda row: [row.group_id],
            "groups": "group_id",
        },
        more_texts=selectors.load_meeting_texts,
        found=selectors.list_found_meetings,
        hit=_build_meeting_hit,
        scope=READ_SCOPE,
    ),
    follows={
        meetings_events.MeetingPlanned.kind: _subject_ids,
        meetings_events.MeetingChanged.kind: _subject_ids,
        meetings_events.MeetingMoved.kind: _subject_ids,
        meetings_events.AgendaItemChanged.kind: _subject_ids,
        meetings_events.NoteWritten.kind: _subject_ids,
    },
)
register_moves(threads_events.ThreadChanged.kind, _get_move)
register_moves(transfer_events.ThreadLeft.kind, _get_move_out_of_group)
