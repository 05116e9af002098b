"""How mandates of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.mandates.services import end_mandate, suspend_mandate
from groups.models import Mandate
from groups.policies import MandatePolicy
from tests.architecture.stages.stage import Stage
from tests.cast import SYSTEM
from viche.kernel.policy import Policy


def a_mandate(stage: Stage, state: str) -> Mandate:
    mandate_id = stage.here.mandates["officer"].pk
    if state == "resting":
        suspend_mandate(actor=SYSTEM, mandate_id=mandate_id, reason="Службове розслідування")
    if state == "ended":
        end_mandate(actor=SYSTEM, mandate_id=mandate_id, reason="Переведення")
    return Mandate.objects.get(pk=mandate_id)


POLICIES: dict[str, Policy[Any]] = {
    "mandate": MandatePolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "mandate": a_mandate,
}
