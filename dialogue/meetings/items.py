"""Parts of the services of agenda items, which lock the meeting and authorise."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.decisions.models import Decision, DecisionState
from dialogue.decisions.policies import DecisionPolicy
from dialogue.meetings.models import AgendaItem, AgendaState, ItemDecision, Meeting, Speaker
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.versions import save_new_version

MAX_DECISIONS = 10


def close_agenda(meeting: Meeting) -> None:
    """End the current item of a locked meeting, and postpone those that were not taken up."""
    leave_current_item(meeting)
    rest = meeting.agenda.filter(state=AgendaState.ACCEPTED, started_at=None)
    rest.update(state=AgendaState.POSTPONED)
    Speaker.objects.filter(item__meeting=meeting, began_at=None).delete()


def leave_current_item(meeting: Meeting) -> None:
    """End the current item of a locked meeting, and whoever speaks to it."""
    item = meeting.current_item
    if item is None:
        return
    at = now()
    Speaker.objects.filter(item=item, ended_at=None, began_at__isnull=False).update(ended_at=at)
    item.pause(at)
    item.state = AgendaState.DONE
    save_new_version(item, "state", "spent_seconds", "ended_at")


def accept_as_last(item: AgendaItem) -> None:
    """Put an item at the end of the agenda. It is not saved."""
    last = AgendaItem.objects.filter(meeting=item.meeting_id).aggregate(last=Max("position"))["last"] or 0
    item.position, item.state = last + 1, AgendaState.ACCEPTED


def find_decision(actor: Actor, meeting: Meeting, item: AgendaItem, decision_id: UUID) -> Decision:
    """Return a decision that can be named at an item. Raises Invalid."""
    rows = DecisionPolicy().visible_to(actor).filter(pk=decision_id, group=meeting.group_id)
    found = rows.exclude(state=DecisionState.WITHDRAWN).first()
    if found is None:
        raise Invalid.field("/decision_id", "not_found", _("There is no such decision in this group."))
    if not found.is_shared_with_group and found.thread_id != item.thread_id:
        words = _("This decision belongs to a restricted thread: name it at an item of that thread.")
        raise Invalid.field("/decision_id", "restricted", words)
    return found


def link_decision(item: AgendaItem, decision: Decision) -> None:
    """Name a decision at a stored item. Idempotent. Raises Conflict for too many."""
    if item.decisions.exclude(decision=decision).count() >= MAX_DECISIONS:
        raise Conflict("too_many_decisions", _("An item has at most ten decisions."))
    ItemDecision.objects.get_or_create(item=item, decision=decision)
