"""Action items that the whole group reads: what may stand on paper that passes from hand to hand."""

from __future__ import annotations

from django.db.models import QuerySet

from groups.models import InitiativeGroup
from tasks.accountability.selectors import DROPPED, Period
from tasks.items.choices import Audience
from tasks.items.date_filters import ENDED, VERIFIED, within
from tasks.items.models import ActionItem
from tasks.items.selectors import joined
from tasks.items.states import OPEN, PROVED


def in_common(group: InitiativeGroup) -> QuerySet[ActionItem]:
    """All of them."""
    return joined(ActionItem.objects.filter(group=group, audience=Audience.GROUP))


def open_in_common(group: InitiativeGroup) -> QuerySet[ActionItem]:
    """Those for which somebody still has to do something, by due day."""
    return in_common(group).filter(state__in=OPEN).order_by("due_on", "id")


def proved_in_common(group: InitiativeGroup, period: Period) -> QuerySet[ActionItem]:
    """Those that were verified in a period, in that order."""
    days = within(VERIFIED, period.first, period.last)
    found = in_common(group).filter(days, state__in=PROVED)
    return found.prefetch_related("verified_for").order_by("verified_at", "id")


def dropped_in_common(group: InitiativeGroup, period: Period) -> QuerySet[ActionItem]:
    """Those that were declined or cancelled in a period, in that order."""
    days = within(ENDED, period.first, period.last)
    return in_common(group).filter(days, state__in=DROPPED).order_by("state_since", "id")
