"""Action items as containers of grants: of guests, and of organisations that do not read the thread."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _

from groups.common.hooks import register_group_step, register_milestone_check
from groups.common.periods import Period
from groups.grants import (
    Source,
    get_spans_of,
    list_audience_sources,
    list_member_sources,
    register_container,
    should_include_past,
)
from groups.models import SPEAKING_ROLES, GroupState, InitiativeGroup, Membership, ShareAccess, Whom
from tasks.items.access import CODENAMES, READ, SPEAK, WORK
from tasks.items.choices import Audience
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.policies import ActionItemPolicy, RegisterAction, RegisterPolicy
from tasks.items.states import VERIFIED_STATES
from tasks.items.workflow import Action
from viche.kernel.text import render_bilingual

READ_CODENAMES, WORK_CODENAMES = frozenset({READ}), frozenset({READ, WORK})
SPEAKER_CODENAMES = dict.fromkeys(SPEAKING_ROLES, frozenset({READ, SPEAK}))


def list_grant_sources(item: ActionItem) -> list[Source]:
    """Return the sources by which owners and verifiers read an item of a restricted thread.

    A seat counts that began before its organisation got its part in the item, with the deputies whom its
    holder sent. Who sits there later needs a share of the item, by its facilitator.

    An item that is shared with its group has none, because rights follow from seats. Inside
    `include_past_sources`, the result includes all organisations that were ever involved while the item was
    restricted.
    """
    if should_include_past():
        find_past = partial(_find_counting_term, item)
        return list_audience_sources(item, item.group, {Whom.ORGANISATION: SPEAKER_CODENAMES}, find_past)
    if item.is_shared_with_group:
        return []
    spans = get_spans_of(item)

    def find_term(seat: Membership) -> Period | None:
        terms = spans.get((Whom.ORGANISATION, seat.mandate.organisation_id), ())
        named_at = next((term.start for term in terms if term.end is None), None)
        return _find_counting_term(item, seat, named_at)

    return list_member_sources(
        item.group,
        SPEAKER_CODENAMES,
        organisation_ids=item.involved_organisation_ids,
        find_term=find_term,
    )


def _find_counting_term(item: ActionItem, seat: Membership, named_at: datetime | None) -> Period | None:
    """Return since when a seat of an involved organisation counts: always, or None for a later seat.

    `named_at` is when the organisation got its part; None: when the item was created.
    """
    return Period() if seat.since <= (named_at or item.created_at) else None


def list_group_items(group: InitiativeGroup) -> QuerySet[ActionItem]:
    """Return all items of a group, including those without grants: they may get some."""
    return ActionItem.objects.filter(group=group)


def list_permitted_codenames(item: ActionItem) -> Collection[str]:
    """Return the codenames that may take effect: a suspended or dissolved group is read-only."""
    return CODENAMES if item.group.is_working else READ_CODENAMES


def is_restricted(item: ActionItem) -> bool:
    """Return whether the item is only for the readers of its thread."""
    return not item.is_shared_with_group


register_container(
    ActionItem,
    kind="action",
    grants=ActionItemUserPermission,
    codenames=CODENAMES,
    sources=list_grant_sources,
    depends_on={InitiativeGroup: list_group_items},
    shares={ShareAccess.READ: READ_CODENAMES, ShareAccess.WORK: WORK_CODENAMES},
    policy=ActionItemPolicy(),
    share_action=Action.SHARE,
    limit=list_permitted_codenames,
    emergency=is_restricted,
    prefetch=("group",),
    through="thread",
    reads_spans=True,
    since="created_at",
    offer=_("to be the guest of one action item"),
)

# The right to create action items is listed in `allowed` of the group.
register_group_step(
    RegisterAction.MAKE,
    scope=RegisterPolicy().scope_of(RegisterAction.MAKE),
    codenames=RegisterPolicy.codenames[RegisterAction.MAKE],
    states={GroupState.ACTIVE},
)


def _has_verified_item(group_id: UUID) -> bool:
    """Return whether the group has a verified item that the whole group may read.

    Items of restricted threads do not count: their existence is visible to their readers only.
    """
    shared = ActionItem.objects.filter(group=group_id, audience=Audience.GROUP)
    return shared.filter(state__in=VERIFIED_STATES).exists()


register_milestone_check(
    "action_verified",
    70,
    lambda: render_bilingual(lambda: gettext("First action item verified")),
    _has_verified_item,
)
