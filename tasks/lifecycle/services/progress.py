"""Progress reports on action items, between workflow steps."""

from __future__ import annotations

from uuid import UUID

from tasks.items.events import ProgressReported
from tasks.items.loaders import event_fields_of, find_acting_mandate, lock_step, write_remark
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.REPORT, Action.LOG)
def report_progress(
    *, actor: Actor, action_id: UUID, text: str, mandate_id: UUID | None = None, logged: bool = False
) -> ActionItem:
    """Record the owner's progress report; `logged` when a facilitator was told it.

    Raises NotFound, Forbidden, Invalid.
    """
    item, stance = lock_step(actor, action_id, Action.REPORT, None, logged=logged)
    mandate = find_acting_mandate(stance, item, Action.LOG if logged else Action.REPORT, mandate_id)
    remark = write_remark(actor, item, mandate, text, "/text")
    record(
        actor,
        ProgressReported(
            **event_fields_of(item),
            mandate_id=mandate.pk if mandate else None,
            remark_id=remark.pk,
            link_id=actor.link_id,
            logged=logged,
        ),
    )
    return item
