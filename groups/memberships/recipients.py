"""Recipients of memberships."""

from __future__ import annotations

from collections.abc import Iterable

from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.recipients import who_leads
from viche.kernel.models import Event
from viche.notifications.registry import Recipient


def who_may_seat(event: Event) -> Iterable[Recipient]:
    """Facilitators of the group, and who coordinates its territory."""
    group = InitiativeGroup.objects.select_related("territory").get(pk=event.data["group_id"])
    return [Recipient(person_id, "may_answer") for person_id in sorted(who_leads(group))]
