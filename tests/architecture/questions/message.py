"""How actions on messages are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, to

ASKS: dict[str, Ask] = {
    "message.read": to("messages/{pk}"),
    "message.edit": to("messages/{pk}", "PATCH", body="Інакше"),
    "message.withdraw": to("messages/{pk}", "DELETE"),
    "message.read_hidden": to("messages/{pk}/moderation"),
    "message.appeal": to("messages/{pk}/appeal", "POST", note="Це сказано без образ"),
}
