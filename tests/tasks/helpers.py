"""What the tests of this room do over and over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tasks.evidence.models import present_evidence_q
from tasks.evidence.services import add_evidence
from tasks.lifecycle.notifications import UNDO_DELAY
from tasks.lifecycle.services.create import make_action_item
from tasks.lifecycle.services.edit import edit_action_item
from tasks.lifecycle.services.transition import transition_action_item
from tasks.lifecycle.services.unproved import UnprovedCriterion
from tasks.models import ActionItem, Evidence, EvidenceKind
from tests.cast import World
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock, today
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

KYIV = "Europe/Kyiv"
TITLE = "Обстежити пандуси в 11 укриттях"

# The steps that lead to a state, each with who takes it.
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "proposed": (),
    "accepted": (("accepted", "councillor"),),
    "declined": (("declined", "councillor"),),
    "cancelled": (("cancelled", "facilitator"),),
}
PATHS["in_progress"] = (*PATHS["accepted"], ("in_progress", "councillor"))
PATHS["blocked"] = (*PATHS["in_progress"], ("blocked", "councillor"))
PATHS["done"] = (*PATHS["in_progress"], ("done", "councillor"))
PATHS["verified"] = (*PATHS["done"], ("verified", "officer"))
PATHS["closed"] = (*PATHS["verified"], ("closed", "secretary"))


def in_days(days: int) -> date:
    return today(KYIV) + timedelta(days=days)


def an_item(world: World, by: str = "facilitator", *, owner: str = "council", **facts: Any) -> ActionItem:
    """An item of the council, due in a fortnight, unless said otherwise."""
    fields: dict[str, Any] = {"title_uk": TITLE, "due_on": in_days(14), **facts}
    return make_action_item(
        actor=world.actor(by),
        group_id=world.group.pk,
        owner_organisation_id=world.organisations[owner].pk,
        **fields,
    )


def an_item_in(world: World, state: str, **facts: Any) -> ActionItem:
    """An item of the council that was brought to a state by its steps."""
    item = an_item(world, **facts)
    for to, by in PATHS[state]:
        if to == "done":
            prove(world, item)
        item = finish(world, item, by) if to == "done" else move(world, item, to, by)
    return item


def fresh(item: ActionItem) -> ActionItem:
    return ActionItem.objects.select_related("group").get(pk=item.pk)


def move(world: World, item: ActionItem, to: str, by: str = "councillor", **facts: Any) -> ActionItem:
    """One step of an item as it is now."""
    fields = {"expected_version": fresh(item).version, "reason": "Так треба", **facts}
    return transition_action_item(actor=world.actor(by), action_id=item.pk, to=to, **fields)


def finish(world: World, item: ActionItem, by: str = "councillor") -> ActionItem:
    """The step “done”, with a reason for each criterion that has no evidence."""
    unproved = item.criteria.exclude(evidence__in=Evidence.objects.filter(present_evidence_q()))
    reasons = [UnprovedCriterion(one.pk, "Видно на місці") for one in unproved]
    return move(world, item, "done", by, unproved=reasons)


def edit(
    world: World, item: ActionItem, by: str = "facilitator", reason: str | None = None, **changes: Any
) -> ActionItem:
    """A change of an item as it is now, with a reason where one is needed, unless said otherwise."""
    return edit_action_item(
        actor=world.actor(by),
        action_id=item.pk,
        expected_version=fresh(item).version,
        changes=changes,  # type: ignore[arg-type]
        reason=("Так треба" if "due_on" in changes else "") if reason is None else reason,
    )


def prove(world: World, item: ActionItem, by: str = "councillor", **facts: Any) -> Evidence:
    fields: dict[str, Any] = {
        "kind": EvidenceKind.LINK,
        "title": "Акт обстеження",
        "url": "https://example.org/act",
        **facts,
    }
    return add_evidence(actor=world.actor(by), action_id=item.pk, **fields)


def kinds_of(item: ActionItem) -> list[str]:
    """The kinds of everything that happened to an item, in order."""
    rows = Event.objects.filter(subject_type="action", subject_id=item.pk)
    return [kind.removeprefix("tasks.") for kind in rows.order_by("id").values_list("kind", flat=True)]


def token_of(world: World, name: str, *scopes: str) -> Actor:
    """A person of the cast through a token that reaches some scopes only."""
    return Actor(person_id=world.people[name].pk, token_id=uuid7(), scopes=frozenset(scopes))


def drain_settled() -> None:
    """Deliver all events, also those that wait in case they are undone."""
    drain_outbox()
    moment = now() + UNDO_DELAY
    with replace_clock(lambda: moment):
        drain_outbox()


# ---- over HTTP ---------------------------------------------------------------------------------------------


def tag(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def numbers(answer: Any) -> list[int]:
    return [one["number"] for one in answer.json()["items"]]


def proposal(world: World, **facts: Any) -> dict[str, Any]:
    return {
        "title": TITLE,
        "owner_organisation": str(world.organisations["council"].pk),
        "due_on": str(in_days(14)),
        **facts,
    }
