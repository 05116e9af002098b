"""The same of who reads and leads a thread, and of where it goes on."""

from __future__ import annotations

from typing import Any

from dialogue.models import TALKING, Thread, ThreadAudience
from dialogue.posting.services import post_message
from groups.models import InitiativeGroup, Visibility
from tests.architecture.questions.request import Asked
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.thread import a_thread
from tests.dialogue.helpers import a_group_beside
from viche.kernel.ids import uuid7


def audience(stage: Stage, obj: Thread) -> Asked:
    named = [str(stage.here.organisations[name].pk) for name in ("police", "ngo", "council")]
    body = {"visibility": "restricted", "organisations": named, "people": []}
    return Asked("PUT", f"threads/{obj.pk}/audience", body)


def move(stage: Stage, obj: Thread) -> Asked:
    """To a group in which whoever leads it may begin a thread."""
    there = a_group_beside(stage.here, "facilitator", "acting", "chair")
    body = {"group": str(there.pk), "reason": "Це їхнє", "widens": True}
    return Asked("POST", f"threads/{obj.pk}/moves", body)


def hand_over(stage: Stage, obj: Thread) -> Asked:
    if obj.is_restricted:  # whoever hands it over goes on reading it
        ThreadAudience.objects.get_or_create(thread=obj, person=stage.here.people["chair"])
    body = {"facilitator": str(stage.here.mandates["officer"].pk), "reason": "Відпустка"}
    return Asked("PUT", f"threads/{obj.pk}/facilitator", body)


def split(stage: Stage, obj: Thread) -> Asked:
    """Asked for last: one message must stay."""
    if obj.state in TALKING and InitiativeGroup.objects.get(pk=obj.group_id).is_working:
        said: dict[str, Any] = {"client_id": uuid7(), "body": "Інше"}
        post_message(actor=stage.here.actor("officer"), thread_id=obj.pk, **said)
    body = {"numbers": [1], "title": "Двір", "reason": "Це інше"}
    return Asked("POST", f"threads/{obj.pk}/splits", body)


def merge(stage: Stage, obj: Thread) -> Asked:
    """Into another thread that the same people lead."""
    rests = obj.state not in TALKING or not InitiativeGroup.objects.get(pk=obj.group_id).is_working
    into = uuid7() if rests else a_thread(stage, "open").pk
    return Asked("POST", f"threads/{obj.pk}/merges", {"into": str(into), "reason": "Те саме", "widens": True})


def publish(_stage: Stage, obj: Thread) -> Asked:
    """In a group that has a page for everybody."""
    InitiativeGroup.objects.filter(pk=obj.group_id).update(visibility=Visibility.PUBLIC)
    return Asked("PUT", f"threads/{obj.pk}/publication", {"gist": False})
