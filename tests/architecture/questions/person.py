"""How actions on persons are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, to

ASKS: dict[str, Ask] = {
    "person.read": to("people/{pk}"),
    "person.rename": to("people/{pk}", "PATCH", name_uk="Олена Коваль", reason="Одруження"),
    "person.invite": to("people/{pk}/invitation", "POST"),
    "person.deactivate": to("people/{pk}/deactivation", "POST", reason="Звільнено"),
    "person.reactivate": to("people/{pk}/deactivation", "DELETE"),
    "person.make_administrator": to("people/{pk}/administration", "POST", reason="Наказ"),
    "person.unmake_administrator": to("people/{pk}/administration", "DELETE", reason="Наказ"),
    "person.sign_out": to("people/{pk}/sign-outs", "POST"),
    "person.revoke_keys": to("people/{pk}/keys", "DELETE"),
}
