"""Personal data that dialogue stores, for export, and its erasure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Model, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.access_log import REQUEST
from dialogue.access_requests.models import AccessRequest
from dialogue.acknowledgements.models import Acknowledgement
from dialogue.drafts.models import MessageDraft
from dialogue.facilitation.models import FloorStep
from dialogue.messages.models import Message, MessageAttachment, MessageRevision, Support
from dialogue.messages.quotes import quote_of
from dialogue.moderation.models import MessageReport, ModerationStep
from dialogue.privacy.erasure import anonymise_author
from dialogue.reactions.models import Reaction
from dialogue.reading.models import Attention, ThreadAttention, ThreadReading
from dialogue.rounds.models import Round
from dialogue.summary.models import Question, Statement, SummaryRevision, ThreadSummary
from dialogue.threads.access_log import KIND as THREAD
from dialogue.threads.models import Thread, ThreadAudience, ThreadStateChange
from dialogue.threads.policies import ThreadPolicy
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from groups.access.privacy import explain_access
from viche.kernel.actor import Actor
from viche.privacy.registry import (
    AccessGround,
    ErasureOrder,
    Record,
    exclude_from_export,
    register_eraser,
    register_personal_data,
    register_recorded_kind,
    split_into_chunks,
    stream_rows,
)

READERS = _("Everybody who reads the thread.")
Row = TypeVar("Row", bound=Model)


def _add_titles(
    person_id: UUID, rows: QuerySet[Row], thread_of: Callable[[Row], UUID]
) -> Iterator[tuple[Row, str]]:
    """Yield each row with the title of its thread, or the id where the person may not read it now."""
    seen = ThreadPolicy().visible_to(Actor.for_person(person_id))
    for piece in split_into_chunks(stream_rows(rows.order_by("pk"))):
        threads = seen.filter(pk__in={thread_of(row) for row in piece})
        titles = dict(threads.values_list("pk", "title_uk"))
        for row in piece:
            yield row, titles.get(thread_of(row), str(thread_of(row)))


@register_personal_data(
    "dialogue.messages",
    title=_("Messages that you wrote"),
    purpose=_("The dialogue of the group and the record of its decisions."),
    recipients=_("Everybody who reads the thread; of what was written in a public one, anybody."),
    covers=["dialogue.message.author"],
)
def messages(person_id: UUID) -> Iterator[Record]:
    rows = Message.objects.filter(author=person_id, moved_to=None).select_related(
        "mandate__organisation", "quote__source", "hiding"
    )
    rows = rows.prefetch_related(
        Prefetch("revisions", MessageRevision.objects.order_by("version")),
        Prefetch("attachments", MessageAttachment.objects.order_by("position")),
    )
    for row, thread in _add_titles(person_id, rows, lambda row: row.thread_id):
        yield {
            "id": row.pk,
            "thread": thread,
            "number": row.number,
            "posted_at": row.posted_at,
            "organisation": row.mandate.organisation.name_uk if row.mandate and row.on_behalf else None,
            "text": row.hiding.body if row.is_hidden else row.body,
            "hidden": row.hiding.get_fault_display() if row.is_hidden else None,
            "appeal": row.hiding.appeal if row.is_hidden else None,
            "quotes": quoted.source.number if (quoted := quote_of(row)) is not None else None,
            "attachments": [
                f"{one.name}: {one.alt}" if one.alt else one.name for one in row.attachments.all()
            ],
            "edited_at": row.edited_at,
            "deleted_at": row.deleted_at,
            "earlier": [f"{one.written_at.isoformat()}: {one.body}" for one in row.revisions.all()],
        }


@register_personal_data(
    "dialogue.supports",
    title=_("Messages that you support"),
    purpose=_("To see what the group agrees with."),
    recipients=READERS,
    covers=["dialogue.support.person"],
)
def supports(person_id: UUID) -> Iterator[Record]:
    rows = Support.objects.filter(person=person_id).select_related("message")
    for row, thread in _add_titles(person_id, rows, lambda row: row.message.thread_id):
        yield {"at": row.at, "thread": thread, "number": row.message.number}


@register_personal_data(
    "dialogue.reactions",
    title=_("What you say to messages"),
    purpose=_("To see what matters to the group, what is not clear, and who is thanked."),
    recipients=READERS,
    covers=["dialogue.reaction.person"],
)
def reactions(person_id: UUID) -> Iterator[Record]:
    rows = Reaction.objects.filter(person=person_id).select_related("message")
    for row, thread in _add_titles(person_id, rows, lambda row: row.message.thread_id):
        what = row.get_kind_display()
        yield {"at": row.at, "thread": thread, "number": row.message.number, "what": what}


@register_personal_data(
    "dialogue.acknowledgements",
    title=_("Messages that you acknowledged"),
    purpose=_("To show the group who knows what had to be read."),
    recipients=READERS,
    covers=["dialogue.acknowledgement.person"],
)
def acknowledgements(person_id: UUID) -> Iterator[Record]:
    rows = Acknowledgement.objects.filter(person=person_id).select_related("must_read__message")
    for row, thread in _add_titles(person_id, rows, lambda row: row.must_read.message.thread_id):
        yield {"at": row.at, "thread": thread, "number": row.must_read.message.number}


@register_personal_data(
    "dialogue.readings",
    title=_("What you have read"),
    purpose=_("To open a thread where the person stopped, and to show the group who has seen what."),
    recipients=READERS,
    covers=["dialogue.threadreading.person"],
)
def read_states(person_id: UUID) -> Iterator[Record]:
    rows = ThreadReading.objects.filter(person=person_id)
    for row, thread in _add_titles(person_id, rows, lambda row: row.thread_id):
        spans = [f"{first}–{last}" for first, last in row.own_ranges]
        yield {"thread": thread, "numbers": spans}


@register_personal_data(
    "dialogue.attention",
    title=_("What you want to be told of in threads"),
    purpose=_("To send news of every message, of mentions and replies, or none."),
    recipients=_("Nobody."),
    covers=["dialogue.threadattention.person"],
)
def list_notification_levels(person_id: UUID) -> Iterator[Record]:
    rows = ThreadAttention.objects.filter(person=person_id)
    for row, thread in _add_titles(person_id, rows, lambda row: row.thread_id):
        yield {"thread": thread, "what": Attention(row.level).label}


@register_personal_data(
    "dialogue.drafts",
    title=_("Messages that you have begun to write"),
    purpose=_("To go on writing later and at another device."),
    recipients=_("Nobody."),
    covers=["dialogue.messagedraft.person"],
)
def drafts(person_id: UUID) -> Iterator[Record]:
    rows = MessageDraft.objects.filter(person=person_id).select_related("reply_to")
    for row, thread in _add_titles(person_id, rows, lambda row: row.thread_id):
        answers = row.reply_to.number if row.reply_to is not None else None
        yield {"at": row.updated_at, "thread": thread, "answers": answers, "text": row.body}


@register_personal_data(
    "dialogue.summaries",
    title=_("Summaries of threads that you wrote"),
    purpose=_("To tell whoever reads a thread what its talk comes to so far."),
    recipients=READERS,
    covers=["dialogue.threadsummary.written_by", "dialogue.summaryrevision.written_by"],
)
def summaries(person_id: UUID) -> Iterator[Record]:
    earlier = SummaryRevision.objects.filter(written_by=person_id)
    for row, thread in _add_titles(person_id, earlier, lambda row: row.summary_id):
        yield {"at": row.written_at, "thread": thread, "version": row.version, "text": row.body}
    present = ThreadSummary.objects.filter(written_by=person_id).exclude(body="")
    for one, thread in _add_titles(person_id, present, lambda one: one.pk):
        yield {"at": one.written_at, "thread": thread, "version": one.version, "text": one.body}


@register_personal_data(
    "dialogue.questions",
    title=_("Questions that you asked or settled in threads"),
    purpose=_("To tell whoever reads a thread what is open, and what the answer is."),
    recipients=READERS,
    covers=["dialogue.question.asked_by", "dialogue.question.settled_by"],
)
def questions(person_id: UUID) -> Iterator[Record]:
    rows = Question.objects.filter(Q(asked_by=person_id) | Q(settled_by=person_id))
    for row, thread in _add_titles(person_id, rows, lambda row: row.thread_id):
        own = row.asked_by_id == person_id
        yield {
            "at": row.asked_at if own else row.settled_at,
            "thread": thread,
            "question": row.text if own else None,
            "state": row.get_state_display(),
            "text": row.words if row.settled_by_id == person_id else None,
        }


@register_personal_data(
    "dialogue.statements",
    title=_("Statements that you collected in threads"),
    purpose=_("To keep what the talk of a thread comes to, sentence by sentence."),
    recipients=READERS,
    covers=["dialogue.statement.collected_by"],
)
def statements(person_id: UUID) -> Iterator[Record]:
    rows = Statement.objects.filter(collected_by=person_id).select_related("source")
    for row, thread in _add_titles(person_id, rows, lambda row: row.thread_id):
        number = row.source.number if row.source is not None else None
        # The text of a withdrawn or hidden message of another author is not exported.
        text = "" if row.is_silent else row.text
        yield {"at": row.collected_at, "thread": thread, "number": number, "text": text}


@register_personal_data(
    "dialogue.reports",
    title=_("Messages that you reported"),
    purpose=_("To tell those who moderate the thread what breaks the rules."),
    recipients=_("Those who moderate the thread; not the author of the message."),
    covers=["dialogue.messagereport.person"],
)
def reports(person_id: UUID) -> Iterator[Record]:
    rows = MessageReport.objects.filter(person=person_id).select_related("message")
    for row, thread in _add_titles(person_id, rows, lambda row: row.message.thread_id):
        number, what = row.message.number, row.get_fault_display()
        yield {"at": row.at, "thread": thread, "number": number, "what": what, "text": row.note}


@register_personal_data(
    "dialogue.access_requests",
    title=_("Threads to which you asked for access"),
    purpose=_("To let those who lead a restricted thread decide who reads it, too."),
    recipients=_("Those who lead the thread and read it."),
    covers=["dialogue.accessrequest.person"],
)
def access_requests(person_id: UUID) -> Iterator[Record]:
    rows = AccessRequest.objects.filter(person=person_id)
    for row, thread in _add_titles(person_id, rows, lambda row: row.thread_id):
        yield {
            "at": row.asked_at,
            "thread": thread,
            "text": row.reason,
            "state": row.get_state_display(),
            "reason": row.answer,
        }


@register_personal_data(
    "dialogue.acts",
    title=_("Threads that you led"),
    purpose=_("The history of threads, with the reasons that were given."),
    recipients=READERS,
    covers=[
        "dialogue.thread.created_by",
        "dialogue.threadstatechange.person",
        "dialogue.floorstep.person",
        "dialogue.threadmove.person",
        "dialogue.threadsplit.person",
        "dialogue.threadmerge.person",
        "dialogue.round.started_by",
        "dialogue.round.ended_by",
        "dialogue.threadaudience.person",
        "dialogue.threadterm.set_by",
        "dialogue.mustread.marked_by",
        "dialogue.moderationstep.person",
        "dialogue.hiding.hidden_by",
        "dialogue.accessrequest.decided_by",
    ],
)
def acts(person_id: UUID) -> Iterator[Record]:
    made = Thread.objects.filter(created_by=person_id)
    for row, thread in _add_titles(person_id, made, lambda row: row.pk):
        yield {"at": row.created_at, "thread": thread, "what": _("began it")}
    steps = ThreadStateChange.objects.filter(person=person_id)
    for step, thread in _add_titles(person_id, steps, lambda step: step.thread_id):
        yield {"at": step.at, "thread": thread, "state": step.after, "reason": step.reason}
    yield from _list_transfers(person_id)
    kept = FloorStep.objects.filter(person=person_id)
    for decided, thread in _add_titles(person_id, kept, lambda decided: decided.thread_id):
        yield {
            "at": decided.at,
            "thread": thread,
            "what": decided.get_what_display(),
            "reason": decided.reason,
        }
    begun = Round.objects.filter(started_by=person_id)
    for one_round, thread in _add_titles(person_id, begun, lambda one_round: one_round.thread_id):
        what = _("began a round")
        yield {"at": one_round.started_at, "thread": thread, "what": what, "text": one_round.question}
    ended = Round.objects.filter(ended_by=person_id)  # another facilitator may have started the round
    for one_round, thread in _add_titles(person_id, ended, lambda one_round: one_round.thread_id):
        yield {"at": one_round.ended_at, "thread": thread, "what": _("ended a round")}
    asked = Message.objects.filter(must_read__marked_by=person_id).select_related("must_read")
    for one, thread in _add_titles(person_id, asked, lambda one: one.thread_id):
        what = _("it must be read")
        yield {"at": one.must_read.marked_at, "thread": thread, "number": one.number, "what": what}
    moderated = ModerationStep.objects.filter(person=person_id).select_related("message")
    for taken, thread in _add_titles(person_id, moderated, lambda taken: taken.thread_id):
        done, reason = taken.get_what_display(), taken.get_fault_display()
        number = taken.message.number
        yield {"at": taken.at, "thread": thread, "number": number, "what": done, "reason": reason}
    answered = AccessRequest.objects.filter(decided_by=person_id).exclude(person=person_id)
    for request, thread in _add_titles(person_id, answered, lambda request: request.thread_id):
        what, reason = _("answered who asked for access"), request.answer
        state = request.get_state_display()
        yield {"at": request.decided_at, "thread": thread, "what": what, "state": state, "reason": reason}
    named = ThreadAudience.objects.filter(person=person_id)
    for _row, thread in _add_titles(person_id, named, lambda row: row.thread_id):
        yield {"thread": thread, "what": _("it names you")}


def _list_transfers(person_id: UUID) -> Iterator[Record]:
    """List opening days that the person set, and their moves, splits and merges of threads."""
    dated = Thread.objects.filter(opens_on__isnull=False, terms__set_by=person_id, terms__fired_at=None)
    for row, thread in _add_titles(person_id, dated, lambda row: row.pk):
        yield {"thread": thread, "what": _("set the day on which it opens"), "opens_on": row.opens_on}
    moves = ThreadMove.objects.filter(person=person_id)
    for move, thread in _add_titles(person_id, moves, lambda move: move.thread_id):
        what = _("took it to another group")
        yield {"at": move.at, "thread": thread, "what": what, "reason": move.reason}
    splits = ThreadSplit.objects.filter(person=person_id)
    for split, thread in _add_titles(person_id, splits, lambda split: split.thread_id):
        what = _("took messages out into another thread")
        yield {"at": split.at, "thread": thread, "what": what, "reason": split.reason}
    merges = ThreadMerge.objects.filter(person=person_id)
    for merge, thread in _add_titles(person_id, merges, lambda merge: merge.thread_id):
        what = _("had it go on in another thread")
        yield {"at": merge.at, "thread": thread, "what": what, "reason": merge.reason}


exclude_from_export(
    "worked out from seats and from what a thread names, which are there",
    "dialogue.threaduserpermission.user",
)


# ---- audit log --------------------------------------------------------------------------------------------


def _find_grounds(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    return explain_access(ThreadPolicy(), person_id, list(Thread.objects.filter(pk__in=ids)))


def _list_threads_of_author(person_id: UUID) -> QuerySet[Any]:
    """Return the threads that concern a person: those in which they posted, from then on."""
    return Message.objects.filter(author=person_id).annotate(thing=F("thread"), since=F("posted_at"))


def _find_request_grounds(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return the grounds of reading requests: the reader facilitates the thread and reads it."""
    rows = list(AccessRequest.objects.filter(pk__in=ids).select_related("thread"))
    found = explain_access(ThreadPolicy(), person_id, [row.thread for row in rows])
    return {row.pk: found[row.thread_id] for row in rows if row.thread_id in found}


register_recorded_kind(THREAD, grounds=_find_grounds, concerns=[_list_threads_of_author])
register_recorded_kind(REQUEST, grounds=_find_request_grounds)


# ---- erasure -----------------------------------------------------------------------------------------------


def erase(actor: Actor, erasing: ErasureOrder) -> None:
    """Anonymise the author; their texts stay under the pseudonym, or are deleted with the name."""
    anonymise_author(
        actor=actor,
        person_id=erasing.person_id,
        pseudonym=erasing.pseudonym["uk"],
        removes_messages=erasing.removes_messages,
    )


register_eraser("dialogue", erase)
