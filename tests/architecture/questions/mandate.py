"""How actions on mandates are asked for over REST."""

from __future__ import annotations

from typing import Any

from groups.models import Deputyship
from tests.architecture.questions.request import Ask, Asked, later, move, to
from tests.architecture.stages.stage import Stage
from tests.groups.helpers import colleague


def _stand_in(stage: Stage, obj: Any) -> Asked:
    deputy = colleague(stage.here, "police")
    body = {"deputy": str(deputy.pk), "starts_at": later(30), "ends_at": later(31)}
    return Asked("POST", f"mandates/{obj.pk}/deputyships", body)


def _usual_deputy(stage: Stage, obj: Any) -> Asked:
    return Asked("PUT", f"mandates/{obj.pk}/deputy", {"person": str(stage.here.people["teacher"].pk)})


def _succession(stage: Stage, obj: Any) -> Asked:
    body = {"person": str(stage.here.people["outsider"].pk), "document": "Наказ № 9", "reason": "Ротація"}
    return Asked("POST", f"mandates/{obj.pk}/succession", body)


def _deputyship(stage: Stage, obj: Any) -> Asked:
    window = Deputyship.objects.get(mandate=obj, deputy=stage.here.people["deputy"])
    return Asked("DELETE", f"deputyships/{window.pk}")


ASKS: dict[str, Ask] = {
    "mandate.read": to("mandates/{pk}"),
    "mandate.see_deputies": to("mandates/{pk}/deputyships"),
    "mandate.edit": to("mandates/{pk}", "PATCH", position="інспекторка"),
    "mandate.rest": move("mandates", "resting", reason="Розслідування"),
    "mandate.resume": move("mandates", "active"),
    "mandate.end": move("mandates", "ended", reason="Переведення"),
    "mandate.pass_on": _succession,
    "mandate.name_deputy": _usual_deputy,
    "mandate.appoint_deputy": _stand_in,
    "mandate.end_deputyship": _deputyship,
}
