"""How actions on accounts, personal data and emergencies are asked for over REST."""

from __future__ import annotations

from tests.architecture.asked import Ask, Asked, to
from tests.architecture.stages import Stage
from viche.privacy.models import SubjectRequest
from viche.privacy.policies import STEPS


def _next_step(_stage: Stage, obj: SubjectRequest) -> Asked:
    step = next(iter(STEPS[obj.state]), "answered")
    return Asked("POST", f"subject-requests/{obj.pk}/transitions", {"to": step, "note": "Ось відповідь"})


OWN: dict[str, Ask] = {
    "access_request.read": to("access-requests/{pk}"),
    "access_request.grant": to("access-requests/{pk}", "POST", to="granted"),
    "access_request.decline": to("access-requests/{pk}", "POST", to="declined", reason="Ідеться про інше"),
    "access_request.withdraw": to("access-requests/{pk}", "DELETE"),
    "subject_request.read": to("subject-requests/{pk}"),
    "subject_request.handle": _next_step,
    "subject_request.appeal": to("me/data/requests/{pk}/appeal", "POST", note="Не згодна"),
    "break_glass.read": to("break-glass/{pk}"),
    "break_glass.approve": to("break-glass/{pk}/approval", "POST", note="Так"),
    "break_glass.refuse": to("break-glass/{pk}/refusal", "POST", note="Ні"),
    "break_glass.end": to("break-glass/{pk}", "DELETE"),
    "access_record.read": to("people/{pk}/access-record"),
    "sight.read": to("people/{pk}/sight"),
    "group_sight.read": to("groups/{pk}/sight"),
    "person.read": to("people/{pk}"),
    "person.rename": to("people/{pk}", "PATCH", name_uk="Олена Коваль", reason="Одруження"),
    "person.invite": to("people/{pk}/invitation", "POST"),
    "person.deactivate": to("people/{pk}/deactivation", "POST", reason="Звільнено"),
    "person.reactivate": to("people/{pk}/deactivation", "DELETE"),
    "person.make_administrator": to("people/{pk}/administration", "POST", reason="Наказ"),
    "person.unmake_administrator": to("people/{pk}/administration", "DELETE", reason="Наказ"),
    "person.sign_out": to("people/{pk}/sign-outs", "POST"),
    "session.end": lambda _stage, obj: Asked("DELETE", f"me/sessions/{obj.public_id}"),
    "token.revoke": to("tokens/{pk}", "DELETE"),
    "notification.mark_read": to("notifications/{pk}/read", "PUT"),
    "push_subscription.remove": to("me/push-subscriptions/{pk}", "DELETE"),
    "saved_view.remove": to("me/saved-views/{pk}", "DELETE"),
    "data_export.read": to("me/data/exports/{pk}"),
    "data_export.download": to("me/data/exports/{pk}/link", "POST"),
}
