"""How evidence of the permission matrix comes into its states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tasks.evidence.policies import EvidencePolicy
from tasks.evidence.removal import hide_evidence, withdraw_evidence
from tasks.models import Evidence
from tests.architecture.stages.action import an_action_item
from tests.architecture.stages.stage import Stage
from tests.tasks.helpers import move, prove
from viche.kernel.clock import now
from viche.kernel.policy import Policy

ITEM_STATES = {"verified": "verified", "restricted": "restricted"}


def a_piece(stage: Stage, state: str) -> Evidence:
    """The councillor's."""
    here = stage.here
    item = an_action_item(stage, ITEM_STATES.get(state, "accepted"))
    if state == "restricted":
        move(here, item, "accepted")
    piece = item.evidence.get() if state == "verified" else prove(here, item)
    if state == "old":
        Evidence.objects.filter(pk=piece.pk).update(added_at=now() - timedelta(minutes=16))
    if state == "withdrawn":
        withdraw_evidence(actor=here.actor("councillor"), evidence_id=piece.pk)
    if state.startswith("hidden"):
        role = "dpo" if state == "hidden_by_officer" else "facilitator"
        hide_evidence(actor=stage.actor(role), evidence_id=piece.pk, reason="Чуже обличчя")
    return Evidence.objects.select_related("action__group__territory").get(pk=piece.pk)


POLICIES: dict[str, Policy[Any]] = {
    "evidence": EvidencePolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "evidence": a_piece,
}
