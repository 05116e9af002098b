"""Subject request of stages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.architecture.stages.stage import Stage
from viche.kernel.clock import now
from viche.kernel.policy import Policy
from viche.privacy.models import RequestKind, SubjectRequest
from viche.privacy.policies import RequestPolicy


def a_request(stage: Stage, state: str) -> SubjectRequest:
    """The policy reads the state alone, so it is written down; tests/privacy takes the steps."""
    closed = state in ("answered", "refused", "withdrawn")
    return SubjectRequest.objects.create(
        person=stage.here.people["teacher"],
        kind=RequestKind.ERASURE if state == "erasure" else RequestKind.ACCESS,
        state="received" if state == "erasure" else state,
        due_at=now() + timedelta(days=30),
        closed_at=now() if closed else None,
    )


POLICIES: dict[str, Policy[Any]] = {
    "subject_request": RequestPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "subject_request": a_request,
}
