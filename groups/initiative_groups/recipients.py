"""Recipients of initiative groups."""

from __future__ import annotations

from uuid import UUID

from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.seats.selectors import list_facilitator_ids


def list_leaders_of(group: InitiativeGroup) -> set[UUID]:
    """Return the facilitators of a group (with its territory) and the coordinators there."""
    offices = {
        person_id
        for person_id, sources in GroupPolicy().readers(group).items()
        if any(source.kind == "office" for source in sources)
    }
    return offices.union(list_facilitator_ids(group.pk))
