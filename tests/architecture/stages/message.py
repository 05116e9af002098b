"""How messages of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogue.lifecycle.opening import open_thread
from dialogue.messages.policies import MessagePolicy
from dialogue.models import Fault, Message, Purpose, ThreadState
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import withdraw_message
from dialogue.posting.services import post_message
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.thread import a_thread, moved
from viche.kernel.ids import uuid7
from viche.kernel.policy import Policy


def a_message(stage: Stage, state: str) -> Message:
    """The officer's, in a thread that the group reads or a restricted one."""
    officer = stage.here.actor("officer")
    if state == "draft":
        return a_first_message(stage)
    thread = a_thread(stage, "restricted" if state == "restricted" else "open")
    message = post_message(actor=officer, thread_id=thread.pk, client_id=uuid7(), body="Між нами")
    if state == "withdrawn":
        withdraw_message(actor=officer, message_id=message.pk, expected_version=message.version)
    if state == "hidden":
        leader = stage.here.actor("facilitator")
        moderate_message(actor=leader, message_id=message.pk, to=Step.HIDE, fault=Fault.SPAM)
    if state == "closed":
        moved(stage, thread, ThreadState.CLOSED)
    return Message.objects.select_related("thread__group").get(pk=message.pk)


def a_first_message(stage: Stage) -> Message:
    """The officer's, in a draft of theirs."""
    thread = open_thread(
        actor=stage.here.actor("officer"),
        group_id=stage.here.group.pk,
        title_uk="Ліхтарі",
        purpose=Purpose.CONSULT,
        draft=True,
        body="Між нами",
    )
    return Message.objects.select_related("thread__group").get(thread=thread)


POLICIES: dict[str, Policy[Any]] = {
    "message": MessagePolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "message": a_message,
}
