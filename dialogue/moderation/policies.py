"""Policies of moderation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from dialogue.messages.models import Message
from dialogue.moderation.models import Hiding, HidingState
from dialogue.threads.access import FACILITATE, READ
from dialogue.threads.models import Thread, ThreadUserPermission
from groups.models import InitiativeGroupUserPermission
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


def moderators_to_tell(message: Message) -> set[UUID]:
    """Who may decide about a message: not its author, nor, where there is another, who hid it already."""
    people = who_moderates([message.thread])[message.thread_id] - {message.author_id}
    hiding = hiding_of(message)
    others = people - {hiding.hidden_by_id} if hiding is not None else people
    return others or people
