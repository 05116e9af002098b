"""Candidates of memberships."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from groups.common.collation import build_sort_key
from groups.common.periods import not_ended_q
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.mandates.models import Mandate
from groups.mandates.policies import MandatePolicy
from groups.mandates.post_selectors import MAX_CANDIDATES, filter_active, name_contains_q
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import load


def list_mandates_to_seat(actor: Actor, group_id: UUID, words: str) -> QuerySet[Mandate]:
    """Return the mandates that `actor` could seat in a group, by name of the holder.

    Raises NotFound or Forbidden.
    """
    load(GroupPolicy(), actor, group_id, GroupAction.ADD_MEMBER)
    taken = Membership.objects.filter(not_ended_q(now()), group=group_id, mandate=OuterRef("pk"))
    known = filter_active(MandatePolicy().visible_to(actor)).exclude(Exists(taken))
    found = known.filter(name_contains_q(words, "person__"), person__is_active=True)
    ordered = found.select_related("person", "organisation").order_by(build_sort_key("person__name_uk"), "id")
    return ordered[:MAX_CANDIDATES]


# ---- history of seats --------------------------------------------------------------------------------------


def list_seat_records_of(group_id: UUID) -> QuerySet[Membership]:
    """Return all seats of a group, including ended, suspended and future ones."""
    return Membership.objects.filter(group=group_id).select_related(
        "mandate__person", "mandate__organisation", "group"
    )
