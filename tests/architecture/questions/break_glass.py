"""How actions on break glasss are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, to

ASKS: dict[str, Ask] = {
    "break_glass.read": to("break-glass/{pk}"),
    "break_glass.approve": to("break-glass/{pk}/approval", "POST", note="Так"),
    "break_glass.refuse": to("break-glass/{pk}/refusal", "POST", note="Ні"),
    "break_glass.end": to("break-glass/{pk}", "DELETE"),
}
