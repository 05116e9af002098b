"""Reasons why acceptance criteria of an action item have no evidence, given when it is done or verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import Mandate
from tasks.items.loaders import write_remark
from tasks.items.models import ActionItem
from tasks.items.workflow import Action, Transition
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid

PROVING = frozenset({Action.COMPLETE, Action.VERIFY})


@dataclass(frozen=True, slots=True)
class UnprovedCriterion:
    """A criterion without evidence, and why it has none."""

    criterion_id: UUID
    reason: str


def set_unproved_reasons(
    actor: Actor,
    item: ActionItem,
    step: Transition,
    mandate: Mandate | None,
    unproved: Sequence[UnprovedCriterion],
) -> None:
    """Store why criteria have no evidence, in place of earlier reasons of the same criteria.

    Raises Invalid for another step, for a criterion of another item, and for one that is named twice.
    """
    if not unproved:
        return
    if step.action not in PROVING:
        raise Invalid.field(
            "/unproved", "not_proved_here", _("Missing evidence is explained only with done and verified.")
        )
    criteria = {one.pk: one for one in item.criteria.all()}
    for place, one in enumerate(unproved):
        criterion = criteria.pop(one.criterion_id, None)
        if criterion is None:
            raise Invalid.field(
                f"/unproved/{place}/criterion", "unknown", _("This is no criterion of the action item.")
            )
        criterion.unproved_remark = write_remark(
            actor, item, mandate, one.reason, f"/unproved/{place}/reason"
        )
        criterion.save(update_fields=["unproved_remark"])
