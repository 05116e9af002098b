"""Pass the votes of a post in open decisions to its successor."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.decisions.events import VoterPassedOn, record_decision
from dialogue.decisions.models import Capacity, Decision, DecisionState, Vote, Voter
from dialogue.decisions.services.voters import set_has_voted
from dialogue.threads.models import Thread, Visibility
from groups.common.hooks import Succession
from groups.common.periods import not_ended_q
from groups.models import Mandate, Membership
from groups.policies import MandateAction
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import service


def count_open_decisions(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    """Return how many decisions that whole groups may read take answers of a seat of the post."""
    shared = Q(thread=None) | Q(thread__visibility=Visibility.GROUP)
    return _list_open_decisions(mandate, group_ids).filter(shared).count()


def _list_open_decisions(mandate: Mandate, group_ids: Collection[UUID]) -> QuerySet[Decision]:
    held = Voter.objects.filter(membership__mandate=mandate, lost_at=None, decision=OuterRef("pk"))
    open_now = Decision.objects.filter(state=DecisionState.OPEN, closes_at__gt=now())
    return open_now.filter(Exists(held), group__in=group_ids)


@service(MandateAction.PASS_ON)
def take_over_voters(*, actor: Actor, succession: Succession) -> None:
    """Let the successor's seats answer in open decisions for those that they replace.

    Answers stay, with the name of who gave them, and may be changed; what the predecessor answered personally
    goes. A restricted thread passes its votes on where it names the successor or their organisation; in
    others the seat is lost, as if it had ended.
    """
    seats = Membership.objects.filter(not_ended_q(now()), mandate=succession.after)
    successors = {(seat.group_id, seat.role): seat for seat in seats}
    named = Q(audience__organisation=succession.after.organisation_id)
    named |= Q(audience__person=succession.after.person_id)
    known = Thread.objects.filter(Q(visibility=Visibility.GROUP) | named)
    going = _list_open_decisions(succession.before, succession.group_ids)
    going = going.filter(Q(thread=None) | Q(thread__in=known)).order_by("id")
    for row in going.select_for_update(of=("self",), no_key=True).select_related("thread"):
        held = row.voters.filter(membership__mandate=succession.before, lost_at=None).order_by("id")
        for voter in held.select_related("membership"):
            seat = voter.membership and successors.get((row.group_id, voter.membership.role))
            if seat is not None:
                _replace_seat(actor, row, voter, seat)


def _replace_seat(actor: Actor, row: Decision, voter: Voter, seat: Membership) -> None:
    voter.membership, voter.mandate_id = seat, seat.mandate_id
    voter.save(update_fields=["membership", "mandate"])
    if row.capacity == Capacity.PERSONAL and not row.secret:
        Vote.objects.filter(voter=voter).delete()
        set_has_voted(voter, False)
    record_decision(actor, VoterPassedOn, row, voter_id=voter.pk)
