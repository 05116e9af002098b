"""Owners without an account: their links, what is done by them, and what is written down for them."""

from __future__ import annotations

from typing import Any

from tasks.external_assignees.link_services import make_action_link
from tasks.items.access import ActorItemAccess
from tasks.lifecycle.services.transition import transition_action_item
from tasks.models import ActionItem, ActionLink
from tests.cast import World
from tests.dialogue.helpers import api
from tests.tasks.helpers import fresh, prove
from viche.kernel.actor import Actor

PATHS: dict[str, tuple[str, ...]] = {"proposed": (), "accepted": ("accepted",), "declined": ("declined",)}
PATHS["in_progress"] = (*PATHS["accepted"], "in_progress")
PATHS["blocked"] = (*PATHS["in_progress"], "blocked")
PATHS["done"] = (*PATHS["in_progress"], "done")
PATHS["verified"] = (*PATHS["done"], "verified")
PATHS["closed"] = (*PATHS["verified"], "closed")
PATHS["cancelled"] = ("cancelled",)
BY_OTHERS = {"verified": "officer", "closed": "secretary", "cancelled": "facilitator"}


def linked(world: World, item: ActionItem, **asked: Any) -> tuple[ActionLink, str]:
    return make_action_link(actor=world.actor("facilitator"), action_id=item.pk, **asked)


def waits(world: World, name: str, item: ActionItem) -> bool:
    """Whether it stands among what somebody could verify."""
    listed = ActorItemAccess.of(world.actor(name)).could_verify_q()
    return ActionItem.objects.filter(listed, pk=item.pk).exists()


def take(actor: Actor, item: ActionItem, to: str, reason: str = "Так треба") -> ActionItem:
    version = fresh(item).version
    return transition_action_item(
        actor=actor, action_id=item.pk, to=to, expected_version=version, reason=reason
    )


def brought(world: World, item: ActionItem, link: ActionLink, state: str) -> ActionItem:
    for to in PATHS[state]:
        if to == "done":
            prove(world, item, "teacher")
        by = world.actor(BY_OTHERS[to]) if to in BY_OTHERS else Actor.for_link(link.pk)
        take(by, item, to)
    return fresh(item)


def log(world: World, item: ActionItem, to: str, by: str = "facilitator", reason: str = "Пасічник") -> Any:
    body = {"to": to, "logged": True, "reason": reason}
    tagged = {"If-Match": f'"{fresh(item).version}"'}
    return api(world, by).post(f"action-items/{item.pk}/transitions", body, **tagged)
