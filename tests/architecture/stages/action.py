"""How actions of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from groups.models import ShareAccess
from tasks.evidence.services import add_evidence
from tasks.items.policies import ActionItemPolicy
from tasks.lifecycle.services.create import make_action_item
from tasks.lifecycle.services.transition import transition_action_item
from tasks.models import ActionItem, EvidenceKind
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.thread import a_thread, let_in
from viche.kernel.clock import today
from viche.kernel.policy import Policy

# The steps that lead to a state, each with who takes it.
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "proposed": (),
    "restricted": (),
    "accepted": (("accepted", "councillor"),),
    "declined": (("declined", "councillor"),),
    "cancelled": (("cancelled", "facilitator"),),
}

PATHS["in_progress"] = (*PATHS["accepted"], ("in_progress", "councillor"))

PATHS["blocked"] = (*PATHS["in_progress"], ("blocked", "councillor"))

PATHS["done"] = (*PATHS["in_progress"], ("done", "councillor"))

PATHS["verified"] = (*PATHS["done"], ("verified", "officer"))

PATHS["closed"] = (*PATHS["verified"], ("closed", "secretary"))


def an_action_item(stage: Stage, state: str) -> ActionItem:
    here = stage.here
    thread = a_thread(stage, "restricted") if state == "restricted" else None
    item = make_action_item(
        actor=here.actor("facilitator"),
        group_id=here.group.pk,
        title_uk="Обстежити пандуси",
        due_on=today("Europe/Kyiv") + timedelta(days=14),
        owner_organisation_id=here.organisations["council"].pk,
        thread_id=thread.pk if thread else None,
    )
    let_in(stage, item, "helper", ShareAccess.WORK)
    if thread is None:
        let_in(stage, item, "guest", ShareAccess.READ)
    for to, role in PATHS[state]:
        if to == "done":
            add_evidence(
                actor=here.actor("councillor"),
                action_id=item.pk,
                kind=EvidenceKind.LINK,
                title="Акт",
                url="https://example.org/act",
            )
        item = ActionItem.objects.get(pk=item.pk)
        transition_action_item(
            actor=here.actor(role),
            action_id=item.pk,
            to=to,
            expected_version=item.version,
            reason="Так треба",
        )
    return ActionItem.objects.select_related("group", "thread").get(pk=item.pk)


POLICIES: dict[str, Policy[Any]] = {
    "action": ActionItemPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "action": an_action_item,
}
