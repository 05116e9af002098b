"""Rules of moderation: the steps, and who may take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from dialogue.messages.models import Message
from dialogue.moderation.models import Hiding, HidingState
from dialogue.threads.access import FACILITATE, READ, SPEAK
from dialogue.threads.models import Thread, ThreadUserPermission
from groups.models import InitiativeGroupUserPermission
from groups.policies import FACILITATE as FACILITATE_GROUP, RECORD as RECORD_GROUP, list_live_grants
from viche.kernel.actor import Actor


class Step(StrEnum):
    """Steps of a moderator about a message.

    Hide its text from its readers, dismiss its reports, uphold the hiding against the appeal of its author,
    or show it again.
    """

    HIDE = "hidden"
    DISMISS = "dismissed"
    UPHOLD = "upheld"
    SHOW = "shown"


# The states from which each step is possible; None: the message is visible. There is no second appeal once
# the hiding was upheld, but a moderator may still show the message again.
STEPS: dict[Step, frozenset[HidingState | None]] = {
    Step.HIDE: frozenset({None}),
    Step.DISMISS: frozenset({None}),
    Step.UPHOLD: frozenset({HidingState.APPEALED}),
    Step.SHOW: frozenset(HidingState),
}


def state_of(hiding: Hiding | None) -> HidingState | None:
    return None if hiding is None else HidingState(hiding.state)


def find_hiding(message: Message) -> Hiding | None:
    """Return the hidden text of a message and the reason, or None."""
    return Hiding.objects.filter(message=message).first() if message.is_hidden else None


def must_leave_appeal_to_others(
    actor: Actor, message: Message, hiding: Hiding | None, people: set[UUID]
) -> bool:
    """Return whether `actor` hid the message and another moderator should decide about the appeal.

    `people` moderate the thread; where there is no other moderator, `actor` decides.
    """
    if hiding is None or hiding.state != HidingState.APPEALED or hiding.hidden_by_id != actor.person_id:
        return False
    return bool(people - {hiding.hidden_by_id, message.author_id})


def list_moderators_of(threads: Collection[Thread]) -> dict[UUID, set[UUID]]:
    """Return the moderators of each of some threads now, in two queries.

    Agrees with `ThreadAccess.is_facilitator_or_secretary`. People whose account is closed are left out.
    """
    own: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    of_group: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    columns = ("content_object", "permission__codename", "user")
    rows = list_live_grants(ThreadUserPermission).filter(content_object__in=[one.pk for one in threads])
    for place, codename, person in rows.filter(user__is_active=True).values_list(*columns):
        own[place, codename].add(person)
    rows = list_live_grants(InitiativeGroupUserPermission).filter(
        content_object__in={one.group_id for one in threads}
    )
    for place, codename, person in rows.filter(user__is_active=True).values_list(*columns):
        of_group[place, codename].add(person)
    found = {}
    for one in threads:
        leaders = of_group[one.group_id, FACILITATE_GROUP] | of_group[one.group_id, RECORD_GROUP]
        if not one.is_shared_with_group:
            leaders &= own[one.pk, SPEAK if one.is_restricted else READ]
        found[one.pk] = own[one.pk, FACILITATE] | leaders
    return found


def list_deciding_moderators(message: Message) -> set[UUID]:
    """Return ids of moderators who may decide about a message.

    Its author is excluded; so is the moderator who hid it, if there is another one.
    """
    people = list_moderators_of([message.thread])[message.thread_id] - {message.author_id}
    hiding = find_hiding(message)
    others = people - {hiding.hidden_by_id} if hiding is not None else people
    return others or people
