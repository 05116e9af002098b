"""How actions on dossiers are asked for over REST."""

from __future__ import annotations

from typing import Any

from programmes.models import Dossier, Edition, FormSubmission
from tests.architecture.questions.request import Ask, Asked, move, to
from tests.architecture.questions.thread import share
from tests.architecture.stages.stage import Stage
from tests.programmes.kit.forms import a_form
from viche.kernel.ids import uuid7

DOSSIER = "dossiers/{pk}"


def _name(stage: Stage, obj: Dossier) -> Asked:
    named = {"role": "addressee", "organisation": str(stage.here.organisations["police"].pk)}
    return Asked("POST", f"dossiers/{obj.pk}/participants", named)


def _hand_over(stage: Stage, obj: Dossier) -> Asked:
    return Asked("PUT", f"dossiers/{obj.pk}/lead", {"lead": str(stage.here.mandates["officer"].pk)})


def interests(path: str = "", **body: Any) -> Ask:
    """About the interests of the participant of a dossier."""

    def ask(_stage: Stage, obj: Dossier) -> Asked:
        participant = obj.participants.earliest("pk")
        return Asked("PUT", f"dossiers/{obj.pk}/participants/{participant.pk}/interests{path}", body)

    return ask


def _complete_form(stage: Stage, obj: Dossier) -> Asked:
    submission = FormSubmission.objects.filter(dossier=obj).first() or a_form(stage.here, obj)
    return Asked("PUT", f"dossiers/{obj.pk}/forms/{submission.pk}/completion", {})


def publication(method: str, number: int, **body: str) -> Ask:
    """About the first edition of a dossier, or about the second one, which is public."""

    def ask(_stage: Stage, obj: Dossier) -> Asked:
        edition = Edition.objects.get(dossier=obj, number=number)
        return Asked(method, f"dossiers/{obj.pk}/editions/{edition.pk}/publication", body or {})

    return ask


ASKS: dict[str, Ask] = {
    "programmes.read": to("groups/{pk}/known-dossiers"),
    "programmes.begin_dossier": to(
        "groups/{pk}/dossiers", "POST", kind="recommendations", title="Рекомендації аудиту"
    ),
    "dossier.read": to(DOSSIER),
    "dossier.see_access": to(f"{DOSSIER}/access"),
    "dossier.edit": to(DOSSIER, "PATCH", title="Інша назва"),
    "dossier.name_participants": _name,
    "dossier.hand_over": _hand_over,
    "dossier.widen": to(f"{DOSSIER}/visibility", "POST"),
    "dossier.share": share("dossiers"),
    "dossier.declare_interests": interests(has_tie=False),
    "dossier.decide_tie": interests("/outcome", outcome="stays", reason="Давно"),
    "dossier.add_evidence": to(
        f"{DOSSIER}/evidence", "POST", kind="link", title="Акт", url="https://example.org/a"
    ),
    "dossier.record_finding": to(f"{DOSSIER}/findings", "POST", title="Темна зупинка"),
    "dossier.answer_form": to(f"{DOSSIER}/forms", "POST", name="inspection"),
    "dossier.complete_form": _complete_form,
    "dossier.make_edition": to(f"{DOSSIER}/editions", "POST", reason="Виправлення"),
    "dossier.publish_edition": publication("PUT", 1),
    "dossier.withdraw_edition": publication("DELETE", 2, reason="Помилка"),
    "dossier.ask_sign_off": to(f"{DOSSIER}/sign-offs", "POST", participant_id=str(uuid7())),
    "dossier.decide_sign_off": to(f"{DOSSIER}/sign-offs/{uuid7()}/decision", "PUT", outcome="given"),
    "recommendations.settle": move("dossiers", "settled"),
    "recommendations.close": move("dossiers", "closed", reason="Усе зроблено"),
    "recommendations.reopen": move("dossiers", "reopened", reason="Ще не все"),
}
