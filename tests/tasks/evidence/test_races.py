"""Evidence that is removed at the moment when its item is called done, or verified."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tasks.evidence.removal import hide_evidence, withdraw_evidence
from tasks.lifecycle.services.transition import transition_action_item
from tasks.models import ActionItem
from tests.cast import World, a_world
from tests.dialogue.helpers import at_once
from tests.groups.helpers import in_turn
from tests.tasks.helpers import an_item_in, fresh, prove
from viche.kernel.errors import DomainError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

STEPS = {"done": ("in_progress", "councillor"), "verified": ("done", "officer")}
REMOVALS = {
    "withdraw": lambda world, piece: withdraw_evidence(actor=world.actor("councillor"), evidence_id=piece.pk),
    "hide": lambda world, piece: hide_evidence(
        actor=world.actor("facilitator"), evidence_id=piece.pk, reason="Обличчя дитини"
    ),
}


def a_race(to: str, removal: str) -> tuple[ActionItem, Callable[[], Any], Callable[[], Any]]:
    """An item with one piece of evidence, the step, and the removal of the piece."""
    world: World = a_world("Тут")
    before, by = STEPS[to]
    item = an_item_in(world, before)
    piece = prove(world, item) if to == "done" else item.evidence.get()
    step = partial(
        transition_action_item,
        actor=world.actor(by),
        action_id=item.pk,
        to=to,
        expected_version=fresh(item).version,
    )
    return item, step, partial(REMOVALS[removal], world, piece)


def reason_of(outcome: Any) -> str | None:
    return outcome.reason if isinstance(outcome, DomainError) else None


@pytest.mark.parametrize("removal", sorted(REMOVALS))
@pytest.mark.parametrize("to", sorted(STEPS))
def test_a_step_that_waited_for_the_removal_of_its_evidence_is_refused(to: str, removal: str) -> None:
    item, step, remove = a_race(to, removal)
    removed, moved = in_turn(ActionItem.objects.filter(pk=item.pk), remove, step)
    assert (reason_of(removed), reason_of(moved)) == (None, "stale")
    assert (fresh(item).state, fresh(item).evidence_count) == (STEPS[to][0], 0)


@pytest.mark.parametrize("removal", sorted(REMOVALS))
@pytest.mark.parametrize("to", sorted(STEPS))
def test_whichever_comes_first_nothing_is_verified_on_evidence_that_was_gone(to: str, removal: str) -> None:
    item, step, remove = a_race(to, removal)
    moved, removed = at_once(step, remove)
    allowed: set[tuple[str | None, str | None]] = {(None, None), ("stale", None)}
    if (to, removal) == ("verified", "withdraw"):
        allowed = {(None, "action_state"), ("stale", None)}
    assert (reason_of(moved), reason_of(removed)) in allowed
    assert fresh(item).state == (STEPS[to][0] if reason_of(moved) else to)
