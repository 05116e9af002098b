"""How actions on groups are asked for over REST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.models import Milestone
from tests.architecture.questions.request import Ask, Asked, day, later, move, to
from tests.architecture.stages.stage import Stage


def in_group(method: str, path: str, body: Callable[[Stage], dict[str, Any]]) -> Ask:
    return lambda stage, obj: Asked(method, f"groups/{obj.pk}/{path}", body(stage))


def _new_member(stage: Stage) -> dict[str, Any]:
    return {"mandate": str(stage.here.mandates["outsider"].pk), "role": "observer"}


def _invitation(stage: Stage) -> dict[str, Any]:
    school = stage.here.organisations["school"]
    return {"organisation": str(school.pk), "role": "member", "uses": 1, "expires_at": later(3)}


def _seat(method: str, **body: Any) -> Ask:
    def ask(stage: Stage, obj: Any) -> Asked:
        seat = stage.here.seats["observer"]
        return Asked(method, f"groups/{obj.pk}/members/{seat.pk}", body, seat.version)

    return ask


def _milestone(_stage: Stage, obj: Any) -> Asked:
    milestone = Milestone.objects.filter(group=obj, check_name="").earliest("pk")
    return Asked("PATCH", f"groups/{obj.pk}/readiness/{milestone.pk}", {"reached_on": day(0), "note": "Є"})


ASKS: dict[str, Ask] = {
    "group.read": to("groups/{pk}"),
    "group.see_access": to("groups/{pk}/access"),
    "group.edit": to("groups/{pk}", "PATCH", cadence="Щомісяця"),
    "group.add_member": in_group("POST", "members", _new_member),
    "group.invite": in_group("POST", "invitations", _invitation),
    "group.change_role": _seat("PATCH", role="member"),
    "group.end_membership": _seat("DELETE", reason="Інша робота"),
    "group.require_seats": to("groups/{pk}/required-seats", "PUT", seats=[]),
    "group.set_milestones": to("groups/{pk}/readiness", "PUT", items=[]),
    "group.reach_milestone": _milestone,
    "group.activate": move("groups", "active"),
    "group.suspend": move("groups", "suspended", reason="Перерва"),
    "group.dissolve": move("groups", "dissolved", reason="Завершено"),
    "group.clear_page": to("groups/{pk}/promises/00000000-0000-7000-8000-000000000000", "DELETE"),
}
