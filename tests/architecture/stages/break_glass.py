"""Break glass of stages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from groups.models import BreakGlass
from groups.policies import BreakGlassPolicy
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.thread import a_thread
from viche.kernel.clock import now
from viche.kernel.policy import Policy


def an_emergency(stage: Stage, state: str) -> BreakGlass:
    """The policy reads the row alone; tests/groups/break_glass/test_break_glass.py takes the steps."""
    here, at = stage.here, now()
    answered: dict[str, Any] = {"answered_by": here.people["dpo"], "answered_at": at - timedelta(hours=2)}
    facts: dict[str, dict[str, Any]] = {
        "expired": {"expires_at": at},
        "active": {**answered, "answered_at": at, "state": "approved", "until": at + timedelta(hours=1)},
        "over": {**answered, "state": "approved", "until": at - timedelta(hours=1)},
        "refused": {**answered, "state": "refused"},
        "withdrawn": {"state": "withdrawn", "ended_at": at},
    }
    thread = a_thread(stage, "restricted")
    fields = {"expires_at": at + timedelta(hours=4), **facts.get(state, {})}
    made = BreakGlass.objects.create(
        container_type="thread",
        container_id=thread.pk,
        group=here.group,
        asked_by=here.people["administrator"],
        asked_as="administrator",
        reason="Загроза",
        **fields,
    )
    return BreakGlass.objects.select_related("group__territory").get(pk=made.pk)


POLICIES: dict[str, Policy[Any]] = {
    "break_glass": BreakGlassPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "break_glass": an_emergency,
}
