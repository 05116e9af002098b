"""How steps of public controls, their facts and who complained are asked for over REST."""

from __future__ import annotations

from programmes.models import Dossier
from tests.architecture.questions.request import Ask, Asked, day, move, to
from tests.architecture.stages.stage import Stage

DOSSIER = "dossiers/{pk}"


def _letter(_stage: Stage, obj: Dossier) -> Asked:
    piece = obj.evidence.filter(subject_kind="dossier").order_by("number").first()
    scan = str(piece.pk) if piece is not None else str(obj.pk)
    body = {"kind": "answered", "received_on": day(0), "evidence": scan}
    return Asked("POST", f"dossiers/{obj.pk}/letters", body)


ASKS: dict[str, Ask] = {
    "public_control.notify": move("dossiers", "notified"),
    "public_control.conduct": move("dossiers", "conducted"),
    "public_control.send_report": move("dossiers", "report_sent"),
    "public_control.reply": to(f"{DOSSIER}/replies", "POST", kind="answered", text="Усунено"),
    "public_control.record_letter": _letter,
    "public_control.record_silence": move("dossiers", "silence"),
    "public_control.follow_up": move("dossiers", "follow_up"),
    "public_control.close": move("dossiers", "closed", reason="Усе зроблено"),
    "public_control.cancel": move("dossiers", "cancelled", reason="Не на часі"),
    "control.edit_facts": to(f"{DOSSIER}/control", "PATCH", place="Архів"),
    "control.read_complaint": to(f"{DOSSIER}/complaint"),
    "control.make_link": to(f"{DOSSIER}/link", "POST", send=False),
    "control.write_complaint": lambda _stage, obj: Asked(
        "PUT", f"dossiers/{obj.pk}/complaint", {"words": "Інша скарга"}, version=1
    ),
}
