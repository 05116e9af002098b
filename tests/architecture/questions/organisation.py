"""How actions on organisations are asked for over REST."""

from __future__ import annotations

from typing import Any

from tests.architecture.questions.request import Ask, Asked, day, to
from tests.architecture.stages.stage import Stage


def _named(path: str, **body: Any) -> Ask:
    """About an organisation, and somebody who is named for it."""
    return lambda stage, obj: Asked(
        "POST",
        f"organisations/{obj.pk}/{path}",
        {"person": str(stage.here.people["outsider"].pk), "document": "Лист", **body},
    )


def _unit(stage: Stage, obj: Any) -> Asked:
    above = stage.here.organisations["council"]
    return Asked("PATCH", f"organisations/{obj.pk}", {"parent": str(above.pk)})


ASKS: dict[str, Ask] = {
    "organisation.read": to("organisations/{pk}"),
    "organisation.see_record": to("organisations/{pk}/verification"),
    "organisation.edit": to("organisations/{pk}", "PATCH", name="Поліція громади"),
    "organisation.edit_contacts": to("organisations/{pk}/contacts", "PATCH", phone="+380441234567"),
    "organisation.verify": to("organisations/{pk}/verification", "POST", document="Витяг № 5"),
    "organisation.withdraw_mark": to("organisations/{pk}/verification", "DELETE", reason="Помилка"),
    "organisation.set_administrators": _named("administrators"),
    "organisation.set_parent": _unit,
    "organisation.appoint": _named("mandates", position="представниця", starts_on=day(0)),
}
