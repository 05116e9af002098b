"""What is done about messages that break the rules: which step fits when, and what is read of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from dialogue.message_policy import MessageAction, MessagePolicy
from dialogue.models import (
    Hiding,
    HidingState,
    Message,
    MessageReport,
    Moderated,
    ModerationStep,
    Thread,
    ThreadState,
    ThreadUserPermission,
)
from dialogue.policies import Action, ThreadPolicy, of_thread_seen_by
from dialogue.selectors import messages, messages_for
from dialogue.standing import FACILITATE, READ, moderated_by
from groups.models import InitiativeGroup, InitiativeGroupUserPermission
from groups.policies import FACILITATE as FACILITATE_GROUP, RECORD as RECORD_GROUP, live
from viche.kernel.actor import Actor


class Step(StrEnum):
    """What may be done about a message by those who moderate: take its words from its readers, answer that
    there is nothing wrong with it, leave it hidden though its author disagrees, show it again.
    """

    HIDE = "hidden"
    DISMISS = "dismissed"
    UPHOLD = "upheld"
    SHOW = "shown"


# From which states; None: everybody reads it. What was upheld is not appealed against again, but who
# moderates may change their mind.
STEPS: dict[Step, frozenset[HidingState | None]] = {
    Step.HIDE: frozenset({None}),
    Step.DISMISS: frozenset({None}),
    Step.UPHOLD: frozenset({HidingState.APPEALED}),
    Step.SHOW: frozenset(HidingState),
}


def state_of(hiding: Hiding | None) -> HidingState | None:
    return None if hiding is None else HidingState(hiding.state)


def hiding_of(message: Message) -> Hiding | None:
    """The words of a hidden message, and why it is."""
    return Hiding.objects.filter(message=message).first() if message.is_hidden else None


def waits_for_another(actor: Actor, message: Message, hiding: Hiding | None, people: set[UUID]) -> bool:
    """Whether an appeal is to be decided by somebody else than `actor`, who hid the message: by another of
    the `people` who moderate, where there is one.
    """
    if hiding is None or hiding.state != HidingState.APPEALED or hiding.hidden_by_id != actor.person_id:
        return False
    return bool(people - {hiding.hidden_by_id, message.author_id})


# ---- who moderates -----------------------------------------------------------------------------------------


def who_moderates(threads: Collection[Thread]) -> dict[UUID, set[UUID]]:
    """Who moderates each of some threads now, in two queries; as `Standing.assigns`. Nobody whose account is
    closed.
    """
    own: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    of_group: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    columns = ("content_object", "permission__codename", "user")
    rows = live(ThreadUserPermission).filter(content_object__in=[one.pk for one in threads])
    for place, codename, person in rows.filter(user__is_active=True).values_list(*columns):
        own[place, codename].add(person)
    rows = live(InitiativeGroupUserPermission).filter(content_object__in={one.group_id for one in threads})
    for place, codename, person in rows.filter(user__is_active=True).values_list(*columns):
        of_group[place, codename].add(person)
    found = {}
    for one in threads:
        leaders = of_group[one.group_id, FACILITATE_GROUP] | of_group[one.group_id, RECORD_GROUP]
        found[one.pk] = own[one.pk, FACILITATE] | (
            leaders if one.is_shared_with_group else leaders & own[one.pk, READ]
        )
    return found


def who_leads(thread: Thread) -> set[UUID]:
    """Who leads a thread that only some read, and reads it: by its own, or as who leads its group."""
    own: dict[str, set[UUID]] = defaultdict(set)
    rows = live(ThreadUserPermission).filter(content_object=thread.pk, user__is_active=True)
    for codename, person in rows.values_list("permission__codename", "user"):
        own[codename].add(person)
    of_group = live(InitiativeGroupUserPermission).filter(
        content_object=thread.group_id, permission__codename=FACILITATE_GROUP, user__is_active=True
    )
    return own[FACILITATE] | (own[READ] & set(of_group.values_list("user", flat=True)))


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
    Needs rows of `dialogue.selectors.messages`.
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


def moderators_to_tell(message: Message) -> set[UUID]:
    """Who may decide about a message: not its author, nor, where there is another, who hid it already."""
    people = who_moderates([message.thread])[message.thread_id] - {message.author_id}
    hiding = hiding_of(message)
    others = people - {hiding.hidden_by_id} if hiding is not None else people
    return others or people
