"""A toy kind of dossier: recommendations with deadlines, and with a part that declares interests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from programmes.kit.registry import PROGRAMMES, DossierRole, Programme
from programmes.kit.rules import get_rule_pack
from programmes.recommendations.policies import KIND
from viche.kernel.lifecycle import Deadline


def count_working_days(_dossier: Any, first: date) -> date:
    return get_rule_pack().find_due_day("information_request", first)


REPORT = Deadline("report", frozenset({DossierRole.LEAD}), due=14, label="Report")
REPLY = Deadline("reply", frozenset({DossierRole.COUNTERPART}), due=count_working_days, label="Reply")
STEPS: dict[str, dict[str, Any]] = {"settled": {"deadlines": (REPORT, REPLY)}, "reopened": {}, "closed": {}}


def build_toy() -> Programme:
    """Return the toy: once settled, the lead reports in 14 days, the addressee replies in 5 working days."""
    known = PROGRAMMES[KIND]
    steps = tuple(replace(one, guards=(), **STEPS[one.name]) for one in known.lifecycle.transitions)
    return replace(known, lifecycle=replace(known.lifecycle, transitions=steps))
