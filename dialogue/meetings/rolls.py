"""Who is present, in the roll of a decision that is taken at a meeting."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.models import Decision, Voter
from dialogue.meetings.models import Meeting, MeetingState
from dialogue.meetings.presence import load_presence
from viche.kernel.errors import Conflict


def prepare_close(decision: Decision) -> None:
    """Mark in the roll of a decision who is present where it is taken: at an item of a running meeting.

    Raises Conflict while that meeting has no quorum.
    """
    meeting = Meeting.objects.filter(state=MeetingState.RUNNING, agenda__decisions__decision=decision).first()
    if meeting is None:
        return
    _seats, quorum = load_presence(meeting)
    if not quorum.is_met:
        raise Conflict("no_quorum", _("The meeting has no quorum: it may talk, but not decide."))
    mark_present(meeting, decision.pk)


def mark_present(meeting: Meeting, decision_id: UUID) -> None:
    """Mark in the roll of a decision which seats and organisations are present now."""
    came = meeting.attendance.filter(checked_in_at__isnull=False, left_at=None)
    seats = dict(came.values_list("membership", "membership__mandate__organisation"))
    voters = list(Voter.objects.filter(decision=decision_id).select_for_update(of=("self",), no_key=True))
    for voter in voters:
        if voter.membership_id is None:
            voter.is_present = voter.organisation_id in seats.values()
        else:
            voter.is_present = voter.membership_id in seats
    Voter.objects.bulk_update(voters, ["is_present"])
