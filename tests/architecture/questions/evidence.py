"""How actions on evidence are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, Asked, to

ASKS: dict[str, Ask] = {
    "evidence.read": lambda _stage, obj: Asked("GET", f"action-items/{obj.action_id}/evidence"),
    "evidence.withdraw": to("evidence/{pk}", "DELETE"),
    "evidence.hide": to("evidence/{pk}/hiding", "PUT", reason="Чуже обличчя"),
    "evidence.restore": to("evidence/{pk}/hiding", "DELETE"),
}
