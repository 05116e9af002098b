"""How actions on subject requests are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, Asked, to
from tests.architecture.stages import Stage
from viche.privacy.models import SubjectRequest
from viche.privacy.policies import OFFICER_STEPS


def _next_step(_stage: Stage, obj: SubjectRequest) -> Asked:
    step = next(iter(OFFICER_STEPS[obj.state]), "answered")
    return Asked("POST", f"subject-requests/{obj.pk}/transitions", {"to": step, "note": "Ось відповідь"})


ASKS: dict[str, Ask] = {
    "subject_request.read": to("subject-requests/{pk}"),
    "subject_request.handle": _next_step,
    "subject_request.appeal": to("me/data/requests/{pk}/appeal", "POST", note="Не згодна"),
}
