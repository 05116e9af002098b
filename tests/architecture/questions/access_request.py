"""How actions on access requests are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, to

ASKS: dict[str, Ask] = {
    "access_request.read": to("access-requests/{pk}"),
    "access_request.grant": to("access-requests/{pk}", "POST", to="granted"),
    "access_request.decline": to("access-requests/{pk}", "POST", to="declined", reason="Ідеться про інше"),
    "access_request.withdraw": to("access-requests/{pk}", "DELETE"),
}
