"""Recipients of initiative groups."""

from __future__ import annotations

from uuid import UUID

from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.seats.selectors import facilitators_of


def who_leads(group: InitiativeGroup) -> set[UUID]:
    """Facilitators of a group (with its territory), and who coordinates there."""
    offices = {
        person_id
        for person_id, sources in GroupPolicy().readers(group).items()
        if any(source.kind == "office" for source in sources)
    }
    return offices.union(facilitators_of(group.pk))
