"""What is done about messages that break the rules: which step fits when, and what is read of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from dialogue.messages.models import Message
from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.messages.selectors import messages, messages_for
from dialogue.moderation.models import Hiding, HidingState, MessageReport, Moderated, ModerationStep
from dialogue.moderation.policies import STEPS, Step, state_of, waits_for_another, who_moderates
from dialogue.threads.access import moderated_by
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy, of_thread_seen_by
from groups.models import InitiativeGroup
from viche.kernel.actor import Actor

# ---- what waits, and what was done -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """A message with its words, hidden or not, for its author and who moderates. `reports` are the open ones,
    for those who moderate and did not write it; `allowed` is what the reader may do.
    """

    message: Message
    hiding: Hiding | None
    reports: Sequence[MessageReport]
    allowed: Sequence[str]

    @property
    def body(self) -> str:
        return self.message.body if self.hiding is None else self.hiding.body


def waiting_in(actor: Actor, group: InitiativeGroup) -> QuerySet[Message]:
    """The messages of a group that wait for `actor` to decide: reported ones, and hidden ones whose author
    disagrees. None of their own.
    """
    threads = ThreadPolicy().visible_to(actor).filter(moderated_by(actor), group=group)
    threads = threads.exclude(state=ThreadState.DRAFT)
    reported = MessageReport.objects.filter(answered_at=None).values("message")
    appealed = Hiding.objects.filter(state=HidingState.APPEALED).values("message")
    rows = Message.objects.filter(pk__in=reported.union(appealed), thread__in=threads.values("pk"))
    waiting = rows.filter(deleted_at=None).exclude(author=actor.person_id)
    # Found first: beside the joins of what is shown, everything that was said would be looked through.
    return messages().filter(pk__in=list(waiting.values_list("pk", flat=True)))


def anything_waits(thread: Thread) -> bool:
    """Whether something that was said in a thread waits for a decision, of whoever it is."""
    here = {"message__thread": thread, "message__deleted_at": None}
    reported = MessageReport.objects.filter(answered_at=None, **here)
    return reported.exists() or Hiding.objects.filter(state=HidingState.APPEALED, **here).exists()


def cases_of(actor: Actor, rows: Sequence[Message]) -> list[Case]:
    """What somebody reads of messages who wrote or moderates them, with as many queries for many as for one.
    Needs rows of `dialogue.messages.selectors.messages`.
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
    people = who_moderates([one for one in threads if one.pk in moderated])
    found = []
    for one in rows:
        hiding, open_ones = hidings.get(one.pk), reports[one.pk]
        allowed = _allowed(actor, one, hiding, people.get(one.thread_id), is_reported=bool(open_ones))
        found.append(Case(one, hiding, open_ones, allowed))
    return found


def _allowed(
    actor: Actor, message: Message, hiding: Hiding | None, people: set[UUID] | None, *, is_reported: bool
) -> list[str]:
    """`people` moderate the thread; None where the reader does not."""
    if message.is_deleted or not actor.has_scope(ThreadPolicy().scope_of(Action.MODERATE)):
        return []
    if message.author_id == actor.person_id:
        may = hiding is not None and MessagePolicy().can(actor, MessageAction.APPEAL, message)
        return [Moderated.APPEALED.value] if may and state_of(hiding) == HidingState.HIDDEN else []
    if people is None or waits_for_another(actor, message, hiding, people):
        return []
    fits = [step for step, states in STEPS.items() if state_of(hiding) in states]
    return [str(step) for step in fits if is_reported or step != Step.DISMISS]


def log_of(actor: Actor, group: InitiativeGroup) -> QuerySet[ModerationStep]:
    """What was done about messages of those threads of a group that `actor` reads."""
    rows = ModerationStep.objects.filter(of_thread_seen_by(actor), thread__group=group)
    return rows.select_related("message", "thread", "person", "mandate__organisation", "mandate__person")


# ---- who is told -------------------------------------------------------------------------------------------


def messages_told_of(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Those of some messages that `actor` sees and nobody took back, with why they are hidden."""
    rows = messages_for(actor, ids).filter(deleted_at=None)
    return rows.select_related("author", "hiding", "thread__group")
