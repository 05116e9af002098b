"""How threads of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model

from dialogue.lifecycle.services import create_thread, transition_thread
from dialogue.models import Purpose, Thread, ThreadState, Visibility
from dialogue.threads.policies import ThreadPolicy
from groups.break_glass.services import approve_break_glass, request_break_glass
from groups.grants import container_of
from groups.guest_shares.services import share_with_guest
from groups.models import ShareAccess
from tests.architecture.stages.stage import Stage
from viche.kernel.clock import now
from viche.kernel.policy import Policy


def a_thread(stage: Stage, state: str) -> Thread:
    here = stage.here
    restricted = state in ("restricted", "named")
    thread = create_thread(
        actor=here.actor("facilitator"),
        group_id=here.group.pk,
        title_uk="Укриття",
        purpose=Purpose.CONSULT,
        visibility=Visibility.RESTRICTED if restricted else Visibility.GROUP,
        organisation_ids=[here.organisations["police"].pk, here.organisations["ngo"].pk]
        if restricted
        else [],
        facilitator_id=here.mandates["chair"].pk,
        draft=state == "draft",
    )
    if state in ("summarising", "closed"):
        thread = moved(stage, thread, ThreadState(state))
    if state in ("open", "summarising", "closed"):
        let_in(stage, thread, "guest", ShareAccess.READ)
        let_in(stage, thread, "speaking_guest", ShareAccess.SPEAK)
    if state == "restricted":
        glass = request_break_glass(
            actor=here.actor("rescuer"), container_type="thread", container_id=thread.pk, reason="Загроза"
        )
        approve_break_glass(actor=here.actor("dpo"), break_glass_id=glass.pk)
    return Thread.objects.get(pk=thread.pk)


def let_in(stage: Stage, thing: Model, role: str, access: ShareAccess) -> None:
    share_with_guest(
        actor=stage.here.actor("facilitator"),
        container_type=container_of(type(thing)).kind,
        container_id=thing.pk,
        person_id=stage.here.people[role].pk,
        access=access,
        until=now() + timedelta(days=1),
        reason="Консультація",
    )


def moved(stage: Stage, thread: Thread, to: ThreadState) -> Thread:
    return transition_thread(
        actor=stage.here.actor("facilitator"),
        thread_id=thread.pk,
        to=to,
        expected_version=thread.version,
        outcome_uk="Домовились" if to == ThreadState.CLOSED else None,
    )


POLICIES: dict[str, Policy[Any]] = {
    "thread": ThreadPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "thread": a_thread,
}
