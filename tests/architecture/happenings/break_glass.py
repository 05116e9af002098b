"""Break glass of happenings."""

from __future__ import annotations

from dialogue.models import Thread
from groups.break_glass.services import approve_break_glass, request_break_glass
from groups.models import BreakGlass
from tasks.models import ActionItem
from tests.architecture.happenings.town import WHY, Facts, Town


def _emergency(town: Town, who: int, number: int, how: int) -> None:
    kind, model = (("thread", Thread), ("action", ActionItem))[how % 2]
    if how % 3 == 0:
        approve_break_glass(actor=town.themselves(who), break_glass_id=town.of(BreakGlass, number).pk)
        return
    role = ("administrator", "dpo", "coordinator")[who % 3]
    town.touched.append(town.stage.here.people[role])
    place: Facts = {"container_type": kind, "container_id": town.of(model, number).pk}
    request_break_glass(actor=town.stage.actor(role), **place, **WHY)


HAPPENINGS = (_emergency,)
