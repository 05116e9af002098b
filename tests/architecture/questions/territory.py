"""How actions on territorys are asked for over REST."""

from __future__ import annotations

from typing import Any

from tests.architecture.questions.request import Ask, Asked, to
from tests.architecture.stages.stage import Stage


def _part(_stage: Stage, obj: Any) -> Asked:
    body = {"code": f"{obj.code[:9]}0010000011", "level": "settlement", "name": "Село", "parent": str(obj.pk)}
    return Asked("POST", "territories", body, names_it=True)


def _organisation(_stage: Stage, obj: Any) -> Asked:
    names = {"name": "Нова спілка", "short_name": "Спілка", "on_behalf": "спілки"}
    body = {**names, "sector": "business", "territories": [str(obj.pk)]}
    return Asked("POST", "organisations", body, names_it=True)


def _group(_stage: Stage, obj: Any) -> Asked:
    body = {"name": "Нова", "purpose": "Безпека", "territory": str(obj.pk)}
    return Asked("POST", "groups", body)


def _office(stage: Stage, obj: Any) -> Asked:
    taker = stage.here.people["outsider"]
    body = {"person": str(taker.pk), "kind": "coordinator", "territory": str(obj.pk), "document": "№ 7"}
    return Asked("POST", "offices", body, names_it=True)


ASKS: dict[str, Ask] = {
    "territory.read": to("territories/{pk}"),
    "territory.register_part": _part,
    "territory.register_organisation": _organisation,
    "territory.found_group": _group,
    "territory.record_population": to("territories/{pk}/populations", "PUT", year=2026, count=14200),
    "territory.edit": to("territories/{pk}", "PATCH", name="Новинка"),
    "territory.set_contact_points": to("territories/{pk}/contact-points", "PUT", items=[]),
    "territory.give_office": _office,
    "office.read": to("offices/{pk}/access/mine"),
    "office.end": to("offices/{pk}", "DELETE", reason="Інша робота"),
}
