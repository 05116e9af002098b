"""Action items that the whole group may read, and that may therefore be printed and passed on."""

from __future__ import annotations

from django.db.models import QuerySet

from groups.models import InitiativeGroup
from tasks.accountability.selectors import DROPPED_STATES, Period
from tasks.items.choices import Audience
from tasks.items.date_filters import ENDED_DAY, VERIFIED_DAY, within_days_q
from tasks.items.models import ActionItem
from tasks.items.selectors import join_details
from tasks.items.states import OPEN_STATES, VERIFIED_STATES


def list_group_wide_items(group: InitiativeGroup) -> QuerySet[ActionItem]:
    """Return all action items of the group whose audience is the whole group."""
    return join_details(ActionItem.objects.filter(group=group, audience=Audience.GROUP))


def list_open_group_wide_items(group: InitiativeGroup) -> QuerySet[ActionItem]:
    """Return the open ones, in the order of their due day."""
    return list_group_wide_items(group).filter(state__in=OPEN_STATES).order_by("due_on", "id")


def list_verified_group_wide_items(group: InitiativeGroup, period: Period) -> QuerySet[ActionItem]:
    """Return the ones verified in the period, in the order of verification."""
    days = within_days_q(VERIFIED_DAY, period.first, period.last)
    found = list_group_wide_items(group).filter(days, state__in=VERIFIED_STATES)
    return found.prefetch_related("verified_for").order_by("verified_at", "id")


def list_dropped_group_wide_items(group: InitiativeGroup, period: Period) -> QuerySet[ActionItem]:
    """Return the ones declined or cancelled in the period, in that order."""
    days = within_days_q(ENDED_DAY, period.first, period.last)
    return list_group_wide_items(group).filter(days, state__in=DROPPED_STATES).order_by("state_since", "id")
