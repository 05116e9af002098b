"""What everybody may read of the action items of a group that shows itself: “You said – we did”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from groups.models import GroupState, InitiativeGroup, Organisation, Visibility
from groups.selectors import get_public_group
from tasks.external_assignees.models import OutsideBody
from tasks.items.choices import Audience
from tasks.items.models import ActionItem
from tasks.items.states import PROVED, State
from tasks.items.workflow import RULES, Action
from tasks.promises.models import PublicPromise, PublicState

SHOWN = RULES[Action.PUBLISH].states
"""Somebody took it on, or it is known that nobody will: of the rest there is nothing to say yet."""


def public_state(item: ActionItem) -> PublicState:
    """How an item of one of these states stands, for everybody: what waits to be verified is in work."""
    if item.state in PROVED:
        return PublicState.DONE
    return PublicState.DROPPED if item.state == State.CANCELLED else PublicState.IN_WORK


def settled_on(item: ActionItem) -> date | None:
    """The day on which another organisation found it done, or on which it was given up, in the group's
    zone.
    """
    state = public_state(item)
    if state == PublicState.IN_WORK:
        return None
    at = item.verified_at if state == PublicState.DONE else item.state_since
    return at.astimezone(ZoneInfo(item.group.time_zone)).date() if at is not None else None


def shows_itself(group: InitiativeGroup) -> bool:
    """Whether a group has a page that is open to everybody."""
    return group.visibility == Visibility.PUBLIC and group.state != GroupState.PROPOSED


def promises_of(group_id: UUID) -> QuerySet[PublicPromise]:
    """What a group says in public. Raises NotFound where it has no public page. Whatever not all of the group
    reads, or nobody has taken on, is left out as if it was never published.
    """
    group = get_public_group(group_id)
    rows = PublicPromise.objects.filter(
        group=group.pk, action__audience=Audience.GROUP, action__state__in=SHOWN
    )
    return rows.select_related("action__group")


def promise_of(item: ActionItem) -> PublicPromise | None:
    """What was published of one item, for whoever sees it."""
    found = PublicPromise.objects.select_related("published_by", "action__group").filter(action=item)
    return found.first()


def is_shown(promise: PublicPromise) -> bool:
    """Whether a stranger finds it: the rule that agrees with `promises_of`."""
    item = promise.action
    return shows_itself(item.group) and item.is_shared_with_group and item.state in SHOWN


@dataclass(frozen=True, slots=True)
class Names:
    """Whose names are shown beside some promises."""

    known: dict[UUID, Organisation | OutsideBody]

    @classmethod
    def of(cls, promises: Sequence[PublicPromise]) -> Names:
        """In two queries for however many, and in none where nobody is named."""
        ids = {pk for one in promises for pk in _named(one)}
        known: dict[UUID, Organisation | OutsideBody] = {}
        if ids:
            known = {**Organisation.objects.in_bulk(ids), **OutsideBody.objects.in_bulk(ids)}
        return cls(known)

    def beside(self, promise: PublicPromise) -> list[Organisation | OutsideBody]:
        return [self.known[pk] for pk in _named(promise) if pk in self.known]


def nameable(item: ActionItem) -> frozenset[UUID]:
    """Whose name may be shown: the owners of an item."""
    return item.owning | ({item.outside_body_id} if item.outside_body_id is not None else frozenset())


def _named(promise: PublicPromise) -> list[UUID]:
    """Whoever does not own it any more is not named any more."""
    owners = nameable(promise.action)
    return [pk for pk in promise.named if pk in owners]
