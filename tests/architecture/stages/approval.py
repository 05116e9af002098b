"""How requests for a second person come into their states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.mandates.own_posts import APPROVAL_KIND
from tests.architecture.stages.stage import Stage
from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.policies import ApprovalPolicy
from viche.kernel.clock import now
from viche.kernel.policy import Policy


def an_approval(stage: Stage, state: str) -> Approval:
    """The policy reads the row alone; tests/accounts/test_approvals.py takes the steps."""
    here = stage.here
    by = {"withdrawn": here.people["coordinator"], "lapsed": None}.get(state, here.people["administrator"])
    decided: dict[str, Any] = {} if state == "pending" else {"decided_by": by, "decided_at": now()}
    return Approval.objects.create(
        kind=APPROVAL_KIND,
        payload={
            "step": "appoint",
            "organisation_id": str(here.organisations["police"].pk),
            "person_id": str(here.people["coordinator"].pk),
            "position_uk": "Інспектор",
            "document": "Наказ № 3",
            "starts_on": "2020-01-01",
        },
        state=state,
        requested_by=here.people["coordinator"],
        **decided,
    )


POLICIES: dict[str, Policy[Any]] = {
    "approval": ApprovalPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "approval": an_approval,
}
