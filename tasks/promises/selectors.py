"""“You said – we did”: the promises that the public may read."""

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
from tasks.items.states import VERIFIED_STATES, State
from tasks.items.workflow import RULES, Action
from tasks.promises.models import PublicPromise, PublicState

PUBLISHABLE_STATES = RULES[Action.PUBLISH].states
"""The item was accepted, or cancelled: of any other there is nothing to say yet."""


def get_public_state(item: ActionItem) -> PublicState:
    """Return the public state of an item in one of these states; unverified work counts as in work."""
    if item.state in VERIFIED_STATES:
        return PublicState.DONE
    return PublicState.DROPPED if item.state == State.CANCELLED else PublicState.IN_WORK


def get_settled_day(item: ActionItem) -> date | None:
    """Return the day of verification or cancellation in the group's time zone; None while in work."""
    state = get_public_state(item)
    if state == PublicState.IN_WORK:
        return None
    at = item.verified_at if state == PublicState.DONE else item.state_since
    return at.astimezone(ZoneInfo(item.group.time_zone)).date() if at is not None else None


def has_public_page(group: InitiativeGroup) -> bool:
    """Return whether a group has a public page."""
    return group.visibility == Visibility.PUBLIC and group.state != GroupState.PROPOSED


def list_public_promises(group_id: UUID) -> QuerySet[PublicPromise]:
    """Return the public promises of a group. Raises NotFound when it has no public page.

    Restricted items, and items that are not yet accepted, are left out as if they were never published.
    """
    group = get_public_group(group_id)
    rows = PublicPromise.objects.filter(
        group=group.pk, action__audience=Audience.GROUP, action__state__in=PUBLISHABLE_STATES
    )
    return rows.select_related("action__group")


def find_promise(item: ActionItem) -> PublicPromise | None:
    """Return what was published of an item, for actors who may read the item."""
    found = PublicPromise.objects.select_related("published_by", "action__group").filter(action=item)
    return found.first()


def is_shown(promise: PublicPromise) -> bool:
    """Return whether a promise is shown to the public. Agrees with `list_public_promises`."""
    item = promise.action
    return has_public_page(item.group) and item.is_shared_with_group and item.state in PUBLISHABLE_STATES


@dataclass(frozen=True, slots=True)
class OwnerNames:
    """Owners whose names are shown with some promises."""

    known: dict[UUID, Organisation | OutsideBody]

    @classmethod
    def of(cls, promises: Sequence[PublicPromise]) -> OwnerNames:
        """Load the owners of the promises in two queries; none when there are no names."""
        ids = {pk for one in promises for pk in _shown_owner_ids(one)}
        known: dict[UUID, Organisation | OutsideBody] = {}
        if ids:
            known = {**Organisation.objects.in_bulk(ids), **OutsideBody.objects.in_bulk(ids)}
        return cls(known)

    def beside(self, promise: PublicPromise) -> list[Organisation | OutsideBody]:
        return [self.known[pk] for pk in _shown_owner_ids(promise) if pk in self.known]


def list_nameable_owner_ids(item: ActionItem) -> frozenset[UUID]:
    """Return the ids of the owners of an item, whose names may be shown."""
    return item.working_organisation_ids | (
        {item.outside_body_id} if item.outside_body_id is not None else frozenset()
    )


def _shown_owner_ids(promise: PublicPromise) -> list[UUID]:
    """Return the ids of the named owners; former owners are left out."""
    owners = list_nameable_owner_ids(promise.action)
    return [pk for pk in promise.named if pk in owners]
