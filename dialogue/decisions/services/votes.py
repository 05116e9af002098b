"""Give, change and withdraw open answers, also by phone; settle seats that are lost."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.access import list_voters_of
from dialogue.decisions.answers import validate_answer
from dialogue.decisions.events import VoteCast, VoteWithdrawn, record_decision
from dialogue.decisions.loaders import check_takes_answers, lock_decision
from dialogue.decisions.models import Answer, Decision, DecisionState, Vote, Voter
from dialogue.decisions.policies import Action
from dialogue.decisions.services.voters import (
    check_is_open_vote,
    get_own_voter,
    get_voter,
    get_voting_mandate,
    set_has_voted,
)
from dialogue.threads.loaders import require_person
from groups.models import Role
from groups.selectors import get_mandate_in_group, list_active_seats
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Invalid
from viche.kernel.services import Reason, service


@service(Action.VOTE)
def cast_vote(
    *,
    actor: Actor,
    decision_id: UUID,
    voter_id: UUID,
    answer: str,
    ranking: Sequence[UUID] = (),
    harm: str = "",
    condition: str = "",
    reason: str = "",
    wants_name: bool = False,
) -> Decision:
    """Give or change the open answer of a voter for whom the actor speaks.

    Raises NotFound, Forbidden, Invalid, PersonalData, and Conflict when the time is over (`closed`), for a
    secret ballot (`secret`), and for a seat that was lost (`seat_lost`).
    """
    row = lock_decision(actor, decision_id, Action.VOTE)
    check_takes_answers(row)
    check_is_open_vote(row)
    voter = get_own_voter(actor, row, voter_id)
    texts = {"harm": harm, "condition": condition, "reason": reason}
    vote = Vote(answer=answer, ranking=list(ranking), **texts, wants_name=wants_name)
    vote.mandate = get_voting_mandate(actor, row, voter)
    return _store_vote(actor, row, voter, vote)


@service(Action.RECORD_VOTE)
def record_phone_vote(
    *,
    actor: Actor,
    decision_id: UUID,
    voter_id: UUID,
    said_by: UUID,
    answer: str,
    ranking: Sequence[UUID] = (),
    harm: str = "",
    condition: str = "",
    reason: str = "",
    wants_name: bool = False,
) -> Decision:
    """Record an answer that a person gave by phone, who speaks for the voter. Raises as `cast_vote`."""
    row = lock_decision(actor, decision_id, Action.RECORD_VOTE)
    check_takes_answers(row)
    voter = get_voter(row, voter_id)
    if voter not in list_voters_of(said_by, [row]).get(row.pk, ()):
        raise Invalid.field("/said_by", "not_theirs", _("This person does not speak for this seat."))
    texts = {"harm": harm, "condition": condition, "reason": reason}
    vote = Vote(answer=answer, ranking=list(ranking), **texts, wants_name=wants_name, said_by_id=said_by)
    vote.mandate = get_mandate_in_group(actor, row.group_id)
    return _store_vote(actor, row, voter, vote)


@service(Action.VOTE)
def withdraw_vote(*, actor: Actor, decision_id: UUID, voter_id: UUID) -> Decision:
    """Withdraw the open answer of a voter. Idempotent. Raises as `cast_vote`."""
    row = lock_decision(actor, decision_id, Action.VOTE)
    check_takes_answers(row)
    check_is_open_vote(row)
    voter = get_own_voter(actor, row, voter_id)
    if Vote.objects.filter(voter=voter).delete()[0]:
        set_has_voted(voter, False)
        record_decision(actor, VoteWithdrawn, row, voter_id=voter.pk, why="withdrawn")
    return row


def _store_vote(actor: Actor, row: Decision, voter: Voter, vote: Vote) -> Decision:
    validate_answer(row, vote.answer, vote.ranking, harm=vote.harm, condition=vote.condition)
    if vote.answer != Answer.OBJECT:
        vote.harm = vote.condition = ""
    texts = {"/harm": vote.harm, "/condition": vote.condition, "/reason": vote.reason}
    actor = check_disclosure(actor, texts)
    known = Vote.objects.filter(voter=voter).first()
    if known is not None:
        vote.pk = known.pk
    vote.voter, vote.cast_by_id, vote.at = voter, require_person(actor), now()
    vote.save(force_update=known is not None, force_insert=known is None)
    set_has_voted(voter, True)
    record_decision(
        actor,
        VoteCast,
        row,
        voter_id=voter.pk,
        answer=vote.answer,
        ranking=tuple(vote.ranking),
        mandate_id=vote.mandate_id,
        by_phone=vote.said_by_id is not None,
    )
    return row


@service(Reason.STEP)
def settle_lost_seats(*, actor: Actor, group_id: UUID) -> None:
    """Note the seats of open decisions that were lost. Their open answers go, secret ballots stay.

    Called in the transaction in which the seats of the group changed. A decision whose time is over keeps its
    answers, even if the count is late.
    """
    decisions = Decision.objects.filter(
        group=group_id, state=DecisionState.OPEN, on_paper=False, closes_at__gt=now()
    )
    for row in decisions.select_for_update(of=("self",), no_key=True).order_by("id"):
        seats = list_active_seats(now()).filter(group=group_id).exclude(role=Role.OBSERVER)
        held = set(seats.values_list("pk", flat=True))
        present = set(seats.values_list("mandate__organisation", flat=True))
        for voter in row.voters.filter(lost_at=None).order_by("id"):
            kept = voter.membership_id in held if voter.membership_id else voter.organisation_id in present
            if not kept:
                _lose_seat(actor, row, voter)


def _lose_seat(actor: Actor, row: Decision, voter: Voter) -> None:
    voter.lost_at = now()
    if not row.secret:
        Vote.objects.filter(voter=voter).delete()
        voter.has_voted = False
    voter.save(update_fields=["lost_at", "has_voted"])
    record_decision(actor, VoteWithdrawn, row, voter_id=voter.pk, why="seat_lost")
