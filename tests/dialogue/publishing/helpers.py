"""What the tests of public threads do over and over."""

from __future__ import annotations

from typing import Any

from dialogue.models import Message, Thread
from dialogue.publishing.services import publish_thread, unpublish_thread
from groups.initiative_groups.services import edit_group
from groups.models import Visibility
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_thread, api, say

KNOWING: dict[str, Any] = {"confirmed": ["public"]}


def show_itself(world: World, visibility: Visibility = Visibility.PUBLIC) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": visibility})


def publish(world: World, thread: Thread, by: str = "facilitator", **facts: Any) -> Thread:
    """In a group that shows itself."""
    show_itself(world)
    thread.refresh_from_db(fields=["version"])
    fields: dict[str, Any] = {"expected_version": thread.version, **facts}
    return publish_thread(actor=world.actor(by), thread_id=thread.pk, **fields)


def take_back(world: World, thread: Thread, by: str = "facilitator") -> Thread:
    return unpublish_thread(actor=world.actor(by), thread_id=thread.pk)


def a_public_thread(world: World, **facts: Any) -> Thread:
    return publish(world, a_thread(world, **facts))


def tell(world: World, name: str, thread: Thread, body: str = "Для всіх", **facts: Any) -> Message:
    """Say something knowing that anybody reads it."""
    return say(world, name, thread, body, **KNOWING, **facts)


def head(world: World, thread: Thread) -> Any:
    """What a stranger finds of it."""
    return api(world, "anonymous").get(f"public/threads/{thread.pk}")


def heard(world: World, thread: Thread) -> list[dict[str, Any]]:
    found = api(world, "anonymous").get(f"public/threads/{thread.pk}/messages")
    assert found.status_code == 200
    items: list[dict[str, Any]] = found.json()["items"]
    return items


def listed(world: World) -> list[str]:
    items = api(world, "anonymous").get(f"public/groups/{world.group.pk}/threads").json()["items"]
    return [one["id"] for one in items]
