"""Recipients of memberships."""

from __future__ import annotations

from collections.abc import Iterable

from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.recipients import list_leaders_of
from viche.kernel.models import Event
from viche.notifications.registry import Recipient


def list_seat_deciders(event: Event) -> Iterable[Recipient]:
    """Return the facilitators of the group and the coordinators of its territory."""
    group = InitiativeGroup.objects.select_related("territory").get(pk=event.data["group_id"])
    return [Recipient(person_id, "may_answer") for person_id in sorted(list_leaders_of(group))]
