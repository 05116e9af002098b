"""Conflict-of-interest rule for verifiers of an action item, for one item and as a list condition.

Excluded are persons who worked on it, who added the last evidence, or who belong to an organisation that
works or worked on it, to one of its units or to its parent. An affiliation counts unless it ended before the
item was accepted (or created, while it is not accepted): suspending or ending a mandate does not circumvent
the rule. The database enforces the same (`tasks.items.triggers`).
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from groups.selectors import Affiliations, group_by_end, is_affiliated_since
from tasks.items.models import ActionItem


def is_involved(item: ActionItem, person_id: UUID | None, affiliations: Affiliations) -> bool:
    """Return whether a person with these affiliations is too close to an item to verify it."""
    if person_id in {item.last_evidence_by_id, *item.worked_by}:
        return True
    since = item.accepted_at or item.created_at
    return any(is_affiliated_since(affiliations, pk, since) for pk in item.ineligible_verifier_ids)


def involved_q(person_id: UUID | None, affiliations: Affiliations) -> Q:
    """Return the condition that agrees with `is_involved`."""
    involved = Q(worked_by__contains=[person_id])
    involved |= Q(last_evidence_by__isnull=False, last_evidence_by=person_id)
    for end, ids in group_by_end(affiliations):
        worked = Q(owner_organisation__in=ids) | Q(coowners__overlap=ids) | Q(former_coowners__overlap=ids)
        timely = Q() if end is None else Q(LessThan(Coalesce("accepted_at", "created_at"), end))
        involved |= worked & timely
    return involved
