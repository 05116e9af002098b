"""How minutes of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogue.minutes.models import Minutes
from dialogue.minutes.policies import MinutesPolicy
from dialogue.minutes.remarks import make_remark
from tests.architecture.stages.stage import Stage
from tests.dialogue.minutes import helpers
from viche.kernel.policy import Policy


def some_minutes(stage: Stage, state: str) -> Minutes:
    """Minutes in a state; one remark waits while it can be decided."""
    if state not in ("draft", "remarks"):
        return helpers.some_minutes(stage.here, state)
    minutes = helpers.some_minutes(stage.here, "remarks")
    make_remark(actor=stage.actor("officer"), minutes_id=minutes.pk, text="Не так було")
    if state == "draft":
        helpers.move(stage.here, minutes, "draft")
    return helpers.fresh(minutes)


POLICIES: dict[str, Policy[Any]] = {"minutes": MinutesPolicy()}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {"minutes": some_minutes}
