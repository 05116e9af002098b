"""Reasons why acceptance criteria of an action item have no evidence, given when it is done or verified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import Mandate
from tasks.evidence.models import Evidence, present_evidence_q
from tasks.items.loaders import write_remark
from tasks.items.models import ActionItem, Criterion
from tasks.items.workflow import Action, Step
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
    step: Step,
    mandate: Mandate | None,
    unproved: Sequence[UnprovedCriterion],
    *,
    logged: bool,
) -> None:
    """Store why criteria have no evidence, in place of earlier reasons of the same criteria.

    Each criterion without evidence needs one: from the owner with each completion, from the verifier where
    the owner gave none. A guest link and a `logged` step need none: they do not show the criteria one by one.
    Raises Invalid for a missing reason, for another step, for a criterion of another item, for one that has
    evidence, and for one that is named twice.
    """
    if step.action not in PROVING:
        _refuse_reasons(unproved)
        return
    proved = _drop_reasons_of_proved(item)
    criteria = {one.pk: one for one in item.criteria.all()}
    for place, one in enumerate(unproved):
        criterion = _take_unproved(criteria, proved, one.criterion_id, f"/unproved/{place}/criterion")
        pointer = f"/unproved/{place}/reason"
        criterion.unproved_remark = write_remark(actor, item, mandate, one.reason, pointer)
        criterion.save(update_fields=["unproved_remark"])
    if actor.link_id is None and not logged:
        _check_explained(step, (one for pk, one in criteria.items() if pk not in proved))


def _refuse_reasons(unproved: Sequence[UnprovedCriterion]) -> None:
    if unproved:
        raise Invalid.field(
            "/unproved", "not_proved_here", _("Missing evidence is explained only with done and verified.")
        )


def _drop_reasons_of_proved(item: ActionItem) -> set[UUID]:
    """Remove the reasons of criteria that have evidence now, and return their ids.

    Otherwise an old reason would speak for the criterion again if the evidence were hidden.
    """
    evidence = Evidence.objects.filter(present_evidence_q(), action=item, criterion__isnull=False)
    proved = set(evidence.values_list("criterion", flat=True))
    item.criteria.filter(pk__in=proved, unproved_remark__isnull=False).update(unproved_remark=None)
    return proved


def _take_unproved(
    criteria: dict[UUID, Criterion], proved: set[UUID], criterion_id: UUID, pointer: str
) -> Criterion:
    """Remove a criterion without evidence from `criteria` and return it. Raises Invalid at `pointer`."""
    criterion = criteria.pop(criterion_id, None)
    if criterion is None:
        raise Invalid.field(pointer, "unknown", _("This is no criterion of the action item."))
    if criterion_id in proved:
        raise Invalid.field(pointer, "proved", _("This condition has evidence: it needs no reason."))
    return criterion


def _check_explained(step: Step, unnamed: Iterable[Criterion]) -> None:
    """Raise Invalid when a criterion without evidence, which was not named, needs a reason."""
    for one in unnamed:
        if step.action == Action.COMPLETE or one.unproved_remark_id is None:
            text = _("Write why this condition has no evidence: %(criterion)s") % {"criterion": one.text}
            raise Invalid.field("/unproved", "required", text)
