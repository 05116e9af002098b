"""What an open decision keeps: its thread where it is, its voters, and the votes of a post that passes on."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.decisions.models import Decision, DecisionState
from dialogue.decisions.selectors import count_open_decisions
from dialogue.decisions.services.opening import list_speaking_seats, list_voting_seats
from dialogue.decisions.services.succession import take_over_voters
from dialogue.threads.models import Thread
from dialogue.threads.obstacles import (
    register_audience_obstacle,
    register_merge_obstacle,
    register_move_obstacle,
)
from groups.common.hooks import register_handover_item
from viche.kernel.errors import Conflict


def find_open_decision(thread: Thread) -> Conflict | None:
    """Return a conflict while a decision of the thread is drafted or open."""
    pending = [DecisionState.DRAFT, DecisionState.OPEN]
    if not Decision.objects.filter(thread=thread, state__in=pending).exists():
        return None
    return build_conflict()


def build_conflict() -> Conflict:
    return Conflict("decision_open", _("A decision is open here. Close or withdraw it first."))


def find_silenced_voter(thread: Thread) -> Conflict | None:
    """Return a conflict when a voter of an open decision may no longer speak in the thread."""
    for row in Decision.objects.filter(thread=thread, state=DecisionState.OPEN):
        row.thread = thread
        speaking = list_speaking_seats(row)
        organisations = {seat.mandate.organisation_id for seat in speaking}
        silent = list_voting_seats(row).exclude(pk__in=[seat.pk for seat in speaking])
        theirs = silent.exclude(mandate__organisation__in=organisations).values("mandate__organisation")
        voters = Q(membership__in=silent.values("pk")) | Q(membership=None, organisation__in=theirs)
        if row.voters.filter(voters, lost_at=None).exists():
            return build_conflict()
    return None


register_move_obstacle(find_open_decision)
register_merge_obstacle(find_open_decision)
register_audience_obstacle(find_silenced_voter)
register_handover_item("open_decisions", count=count_open_decisions, take_over=take_over_voters)
