"""Selectors of offices."""

from __future__ import annotations

from django.db.models import QuerySet

from groups.common.periods import active_at_q
from groups.offices.models import Office
from groups.offices.policies import OfficePolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now


def list_offices_for(actor: Actor, *, own: bool = False) -> QuerySet[Office]:
    """Return the offices that `actor` may know of, or only those that they hold now."""
    rows = OfficePolicy().visible_to(actor)
    if own:
        rows = rows.filter(active_at_q("starts_at", "ends_at", now()), person=actor.person_id)
    return rows.select_related("person", "territory")
