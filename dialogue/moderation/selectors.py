"""Selectors of moderation: the queue, cases and the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from dialogue.messages.models import Message
from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.messages.selectors import messages_for, messages_unscoped
from dialogue.moderation.models import Hiding, HidingState, MessageReport, Moderated, ModerationStep
from dialogue.moderation.policies import (
    STEPS,
    Step,
    list_moderators_of,
    must_leave_appeal_to_others,
    state_of,
)
from dialogue.threads.access import moderatable_q
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy, in_visible_thread_q
from groups.models import InitiativeGroup
from viche.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ModerationCase:
    """A message with its text, hidden or not, for its author and for moderators.

    `reports` are the open ones, for moderators who are not the author; `allowed` names the steps that the
    reader may take.
    """

    message: Message
    hiding: Hiding | None
    reports: Sequence[MessageReport]
    allowed: Sequence[str]

    @property
    def body(self) -> str:
        return self.message.body if self.hiding is None else self.hiding.body


def list_moderation_queue(actor: Actor, group: InitiativeGroup) -> QuerySet[Message]:
    """Return the messages of a group about which `actor` has to decide.

    They are reported messages, and hidden messages whose author has appealed. Own messages are left out.
    """
    # The ids are looked up first: in one query with the joins of the presenter, PostgreSQL would scan all
    # messages.
    return messages_unscoped().filter(pk__in=list_moderated_ids(actor, group))


def list_moderated_ids(actor: Actor, group: InitiativeGroup | None = None) -> list[UUID]:
    """Return ids of the messages, in one group or in all, about which `actor` has to decide.

    The newest report or appeal comes first.
    """
    threads = ThreadPolicy().visible_to(actor).filter(moderatable_q(actor))
    if group is not None:
        threads = threads.filter(group=group)
    threads = threads.exclude(state=ThreadState.DRAFT)
    reported = MessageReport.objects.filter(answered_at=None).values("message")
    appealed = Hiding.objects.filter(state=HidingState.APPEALED).values("message")
    rows = Message.objects.filter(pk__in=reported.union(appealed), thread__in=threads.values("pk"))
    waiting = rows.filter(deleted_at=None).exclude(author=actor.person_id)
    newest_first = waiting.annotate(asked_at=Coalesce(_last_report_time(), _last_appeal_time()))
    return list(newest_first.order_by("-asked_at", "-pk").values_list("pk", flat=True))


def _last_report_time() -> Subquery:
    reports = MessageReport.objects.filter(message=OuterRef("pk"), answered_at=None)
    return Subquery(reports.order_by("-at").values("at")[:1])


def _last_appeal_time() -> Subquery:
    appeals = ModerationStep.objects.filter(
        thread=OuterRef("thread"), message=OuterRef("pk"), what=Moderated.APPEALED
    )
    return Subquery(appeals.order_by("-at").values("at")[:1])


def has_pending_moderation(thread: Thread) -> bool:
    """Return whether a report or an appeal is open in a thread."""
    here = {"message__thread": thread, "message__deleted_at": None}
    reported = MessageReport.objects.filter(answered_at=None, **here)
    return reported.exists() or Hiding.objects.filter(state=HidingState.APPEALED, **here).exists()


def list_cases(actor: Actor, rows: Sequence[Message]) -> list[ModerationCase]:
    """Return the cases of messages for their author or moderators, in a constant number of queries.

    Needs rows of `dialogue.messages.selectors.messages_unscoped`.
    """
    prefetch_related_objects(list(rows), "thread__group")
    threads = list({one.thread_id: one.thread for one in rows}.values())
    moderated = {one.pk for one in ThreadPolicy().permitted(actor, Action.MODERATE, threads)}
    others = [one for one in rows if one.author_id != actor.person_id and one.thread_id in moderated]
    hidings = Hiding.objects.in_bulk([one.pk for one in rows if one.is_hidden])
    reports: dict[UUID, list[MessageReport]] = defaultdict(list)
    opened = MessageReport.objects.filter(message__in=others, answered_at=None).order_by("at", "id")
    for report in opened.select_related("person"):
        reports[report.message_id].append(report)
    people = list_moderators_of([one for one in threads if one.pk in moderated])
    found = []
    for one in rows:
        hiding, open_ones = hidings.get(one.pk), reports[one.pk]
        allowed = _list_allowed(actor, one, hiding, people.get(one.thread_id), is_reported=bool(open_ones))
        found.append(ModerationCase(one, hiding, open_ones, allowed))
    return found


def _list_allowed(
    actor: Actor, message: Message, hiding: Hiding | None, people: set[UUID] | None, *, is_reported: bool
) -> list[str]:
    """List the steps that the reader may take.

    `people` moderate the thread; None if the reader does not.
    """
    if message.is_deleted or not actor.has_scope(ThreadPolicy().scope_of(Action.MODERATE)):
        return []
    if message.author_id == actor.person_id:
        may = hiding is not None and MessagePolicy().can(actor, MessageAction.APPEAL, message)
        return [Moderated.APPEALED.value] if may and state_of(hiding) == HidingState.HIDDEN else []
    if people is None or must_leave_appeal_to_others(actor, message, hiding, people):
        return []
    fits = [step for step, states in STEPS.items() if state_of(hiding) in states]
    return [str(step) for step in fits if is_reported or step != Step.DISMISS]


def list_moderation_log(actor: Actor, group: InitiativeGroup) -> QuerySet[ModerationStep]:
    """Return the moderation steps in those threads of a group that `actor` may read."""
    rows = ModerationStep.objects.filter(in_visible_thread_q(actor), thread__group=group)
    return rows.select_related("message", "thread", "person", "mandate__organisation", "mandate__person")


def list_moderated_messages(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Return the messages that `actor` may read and that are not withdrawn, with their hiding.

    `has_open_report` says whether a report of the message is unanswered.
    """
    open_reports = MessageReport.objects.filter(message=OuterRef("pk"), answered_at=None)
    rows = messages_for(actor, ids).filter(deleted_at=None).annotate(has_open_report=Exists(open_reports))
    return rows.select_related("author", "hiding", "thread__group")
