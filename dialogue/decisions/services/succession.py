"""Pass the votes of a post in open decisions to its successor."""

from __future__ import annotations

from django.db.models import Q

from dialogue.decisions.events import VoterPassedOn, record_decision
from dialogue.decisions.models import Capacity, Decision, Vote, Voter
from dialogue.decisions.selectors import list_open_decisions_of
from dialogue.decisions.services.voters import set_has_voted
from dialogue.threads.models import Thread, Visibility
from groups.common.hooks import Succession
from groups.common.periods import not_ended_q
from groups.models import Membership
from groups.policies import MandateAction
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import service


@service(MandateAction.PASS_ON)
def take_over_voters(*, actor: Actor, succession: Succession) -> None:
    """Let the successor's seats answer in open decisions for those that they replace.

    Answers stay, with the name of who gave them, and may be changed; what the predecessor answered personally
    goes. In a restricted thread that does not name the successor in person they may not speak yet: there the
    seat is lost, as if it had ended.
    """
    seats = Membership.objects.filter(not_ended_q(now()), mandate=succession.after)
    successors = {(seat.group_id, seat.role): seat for seat in seats}
    named = Q(audience__person=succession.after.person_id)
    known = Thread.objects.filter(Q(visibility=Visibility.GROUP) | named)
    going = list_open_decisions_of(succession.before, succession.group_ids)
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
