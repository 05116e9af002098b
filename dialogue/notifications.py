"""The notices of the room: which events people are notified of, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dialogue import notification_text as text, recipients
from dialogue.access_requests.access_log import build_request_reads
from dialogue.access_requests.events import AccessAskedFor, AccessRequestClosed
from dialogue.access_requests.selectors import list_notifiable_requests
from dialogue.acknowledgements.events import MessageMadeMustRead, MustReadDue
from dialogue.acknowledgements.selectors import list_still_asked_messages
from dialogue.email_replies.events import AnswerByMailRefused
from dialogue.email_replies.services import ReplyRejection
from dialogue.facilitation.events import ThreadHandedOver
from dialogue.facilitation.selectors import list_valid_handovers
from dialogue.lifecycle.events import Stage, ThreadTermDue
from dialogue.messages.events import MessageAddressed
from dialogue.messages.selectors import list_notifiable_messages, messages_for
from dialogue.models import (
    TALKING,
    AccessRequest,
    AccessState,
    FloorStep,
    HidingState,
    Message,
    Round,
    Thread,
    ThreadMerge,
    ThreadMove,
    ThreadSplit,
    ThreadState,
)
from dialogue.moderation.events import (
    MessageAppealed,
    MessageHidden,
    MessageLeftHidden,
    MessageReported,
    MessageShown,
)
from dialogue.moderation.selectors import list_moderated_messages
from dialogue.rounds.events import RoundStarted
from dialogue.rounds.selectors import list_rounds_awaiting
from dialogue.seat_admission.events import LateSeatAdmitted
from dialogue.threads.access_log import read_of
from dialogue.threads.events import ThreadOpened
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.selectors import list_visible_threads_among
from dialogue.transfer.events import MessagesTaken, ThreadLeft, ThreadMerged
from dialogue.transfer.selectors import list_visible_merges, list_visible_moves, list_visible_splits
from groups.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.events import Payload
from viche.kernel.policy import Level
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import (
    Loader,
    NoticeContext,
    Template,
    Topic,
    always,
    find_person,
    load_rows,
    load_rows_unscoped,
    register_notices,
)

# ---- messages ----------------------------------------------------------------------------------------------


def find_reply_target(thread: Thread) -> UUID | None:
    """Return the thread where a reply by e-mail is possible.

    Not in restricted threads, whose messages are not sent by e-mail, nor in public ones, where people should
    post knowingly.
    """
    return thread.pk if thread.state in TALKING and not (thread.is_restricted or thread.is_public) else None


def is_in(state: HidingState | None) -> Callable[[NoticeContext[Message]], bool]:
    """Return the condition that the message is in this state of moderation (None: not hidden)."""
    return lambda n: (n.row.hiding.state if n.row.is_hidden else None) == state


def is_awaiting_moderator(context: NoticeContext[Message]) -> bool:
    """Return whether an appeal or a report is unanswered; `list_moderated_messages` annotates the latter."""
    return context.row.is_hidden or vars(context.row)["has_open_report"]


register_notices(
    text.MessageNotice(
        MessageAddressed.kind,
        recipients=recipients.list_addressed,
        load=load_rows(list_notifiable_messages),
        title={
            recipients.NAMED: _("%(name)s names you: %(thread)s"),
            recipients.ONE_OF_NAMED: _("%(name)s names you among others: %(thread)s"),
            recipients.ANSWERED: _("%(name)s answers you: %(thread)s"),
            recipients.FOLLOWS: _("%(name)s writes: %(thread)s"),
        },
        answers=lambda n: find_reply_target(n.row.thread),
        not_muted=lambda n: text.build_mutable(n.row.thread_id),
    ),
    *(
        text.MessageNotice(
            kind,
            topic=Topic.MUST_READ,
            recipients=recipients.list_pending_acknowledgers,
            load=load_rows(list_still_asked_messages),
            fields=text.describe_must_read,
            needs_answer=always,
            title=lambda n: (
                _("Acknowledge what %(name)s wrote: %(thread)s")
                if n.row.must_read.due_on is None
                else _("Acknowledge by %(due)s what %(name)s wrote: %(thread)s")
            ),
        )
        for kind in (MessageMadeMustRead.kind, MustReadDue.kind)
    ),
    text.MessageNotice(
        AnswerByMailRefused.kind,
        recipients=find_person(recipients.ANSWERED_BY_MAIL),
        # For senders who may still see the thread: the message may have been hidden or withdrawn since.
        load=load_rows(messages_for),
        fields=lambda n: {"thread": translate_field(n.row.thread, "title")},
        title=lambda n: (
            _("Your answer was posted without its files: %(thread)s")
            if n.event.data["why"] == ReplyRejection.FILES
            else _("Your answer was not posted: %(thread)s")
        ),
        body=lambda n: text.EMAIL_REFUSALS.get(
            n.event.data["why"], _("The thread does not take it now. Try it on the page.")
        ),
        action=_("Answer in the thread"),
    ),
    *(
        text.MessageNotice(
            payload.kind,
            recipients=recipients.list_moderators,
            load=text.load_permitted(list_moderated_messages, recipients.MODERATES, Action.MODERATE),
            still_true=is_in(state),
            needs_answer=is_awaiting_moderator,
            title=title,
            body=_("What was reported or said against it stands in the list."),
            url=lambda n: f"/groups/{n.row.thread.group_id}/moderation",
            action=_("Open what waits for a decision"),
        )
        for payload, state, title in (
            (MessageReported, None, _("What %(name)s wrote was reported: %(thread)s")),
            (
                MessageAppealed,
                HidingState.APPEALED,
                _("%(name)s disagrees that a message was hidden: %(thread)s"),
            ),
        )
    ),
    *(
        text.MessageNotice(
            payload.kind,
            recipients=recipients.find_author,
            load=load_rows(list_moderated_messages),
            still_true=is_in(state),
            title=title,
            body=text.describe_fault,
        )
        for payload, state, title in (
            (MessageHidden, HidingState.HIDDEN, _("Your message was hidden: %(thread)s")),
            (MessageLeftHidden, HidingState.UPHELD, _("Your message stays hidden: %(thread)s")),
            (MessageShown, None, _("Your message is shown again: %(thread)s")),
        )
    ),
)


# ---- threads -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Admission:
    """A thread, and the seat that reads it from now on."""

    thread: Thread
    seat: Membership


@dataclass(frozen=True, slots=True)
class Answer:
    """An access request that was answered, and whether the requester still knows of the thread."""

    request: AccessRequest
    is_known: bool


def load_admissions(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Admission]:
    relations = Membership.objects.select_related("mandate__person", "mandate__organisation")
    seats = load_rows_unscoped(relations, "membership_id")(reader, notifications)
    threads = load_rows(list_visible_threads_among)(reader, notifications)
    return {pk: Admission(thread, seats[pk]) for pk, thread in threads.items()}


def is_stage_current(context: NoticeContext[Thread]) -> bool:
    if context.event.data["stage"] == Stage.NOT_OPENED:
        return context.row.is_draft and context.row.opens_on is None
    return context.row.state == ThreadState.OPEN and context.row.closes_on == text.get_day(context)


def load_answers(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Answer]:
    found = load_rows(list_notifiable_requests)(reader, notifications)
    threads = {one.thread_id for one in found.values()}
    known = ThreadPolicy().visible_to(reader, Level.EXISTS).filter(pk__in=threads)
    ids = set(known.values_list("pk", flat=True))
    return {pk: Answer(one, one.thread_id in ids) for pk, one in found.items()}


def is_answer_current(context: NoticeContext[Answer]) -> bool:
    request = context.row.request
    same = request.state == context.event.data["state"]
    return same and (context.row.is_known or request.state == AccessState.DECLINED)


def _build_transfer_notice(
    payload: type[Payload], load: Loader[ThreadMerge | ThreadSplit], title: Template
) -> text.ThreadNotice[ThreadMerge | ThreadSplit]:
    return text.ThreadNotice(
        payload.kind,
        recipients=recipients.list_concerned_by_transfer,
        load=load,
        fields=text.describe_transfer,
        title=title,
        body=lambda n: _("Why stands in the thread.") if text.is_transfer_restricted(n) else n.row.reason,
        url=text.build_transfer_url,
        shows=lambda _n: (),
        restricted=text.is_transfer_restricted,
    )


register_notices(
    text.ThreadNotice[text.OpenedThread](
        ThreadOpened.kind,
        recipients=recipients.list_concerned_by_opening,
        load=text.load_opened_threads,
        fields=text.describe_opening,
        title=lambda n: (
            _("%(name)s has you lead a thread: %(thread)s")
            if n.reason == recipients.LEADS_THREAD
            else _("%(name)s opens a thread: %(thread)s")
        ),
        body=lambda n: (
            _("You sum it up and close it. You can also hand it over to someone else.")
            if n.reason == recipients.LEADS_THREAD
            else text.quote_first_message(n)
        ),
        answers=lambda n: None if n.reason == recipients.LEADS_THREAD else find_reply_target(n.row.thread),
        not_muted=lambda n: (
            None if n.reason == recipients.LEADS_THREAD else text.build_mutable(n.row.thread.pk)
        ),
    ),
    text.ThreadNotice[FloorStep](
        ThreadHandedOver.kind,
        recipients=recipients.find_successor,
        load=load_rows(list_valid_handovers, "step_id"),
        fields=lambda n: {
            "thread": translate_field(n.row.thread, "title"),
            "name": text.get_name(n.row.person),
        },
        title=_("%(name)s hands a thread over to you: %(thread)s"),
        body=lambda n: _("Why stands in the thread.") if n.row.thread.is_restricted else n.row.reason,
    ),
    text.ThreadNotice[Admission](
        LateSeatAdmitted.kind,
        topic=Topic.ACCOUNT,
        recipients=recipients.list_readers,
        load=load_admissions,
        fields=lambda n: {
            "thread": translate_field(n.row.thread, "title"),
            "person": text.get_name(n.row.seat.mandate.person),
            "organisation": text.get_name(n.row.seat.mandate.organisation),
        },
        title=_("A new seat reads the restricted thread “%(thread)s”"),
        body=_("Reads along now: %(person)s, for %(organisation)s."),
        action=None,
    ),
    text.ThreadNotice[Round](
        RoundStarted.kind,
        recipients=recipients.list_pending_speakers,
        load=load_rows(list_rounds_awaiting, "round_id"),
        fields=text.describe_round,
        title=_("Your sector is asked to speak until %(time)s: %(thread)s"),
        body=lambda n: (
            _("The question stands in the thread.") if n.row.thread.is_restricted else n.row.question
        ),
        action=_("Speak in the thread"),
        needs_answer=always,
        not_muted=lambda n: text.build_mutable(n.row.thread_id),
    ),
    text.ThreadNotice[Thread](
        ThreadTermDue.kind,
        recipients=recipients.list_concerned_by_stage,
        load=text.load_permitted(list_visible_threads_among, recipients.LEADS, Action.OPEN, Action.SUMMARISE),
        still_true=is_stage_current,
        fields=lambda n: {
            "day": date_format(text.get_day(n)),
            "thread": translate_field(n.row, "title"),
        },
        title=lambda n: text.STAGE_TITLES[n.event.data["stage"]],
        body=lambda n: text.STAGE_BODIES[n.event.data["stage"]],
        needs_answer=lambda n: n.reason == recipients.LEADS and n.event.data["stage"] != Stage.NEAR,
        not_muted=lambda n: text.build_mutable(n.row.pk) if n.reason == recipients.FOLLOWS else None,
    ),
    _build_transfer_notice(
        ThreadMerged,
        load_rows(list_visible_merges, "thread_id", by="thread_id"),
        _("%(name)s has “%(thread)s” go on in “%(into)s”"),
    ),
    _build_transfer_notice(
        MessagesTaken,
        load_rows(list_visible_splits, "into_id", by="into_id"),
        _("%(name)s took messages of “%(thread)s” out into “%(into)s”"),
    ),
    text.ThreadNotice[ThreadMove](
        ThreadLeft.kind,
        recipients=recipients.list_former_facilitators,
        load=load_rows(list_visible_moves, "move_id"),
        fields=lambda n: {"thread": translate_field(n.row, "title"), "name": text.get_name(n.row.person)},
        title=_("%(name)s takes a thread to another group: %(thread)s"),
        body=lambda n: n.row.reason,
        url=lambda n: f"/groups/{n.row.before_id}/moderation",
        action=_("Open the record of the group"),
        shows=lambda _n: (),
        restricted=lambda _n: True,
    ),
    text.ThreadNotice[AccessRequest](
        AccessAskedFor.kind,
        recipients=recipients.list_request_deciders,
        load=load_rows(list_notifiable_requests),
        still_true=lambda n: n.row.state == AccessState.PENDING,
        needs_answer=always,
        fields=text.describe_request,
        title=_("%(name)s asks for access to the thread: %(thread)s"),
        # The reason is shown on the page only.
        body=_("For: %(organisation)s. Position: %(position)s."),
        reason=_("You get this because you lead the thread or its group, and read it."),
        action=_("Open the request"),
        shows=lambda n: [*read_of(n.row.thread), *build_request_reads(n.row)],
    ),
    text.ThreadNotice[Answer](
        AccessRequestClosed.kind,
        recipients=recipients.find_requester,
        load=load_answers,
        still_true=is_answer_current,
        fields=lambda n: {"thread": translate_field(n.row.request.thread, "title")},
        title=lambda n: text.get_answer_title(n.row.request, is_known=n.row.is_known),
        body=lambda n: (
            _("You read the thread from its beginning, as the others whom it names.")
            if n.row.request.state == AccessState.GRANTED
            else n.row.request.answer
        ),
        reason=_("You get this because you asked for access."),
        url=lambda n: f"/threads/{n.row.request.thread_id}",
        shows=lambda _n: (),
        restricted=lambda _n: True,
    ),
)
