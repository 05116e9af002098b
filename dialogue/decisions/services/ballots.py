"""Cast a secret ballot: mark the seat in one transaction, store the ballot in another.

Nothing that both transactions write names the other. The mark says who took part, which is public; the
ballot has a random key, no time and no event. docs/threat-model.md says what that promises.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dialogue.decisions.answers import validate_answer
from dialogue.decisions.events import VoteCast, VoteWithdrawn, record_decision
from dialogue.decisions.loaders import check_takes_answers, lock_decision
from dialogue.decisions.models import Ballot, Decision, Voter
from dialogue.decisions.policies import Action
from dialogue.decisions.services.voters import get_own_voter, set_has_voted
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.services import Reason, service


@service(Action.VOTE, whole=False)
def cast_ballot(
    *, actor: Actor, decision_id: UUID, voter_id: UUID, answer: str, ranking: Sequence[UUID] = ()
) -> Decision:
    """Cast the secret ballot of a voter for whom the actor speaks. It is final.

    When the ballot cannot be stored, the mark is taken back. A crash between the two, or a commit whose end
    is unknown, leaves the mark: the count shows a ballot that is missing. Raises NotFound, Forbidden,
    Invalid, and Conflict when the time is over (`closed`), the seat was lost, it was cast before (`cast`), or
    the decision is not secret (`not_secret`).
    """
    row = _mark_voter(actor=actor, decision_id=decision_id, voter_id=voter_id, answer=answer, ranking=ranking)
    is_stored = False
    try:
        with transaction.atomic():
            _store_ballot(decision_id, answer, ranking)
            is_stored = True  # a commit that fails from here on may still have kept the ballot
    except BaseException:
        if not is_stored:
            _take_mark_back(actor=actor, decision_id=decision_id, voter_id=voter_id)
        raise
    return row


@service(Action.VOTE)
def _mark_voter(
    *, actor: Actor, decision_id: UUID, voter_id: UUID, answer: str, ranking: Sequence[UUID]
) -> Decision:
    row = lock_decision(actor, decision_id, Action.VOTE)
    check_takes_answers(row)
    if not row.secret:
        raise Conflict("not_secret", _("This decision is answered openly."))
    voter = get_own_voter(actor, row, voter_id)
    if voter.has_voted:
        raise Conflict("cast", _("The ballot of this seat was cast. It is final."))
    validate_answer(row, answer, ranking)
    set_has_voted(voter, True)
    record_decision(actor, VoteCast, row, voter_id=voter.pk, answer=None)
    return row


def _store_ballot(decision_id: UUID, answer: str, ranking: Sequence[UUID]) -> None:
    """Store a ballot, unless the decision was closed meanwhile."""
    locked = Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=decision_id)
    check_takes_answers(locked)
    Ballot.objects.create(decision_id=decision_id, answer=answer, ranking=list(ranking))


@service(Reason.STEP)
def _take_mark_back(*, actor: Actor, decision_id: UUID, voter_id: UUID) -> None:
    locked = Decision.objects.select_for_update(of=("self",), no_key=True)
    row = locked.select_related("thread__group").get(pk=decision_id)
    if row.is_open:  # a mark that was counted stays, and the count shows that its ballot is missing
        set_has_voted(Voter.objects.get(pk=voter_id), False)
        record_decision(actor, VoteWithdrawn, row, voter_id=voter_id, why="not_stored")
