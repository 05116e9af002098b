"""The voter of a locked decision for whom somebody answers."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.access import list_voters_of
from dialogue.decisions.models import Decision, Voter
from dialogue.threads.loaders import require_person
from groups.models import Mandate
from groups.selectors import list_active_seats
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, NotFound


def check_is_open_vote(row: Decision) -> None:
    if row.secret:
        raise Conflict("secret", _("This ballot is secret: cast it as such. It is final."))


def get_voter(row: Decision, voter_id: UUID) -> Voter:
    """Return a voter of a locked decision. Raises NotFound, and Conflict for a seat that was lost."""
    voter = Voter.objects.filter(decision=row, pk=voter_id).first()
    if voter is None:
        raise NotFound
    if voter.lost_at is not None:
        raise Conflict("seat_lost", _("This seat was lost since the decision opened."))
    return voter


def get_own_voter(actor: Actor, row: Decision, voter_id: UUID) -> Voter:
    """Return the voter of a locked decision for whom the actor speaks. Raises Forbidden for another one."""
    for voter in list_voters_of(require_person(actor), [row]).get(row.pk, ()):
        if voter.pk == voter_id:
            return voter
    get_voter(row, voter_id)
    raise Forbidden("not_your_seat", _("You do not speak for this seat."))


def get_voting_mandate(actor: Actor, row: Decision, voter: Voter) -> Mandate | None:
    """Return the mandate of the seat that votes; for an organisation that of the actor's seat for it."""
    if voter.mandate is not None:
        seat: Mandate = voter.mandate
        return seat
    seats = list_active_seats(now()).filter(group=row.group_id, mandate__organisation=voter.organisation_id)
    own = seats.filter(mandate__person=actor.person_id).first()
    return own.mandate if own is not None else None


def set_has_voted(voter: Voter, has_voted: bool) -> None:
    voter.has_voted = has_voted
    voter.save(update_fields=["has_voted"])
