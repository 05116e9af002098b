"""How public controls of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from programmes.models import Dossier
from programmes.public_control.policies import ControlPolicy, PublicControlPolicy
from tests.architecture.stages.stage import Stage
from tests.programmes.helpers import fresh, take
from tests.programmes.public_control.helpers import begin, bring, finish_report, make_overdue
from viche.kernel.policy import Policy

AFTER_SILENCE = {"replied": (), "follow_up": ("follow_up",), "closed": ("follow_up", "closed")}


def a_control(stage: Stage, state: str) -> Dossier:
    """An announced control of the police that is ready for its next step; `sealed` is an unannounced one."""
    here = stage.here
    dossier = begin(here, announced=state != "sealed", complaint="Скарга мешканки")
    if state in AFTER_SILENCE:
        bring(here, dossier, "silent")
        for to in AFTER_SILENCE[state]:
            take(here, dossier, to, "teacher")
    elif state != "sealed":
        bring(here, dossier, state)
    if state == "conducted":
        finish_report(here, dossier)
    if state == "report_sent":
        make_overdue(dossier)
    return fresh(dossier)


POLICIES: dict[str, Policy[Any]] = {"public_control": PublicControlPolicy(), "control": ControlPolicy()}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {"public_control": a_control, "control": a_control}
