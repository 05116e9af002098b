"""Personal data that dialogue stores, for export, and its erasure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.access_log import REQUEST
from dialogue.access_requests.models import AccessRequest
from dialogue.acknowledgements.models import Acknowledgement, MustRead
from dialogue.drafts.models import MessageDraft
from dialogue.facilitation.models import FloorStep
from dialogue.lifecycle.models import ThreadTerm
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
from viche.privacy.holdings import Lookup, Rows
from viche.privacy.registry import (
    AccessGround,
    ErasureOrder,
    exclude_from_export,
    register_eraser,
    register_personal_data,
    register_recorded_kind,
)

READERS = _("Everyone who can read the thread.")


def _load_titles(person_id: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return titles of threads, or the ids of those that the person may not read now."""
    seen = ThreadPolicy().visible_to(Actor.for_person(person_id)).filter(pk__in=ids)
    return {pk: str(pk) for pk in ids} | dict(seen.values_list("pk", "title_uk"))


OWN_TITLE = Lookup("pk", _load_titles)
ThreadRows = partial(Rows, thread=Lookup("thread_id", _load_titles))
MessageRows = partial(Rows, thread=Lookup("message.thread_id", _load_titles))

register_personal_data(
    "dialogue.messages",
    ThreadRows(
        Message.objects.filter(moved_to=None)
        .select_related("mandate__organisation", "quote__source", "hiding")
        .prefetch_related(
            Prefetch("revisions", MessageRevision.objects.order_by("version")),
            Prefetch("attachments", MessageAttachment.objects.order_by("position")),
        ),
        "author",
        "id=pk thread number posted_at organisation text hidden appeal quotes attachments edited_at "
        "deleted_at earlier",
        organisation=lambda row, _me: (
            row.mandate.organisation.name_uk if row.mandate and row.on_behalf else None
        ),
        text=lambda row, _me: row.hiding.body if row.is_hidden else row.body,
        hidden=lambda row, _me: row.hiding.get_fault_display() if row.is_hidden else None,
        appeal=lambda row, _me: row.hiding.appeal if row.is_hidden else None,
        quotes=lambda row, _me: quoted.source.number if (quoted := quote_of(row)) else None,
        attachments=lambda row, _me: [
            f"{one.name}: {one.alt}" if one.alt else one.name for one in row.attachments.all()
        ],
        earlier=lambda row, _me: [f"{one.written_at.isoformat()}: {one.body}" for one in row.revisions.all()],
    ),
    title=_("Messages that you wrote"),
    purpose=_("The dialogue of the group and the record of its decisions."),
    recipients=_("Everyone who can read the thread; anyone, for what was written in a public thread."),
)
register_personal_data(
    "dialogue.supports",
    MessageRows(Support, "person", "at thread number=message.number"),
    title=_("Messages that you support"),
    purpose=_("To see what the group agrees with."),
    recipients=READERS,
)
register_personal_data(
    "dialogue.reactions",
    MessageRows(Reaction, "person", "at thread number=message.number what=get_kind_display"),
    title=_("What you say to messages"),
    purpose=_("To see what matters to the group, what is not clear, and who is thanked."),
    recipients=READERS,
)
register_personal_data(
    "dialogue.acknowledgements",
    Rows(
        Acknowledgement,
        "person",
        "at thread number=must_read.message.number",
        thread=Lookup("must_read.message.thread_id", _load_titles),
    ),
    title=_("Messages that you acknowledged"),
    purpose=_("To show the group who knows what had to be read."),
    recipients=READERS,
)
register_personal_data(
    "dialogue.readings",
    ThreadRows(
        ThreadReading,
        "person",
        "thread numbers",
        numbers=lambda row, _me: [f"{first}–{last}" for first, last in row.own_ranges],
    ),
    title=_("What you have read"),
    purpose=_("To open a thread where the person stopped, and to show the group who has seen what."),
    recipients=READERS,
)
register_personal_data(
    "dialogue.attention",
    ThreadRows(ThreadAttention, "person", "thread what", what=lambda row, _me: Attention(row.level).label),
    title=_("What you want to be told of in threads"),
    purpose=_("To send news of every message, of mentions and replies, or none."),
    recipients=_("No one."),
)
register_personal_data(
    "dialogue.drafts",
    ThreadRows(MessageDraft, "person", "at=updated_at thread answers=reply_to.number text=body"),
    title=_("Messages that you have begun to write"),
    purpose=_("To go on writing later and at another device."),
    recipients=_("No one."),
)
register_personal_data(
    "dialogue.summaries",
    Rows(
        SummaryRevision,
        "written_by",
        "at=written_at thread version text=body",
        thread=Lookup("summary_id", _load_titles),
    ),
    Rows(
        ThreadSummary.objects.exclude(body=""),
        "written_by",
        "at=written_at thread version text=body",
        thread=OWN_TITLE,
    ),
    title=_("Summaries of threads that you wrote"),
    purpose=_("To tell readers of a thread what the conversation has come to so far."),
    recipients=READERS,
)
register_personal_data(
    "dialogue.questions",
    ThreadRows(
        Question,
        ["asked_by", "settled_by"],
        "at thread question state=get_state_display text",
        at=lambda row, me: row.asked_at if row.asked_by_id == me else row.settled_at,
        question=lambda row, me: row.text if row.asked_by_id == me else None,
        text=lambda row, me: row.words if row.settled_by_id == me else None,
    ),
    title=_("Questions that you asked or settled in threads"),
    purpose=_("To tell readers of a thread which questions are open and what the answers are."),
    recipients=READERS,
)
register_personal_data(
    "dialogue.statements",
    ThreadRows(
        Statement,
        "collected_by",
        "at=collected_at thread number=source.number text",
        # The text of a withdrawn or hidden message of another author is not exported.
        text=lambda row, _me: "" if row.is_silent else row.text,
    ),
    title=_("Statements that you collected in threads"),
    purpose=_("To keep what the talk of a thread comes to, sentence by sentence."),
    recipients=READERS,
)
register_personal_data(
    "dialogue.reports",
    MessageRows(MessageReport, "person", "at thread number=message.number what=get_fault_display text=note"),
    title=_("Messages that you reported"),
    purpose=_("To tell the thread’s moderators what breaks the rules."),
    recipients=_("The thread’s moderators, but not the author of the message."),
)
register_personal_data(
    "dialogue.access_requests",
    ThreadRows(
        AccessRequest, "person", "at=asked_at thread text=reason state=get_state_display reason=answer"
    ),
    title=_("Threads to which you asked for access"),
    purpose=_("To let the leaders of a restricted thread decide who else reads it."),
    recipients=_("The leaders of the thread who can read it."),
)
register_personal_data(
    "dialogue.acts",
    Rows(Thread, "created_by", "at=created_at thread what", thread=OWN_TITLE, what=_("began it")),
    ThreadRows(ThreadStateChange, "person", "at thread state=after reason"),
    ThreadRows(
        ThreadTerm.objects.filter(thread__opens_on__isnull=False, fired_at=None).order_by("thread_id"),
        "set_by",
        "thread what opens_on=thread.opens_on",
        what=_("set the day on which it opens"),
    ),
    ThreadRows(ThreadMove, "person", "at thread what reason", what=_("took it to another group")),
    ThreadRows(
        ThreadSplit, "person", "at thread what reason", what=_("took messages out into another thread")
    ),
    ThreadRows(ThreadMerge, "person", "at thread what reason", what=_("had it go on in another thread")),
    ThreadRows(FloorStep, "person", "at thread what=get_what_display reason"),
    ThreadRows(Round, "started_by", "at=started_at thread what text=question", what=_("began a round")),
    # Another facilitator may have started the round.
    ThreadRows(Round, "ended_by", "at=ended_at thread what", what=_("ended a round")),
    MessageRows(
        MustRead.objects.order_by("message_id"),
        "marked_by",
        "at=marked_at thread number=message.number what",
        what=_("it must be read"),
    ),
    ThreadRows(
        ModerationStep,
        "person",
        "at thread number=message.number what=get_what_display reason=get_fault_display",
    ),
    ThreadRows(
        AccessRequest.objects.exclude(person=F("decided_by")),
        "decided_by",
        "at=decided_at thread what state=get_state_display reason=answer",
        what=_("answered who asked for access"),
    ),
    ThreadRows(ThreadAudience, "person", "thread what", what=_("it names you")),
    title=_("Threads that you led"),
    purpose=_("The history of threads, with the reasons that were given."),
    recipients=READERS,
    covers=["dialogue.hiding.hidden_by"],  # the same as in the moderation steps
)
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
