"""Candidates of memberships."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from groups.common.collation import key_of
from groups.common.periods import open_seats
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.mandates.models import Mandate
from groups.mandates.policies import MandatePolicy
from groups.mandates.post_selectors import MOST_CANDIDATES, at_work, named_q
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import load


def mandates_to_seat(actor: Actor, group_id: UUID, words: str) -> QuerySet[Mandate]:
    """The mandates that `actor` could seat in a group, by name of person. Raises NotFound or Forbidden."""
    load(GroupPolicy(), actor, group_id, GroupAction.ADD_MEMBER)
    taken = Membership.objects.filter(open_seats(now()), group=group_id, mandate=OuterRef("pk"))
    known = at_work(MandatePolicy().visible_to(actor)).exclude(Exists(taken))
    found = known.filter(named_q(words, "person__"), person__is_active=True)
    ordered = found.select_related("person", "organisation").order_by(key_of("person__name_uk"), "id")
    return ordered[:MOST_CANDIDATES]


# ---- every seat there was ----------------------------------------------------------------------------------


def seat_records_of(group_id: UUID) -> QuerySet[Membership]:
    """Every seat of a group: those that are over, rest or are yet to begin, too."""
    return Membership.objects.filter(group=group_id).select_related(
        "mandate__person", "mandate__organisation", "group"
    )
