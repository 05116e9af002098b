"""How what belongs to one person is asked for."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, Asked, to

ASKS: dict[str, Ask] = {
    "session.end": lambda _stage, obj: Asked("DELETE", f"me/sessions/{obj.public_id}"),
    "token.revoke": to("tokens/{pk}", "DELETE"),
    "notification.mark_read": to("notifications/{pk}/read", "PUT"),
    "push_subscription.remove": to("me/push-subscriptions/{pk}", "DELETE"),
    "saved_view.remove": to("me/saved-views/{pk}", "DELETE"),
    "data_export.read": to("me/data/exports/{pk}"),
    "data_export.download": to("me/data/exports/{pk}/link", "POST"),
}
