"""How actions on recommendations are asked for over REST."""

from __future__ import annotations

from typing import Any

from tests.architecture.questions.request import Ask, Asked, day, move, to
from tests.architecture.stages.stage import Stage

ONE = "recommendations/{pk}"
WHY = {"reason": "Так вирішили"}


def make(stage: Stage, obj: Any) -> Asked:
    council = str(stage.here.organisations["council"].pk)
    body = {"title": "Патруль", "text": "Щовечора", "theme": "policing", "addressee_organisation": council}
    return Asked("POST", f"dossiers/{obj.pk}/recommendations", body)


def step(name: str, **body: Any) -> Ask:
    return move("recommendations", name, **body)


ASKS: dict[str, Ask] = {
    "dossier_recommendations.read": to("dossiers/{pk}/recommendations"),
    "dossier_recommendations.make": make,
    "recommendation.read": to(ONE),
    "recommendation.edit": to(ONE, "PATCH", title="Інша назва"),
    "recommendation.discard": to(ONE, "DELETE"),
    "recommendation.issue": to(f"{ONE}/issue", "POST", on_behalf_of=None),
    "recommendation.supersede": to(f"{ONE}/replacement", "POST", text="Краще"),
    "recommendation.set_theme": to(f"{ONE}/theme", "PUT", theme="roads"),
    "recommendation.make_link": to(f"{ONE}/link", "POST", send=False),
    "recommendation.accept": step("accepted"),
    "recommendation.accept_partly": step("partly", **WHY),
    "recommendation.reject": step("rejected", **WHY),
    "recommendation.answer_done": step("already_done"),
    "recommendation.start": step("in_progress"),
    "recommendation.report_partial": step("partial"),
    "recommendation.implement": step("implemented"),
    "recommendation.verify": step("verified"),
    "recommendation.return": step("returned", **WHY),
    "recommendation.close": step("closed_not_implemented", **WHY),
    "recommendation.reopen": step("reopened", **WHY),
    "recommendation.add_evidence": to(
        f"{ONE}/evidence", "POST", kind="link", title="Акт", url="https://example.org/a"
    ),
    "recommendation.make_action": to(f"{ONE}/actions", "POST", due_on=day(14)),
}
# Where there are several, one of them is right for each who may.
SEVERAL: dict[str, tuple[Ask, ...]] = {
    "recommendation.log": (
        step("accepted", logged=True, reason="Сказали телефоном"),
        step("rejected", logged=True, reason="Сказали телефоном"),
    ),
}
