"""How actions on requests for a second person are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, to

ASKS: dict[str, Ask] = {
    "approval.read": to("approvals/{pk}"),
    "approval.confirm": to("approvals/{pk}/confirmation", "POST"),
    "approval.decline": to("approvals/{pk}/refusal", "POST", note="Не потрібно"),
    "approval.renew": to("approvals/{pk}/renewal", "POST"),
    "approval.withdraw": to("approvals/{pk}", "DELETE"),
}
