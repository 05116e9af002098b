"""How actions on threads are asked for over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dialogue.models import Message, MustRead, Thread, ThreadState
from dialogue.posting.services import post_message
from tests.architecture.questions import thread_places
from tests.architecture.questions.request import Ask, Asked, day, later, move, to
from tests.architecture.stages.stage import Stage
from tests.dialogue.helpers import step
from viche.kernel.ids import uuid7

CHARTER: dict[str, Any] = {
    "present_sectors": ["police"],
    "asked_sectors": [],
    "silence": "absent",
    "notice_days": 7,
    "remarks_days": 5,
    "paper_binds": False,
    "publishes_minutes": False,
}


def _post(_stage: Stage, obj: Thread) -> Asked:
    return Asked("POST", f"threads/{obj.pk}/messages", {"client_id": str(uuid7()), "body": "Так"})


def _support(_stage: Stage, obj: Thread) -> Asked:
    return Asked("PUT", f"messages/{Message.objects.get(thread=obj).pk}/support")


def _make_must_read(_stage: Stage, obj: Thread) -> Asked:
    return Asked("PUT", f"messages/{Message.objects.get(thread=obj).pk}/must-read", {"due_on": day(3)})


def _of_message(method: str, path: str, **body: Any) -> Ask:
    return lambda _stage, obj: Asked(method, f"messages/{Message.objects.get(thread=obj).pk}/{path}", body)


def _acknowledge_message(stage: Stage, obj: Thread) -> Asked:
    """A message that its reader is asked to acknowledge."""
    message = Message.objects.get(thread=obj)
    MustRead.objects.get_or_create(message=message, defaults={"marked_by": stage.here.people["facilitator"]})
    return Asked("PUT", f"messages/{message.pk}/acknowledgement")


def heard(stage: Stage, thread: Thread) -> Thread:
    """A thread in which the officer has said something, where it ever was open to that."""
    if thread.state == ThreadState.DRAFT:
        return thread
    closed = thread.state == ThreadState.CLOSED
    if closed:
        thread = step(stage.here, thread, ThreadState.OPEN)
    message: dict[str, Any] = {"client_id": uuid7(), "body": "Між нами", "on_behalf": True}
    post_message(actor=stage.here.actor("officer"), thread_id=thread.pk, **message)
    if closed:
        step(stage.here, thread, ThreadState.CLOSED)
    return Thread.objects.get(pk=thread.pk)


def _start(**facts: Any) -> Ask:
    return lambda stage, obj: Asked(
        "POST",
        f"groups/{obj.pk}/threads",
        {"title": "Двір", "purpose": "consult", **facts}
        | (
            {"organisations": [str(stage.here.organisations[one].pk) for one in ("police", "ngo")]}
            if facts
            else {}
        ),
    )


def action_item(stage: Stage, group_id: UUID, **facts: Any) -> Asked:
    owner = str(stage.here.organisations["council"].pk)
    body = {"title": "Ліхтар", "owner_organisation": owner, "due_on": day(14), **facts}
    return Asked("POST", f"groups/{group_id}/action-items", body, names_it=bool(facts))


def share(path: str) -> Ask:
    return lambda stage, obj: Asked(
        "POST",
        f"{path}/{obj.pk}/shares",
        {
            "person": str(stage.here.people["outsider"].pk),
            "access": "read",
            "until": later(2),
            "reason": "Порада",
        },
    )


ASKS: dict[str, Ask] = {
    "dialogue.read": to("groups/{pk}/threads"),
    "dialogue.set_charter": lambda _stage, obj: Asked("PUT", f"groups/{obj.pk}/charter", CHARTER, version=0),
    "dialogue.start": _start(),
    "dialogue.start_restricted": _start(visibility="restricted"),
    "thread.read": to("threads/{pk}"),
    "thread.see_access": to("threads/{pk}/access"),
    "thread.mark_read": to("threads/{pk}/read", "PUT", ranges=[]),
    "thread.follow": to("threads/{pk}/attention", "PUT", level="muted"),
    "thread.keep_draft": lambda _stage, obj: Asked("PUT", f"threads/{obj.pk}/draft", {"body": "Почате"}, 0),
    "thread.post": _post,
    "thread.support": _support,
    "thread.acknowledge": _acknowledge_message,
    "thread.make_must_read": _make_must_read,
    "thread.make_action": lambda stage, obj: action_item(stage, obj.group_id, thread=str(obj.pk)),
    "thread.edit": to("threads/{pk}", "PATCH", title="Інша назва"),
    "thread.hand_over": thread_places.hand_over,
    "thread.open": move("threads", "open"),
    "thread.summarise": move("threads", "summarising"),
    "thread.close": move("threads", "closed", outcome="Домовились"),
    "thread.reopen": move("threads", "open", reason="Нові дані"),
    "thread.set_audience": thread_places.audience,
    "thread.share": share("threads"),
    "thread.move": thread_places.move,
    "thread.split": thread_places.split,
    "thread.merge": thread_places.merge,
    "thread.publish": thread_places.publish,
    "thread.take_back": to("threads/{pk}/publication", "DELETE"),
    "thread.report": _of_message("POST", "reports", fault="insult"),
    "thread.moderate": _of_message("POST", "moderation", to="hidden", fault="insult"),
    "thread.propose_question": to("threads/{pk}/questions", "POST", text="Скільки?"),
    "thread.sum_up": lambda _stage, obj: Asked("PUT", f"threads/{obj.pk}/summary", {"body": "Так"}, 0),
    "thread.pin": to("threads/{pk}/pin", "PUT"),
    "thread.keep_floor": to("threads/{pk}/lock", "PUT"),
}
