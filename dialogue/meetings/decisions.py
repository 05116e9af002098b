"""Services of decisions at a meeting: named at an item, opened and counted there with those present."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.models import DecisionState
from dialogue.decisions.services.closing import transition_decision
from dialogue.meetings.events import AgendaItemChanged, record_meeting
from dialogue.meetings.items import find_decision, link_decision
from dialogue.meetings.loaders import get_item, lock_meeting
from dialogue.meetings.models import AgendaItem, ItemDecision, Meeting
from dialogue.meetings.rolls import mark_present
from dialogue.meetings.states import MeetingAction
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, NotFound
from viche.kernel.services import service


@service(MeetingAction.ORDER_AGENDA)
def name_decision(*, actor: Actor, meeting_id: UUID, item_id: UUID, decision_id: UUID) -> Meeting:
    """Name a decision at an item, to be taken or looked at there. Idempotent.

    Raises NotFound, Forbidden, Conflict, and Invalid for one that the actor may not read, of another group,
    or whose readers are not those of the item.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.ORDER_AGENDA)
    item = get_item(actor, meeting, item_id)
    link_decision(item, find_decision(actor, meeting, item, decision_id))
    _record(actor, meeting, item, "decision_named")
    return meeting


@service(MeetingAction.ORDER_AGENDA)
def remove_decision(*, actor: Actor, meeting_id: UUID, item_id: UUID, decision_id: UUID) -> Meeting:
    """Take a draft that was named by mistake off an item. Raises NotFound, Forbidden, Conflict."""
    meeting = lock_meeting(actor, meeting_id, MeetingAction.ORDER_AGENDA)
    item = get_item(actor, meeting, item_id)
    link = _get_link(item, decision_id)
    if link.decision.state != DecisionState.DRAFT:
        raise Conflict("decision_opened", _("This decision was opened: it stays in the record."))
    link.delete()
    _record(actor, meeting, item, "decision_removed")
    return meeting


@service(MeetingAction.KEEP_FLOOR)
def move_decision(
    *,
    actor: Actor,
    meeting_id: UUID,
    item_id: UUID,
    decision_id: UUID,
    to: str,
    expected_version: int,
    closes_at: datetime | None = None,
) -> Meeting:
    """Open a decision at the current item, or count it (`closed`), see `rolls.prepare_close`.

    The roll says who is present; others answer until `closes_at`. Raises NotFound, Forbidden, Stale, Invalid,
    and Conflict for another item than the current one, or without quorum.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.KEEP_FLOOR)
    item = get_item(actor, meeting, item_id)
    decision_id = _get_link(item, decision_id).decision_id
    if item.pk != meeting.current_item_id:
        raise Conflict("not_current", _("Take up this item first."))
    transition_decision(
        actor=actor, decision_id=decision_id, to=to, expected_version=expected_version, closes_at=closes_at
    )
    if to == "open":
        mark_present(meeting, decision_id)
    _record(actor, meeting, item, f"decision_{to}")
    return meeting


def _get_link(item: AgendaItem, decision_id: UUID) -> ItemDecision:
    link = item.decisions.select_related("decision").filter(decision=decision_id).first()
    if link is None:
        raise NotFound
    return link


def _record(actor: Actor, meeting: Meeting, item: AgendaItem, change: str) -> None:
    record_meeting(actor, AgendaItemChanged, meeting, item_id=item.pk, change=change)
