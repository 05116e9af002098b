"""The action item as a container of grants of its own: of guests, and of those who do not read its thread."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _

from groups.common.hooks import group_step, milestone_check
from groups.grants import Source, container, member_sources, named_sources, of_all_time
from groups.models import GroupState, InitiativeGroup, Role, ShareAccess, Whom
from tasks.items.access import CODENAMES, READ, WORK
from tasks.items.choices import Audience
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.policies import ActionItemPolicy, RegisterAction, RegisterPolicy
from tasks.items.states import PROVED
from tasks.items.workflow import Action
from viche.kernel.text import in_both

READING, WORKING = frozenset({READ}), frozenset({READ, WORK})
SPEAKERS = {Role.FACILITATOR: READING, Role.SECRETARY: READING, Role.MEMBER: READING}


def sources_of_item(item: ActionItem) -> list[Source]:
    """Who reads an item of a restricted thread besides the thread's readers: those who work on it and
    verify it.

    An item that is open to its group has none: what its owner's people may do follows from their seats. Of
    all time, those who ever had to do with it while it was not.
    """
    if of_all_time():
        return named_sources(item, item.group, {Whom.ORGANISATION: SPEAKERS})
    if item.is_shared_with_group:
        return []
    return member_sources(item.group, SPEAKERS, organisation_ids=item.concerned)


def items_of(group: InitiativeGroup) -> QuerySet[ActionItem]:
    """Every item of a group: one that hangs on nobody yet may be about to."""
    return ActionItem.objects.filter(group=group)


def permitted_now(item: ActionItem) -> Collection[str]:
    """A suspended or dissolved group only reads."""
    return CODENAMES if item.group.is_working else READING


def restricted_now(item: ActionItem) -> bool:
    """Whether it is for the readers of its thread alone."""
    return not item.is_shared_with_group


container(
    ActionItem,
    kind="action",
    grants=ActionItemUserPermission,
    codenames=CODENAMES,
    sources=sources_of_item,
    depends_on={InitiativeGroup: items_of},
    shares={ShareAccess.READ: READING, ShareAccess.WORK: WORKING},
    policy=ActionItemPolicy(),
    share_action=Action.SHARE,
    limit=permitted_now,
    emergency=restricted_now,
    prefetch=("group",),
    through="thread",
    since="created_at",
    offer=_("to be the guest of one action item"),
)

# Who may make an action item stands in `allowed` of the group.
group_step(
    RegisterAction.MAKE,
    scope=RegisterPolicy().scope_of(RegisterAction.MAKE),
    codenames=RegisterPolicy.codenames[RegisterAction.MAKE],
    states={GroupState.ACTIVE},
)


def _verified(group_id: UUID) -> bool:
    """Items of restricted threads do not count: that there are any is for their readers alone."""
    shared = ActionItem.objects.filter(group=group_id, audience=Audience.GROUP)
    return shared.filter(state__in=PROVED).exists()


milestone_check("action_verified", 70, lambda: in_both(lambda: gettext("First action verified")), _verified)
