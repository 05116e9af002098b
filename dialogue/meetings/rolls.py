"""Who is present, in the roll of a decision that is taken at a meeting."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dialogue.decisions.models import Decision, Voter
from dialogue.meetings.models import Meeting, MeetingState
from dialogue.meetings.presence import build_no_quorum_error, load_presence


def prepare_close(decision: Decision, by_hand: bool) -> None:
    """Mark in the roll of a decision who is present where it is taken: at an item of a running meeting.

    By the clock only at the meeting in which it was opened; once that has ended, those who stayed to its end
    are present. Whoever left without an answer does not count for the quorum of the decision. Raises Conflict
    by hand while the meeting runs without quorum.
    """
    meeting = _find_meeting(decision, by_hand)
    if meeting is None:
        return
    if by_hand and meeting.state == MeetingState.RUNNING and not load_presence(meeting)[1].is_met:
        raise build_no_quorum_error()
    mark_present(meeting, decision.pk)


def _find_meeting(decision: Decision, by_hand: bool) -> Meeting | None:
    """Return the meeting at whose item a decision was opened; by hand rather the one that runs now."""
    at_item = Meeting.objects.filter(agenda__decisions__decision=decision)
    running = Q(state=MeetingState.RUNNING)
    ended_later = Q(state=MeetingState.ENDED, ended_at__gte=decision.opened_at)
    opened_there = Q(started_at__lte=decision.opened_at) & (running | ended_later)
    found = at_item.filter(opened_there | running if by_hand else opened_there)
    return found.order_by("ended_at").last()


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
