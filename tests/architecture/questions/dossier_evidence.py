"""How actions on evidence in dossiers are asked for over REST."""

from __future__ import annotations

from typing import Any

from tests.architecture.questions.request import Ask, Asked
from tests.architecture.stages.stage import Stage


def list_pieces(_stage: Stage, obj: Any) -> Asked:
    return Asked("GET", f"dossiers/{obj.dossier_id}/evidence")


def withdraw(_stage: Stage, obj: Any) -> Asked:
    return Asked("DELETE", f"dossiers/{obj.dossier_id}/evidence/{obj.pk}")


def hide(_stage: Stage, obj: Any) -> Asked:
    path = f"dossiers/{obj.dossier_id}/evidence/{obj.pk}/hidden"
    return Asked("POST", path, {"reason": "Чуже обличчя"})


ASKS: dict[str, Ask] = {
    "dossier_evidence.read": list_pieces,
    "dossier_evidence.withdraw": withdraw,
    "dossier_evidence.hide": hide,
}
