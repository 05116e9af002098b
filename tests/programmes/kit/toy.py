"""A toy kind of dossier: recommendations with deadlines, and with a part that declares interests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from programmes.kit.registry import PROGRAMMES, DossierRole, ParticipantRole, Programme
from programmes.kit.rules import get_rule_pack
from programmes.recommendations.policies import KIND
from viche.kernel.lifecycle import Deadline, Requirement


def count_working_days(_dossier: Any, first: date) -> date:
    return get_rule_pack().find_due_day("information_request", first)


MONITOR = ParticipantRole("monitor", "Monitor", DossierRole.TEAM, personal=True)
REPORT = Deadline("report", frozenset({DossierRole.LEAD}), due=14, label="Report")
REPLY = Deadline("reply", frozenset({DossierRole.COUNTERPART}), due=count_working_days, label="Reply")


def build_toy(asking: str = "") -> Programme:
    """Return the toy: once settled, the lead reports in 14 days, the addressee replies in 5 working days.

    `asking` names the step that requires declared interests.
    """
    known = PROGRAMMES[KIND]

    def build(step: Any) -> Any:
        requires = step.requires | ({Requirement.INTERESTS_DECLARED} if step.name == asking else set())
        deadlines = (REPORT, REPLY) if step.name == "settled" else ()
        return replace(step, guards=(), deadlines=deadlines, requires=requires)

    steps = tuple(map(build, known.lifecycle.transitions))
    lifecycle = replace(known.lifecycle, transitions=steps)
    return replace(known, lifecycle=lifecycle, roles={**known.roles, MONITOR.name: MONITOR})
