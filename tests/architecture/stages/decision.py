"""How decisions of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogue.decisions.policies import DecisionPolicy
from dialogue.models import Decision, Method
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.thread import a_thread
from tests.dialogue.decisions.helpers import a_decision, a_draft, move, object_to, vote
from viche.kernel.policy import Policy

PLACES = {"threaded": "open", "restricted": "restricted"}
RULES: dict[str, dict[str, Any]] = {
    "secret": {"method": Method.MAJORITY, "secret": True},
    "paper": {"method": Method.MAJORITY, "on_paper": True},
}


def a_decision_in(stage: Stage, state: str) -> Decision:
    """An open one has an objection of the police, which can be answered."""
    here = stage.here
    if state == "draft":
        return load(a_draft(here))
    thread = a_thread(stage, PLACES[state]) if state in PLACES else None
    row = a_decision(here, thread, **RULES.get(state, {}))
    if state in ("open", *PLACES):
        object_to(here, row, "officer")
    if state == "rejected":
        answer_all(stage, row, "abstain")
    if state in ("adopted", "superseded"):
        answer_all(stage, row, "consent")
    if state == "withdrawn":
        move(here, row, "withdrawn", reason="Уже вирішено")
    if state == "superseded":
        newer = a_decision(here, supersedes_id=row.pk)
        answer_all(stage, newer, "consent")
    return load(row)


def answer_all(stage: Stage, row: Decision, answer: str) -> None:
    for name in ("facilitator", "secretary", "officer", "teacher"):
        vote(stage.here, row, name, answer)
    move(stage.here, row, "closed")


def load(row: Decision) -> Decision:
    return Decision.objects.select_related("group", "thread__group").get(pk=row.pk)


POLICIES: dict[str, Policy[Any]] = {
    "decision": DecisionPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "decision": a_decision_in,
}
