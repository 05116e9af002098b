"""How evidence in dossiers of the permission matrix comes into its states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from programmes.kit.dossiers.models import DossierVisibility
from programmes.kit.evidence.policies import DossierEvidencePolicy
from programmes.kit.evidence.services import hide_evidence, withdraw_evidence
from programmes.kit.participants.services import name_participant, open_to_counterparts
from programmes.models import Dossier, DossierEvidence
from tests.architecture.stages.stage import Stage
from tests.programmes.helpers import begin, prove
from viche.kernel.clock import now, replace_clock
from viche.kernel.policy import Policy


def a_dossier_with_the_police(stage: Stage, state: str) -> Dossier:
    """The facilitator's, with the police as its counterpart; a sealed one without."""
    facts: dict[str, Any] = {}
    if state in ("restricted", "sealed"):
        facts = {"visibility": DossierVisibility.PARTICIPANTS, "sealed": state == "sealed"}
    dossier = begin(stage.here, **facts)
    if state == "sealed":
        return dossier
    leader = stage.actor("facilitator")
    name_participant(
        actor=leader,
        dossier_id=dossier.pk,
        role="addressee",
        organisation_id=stage.here.organisations["police"].pk,
        expected_version=dossier.version,
    )
    dossier.refresh_from_db()
    open_to_counterparts(actor=leader, dossier=dossier)
    return dossier


def a_dossier_piece(stage: Stage, state: str) -> DossierEvidence:
    here, dossier = stage.here, a_dossier_with_the_police(stage, state)
    moment = now() - timedelta(minutes=16 if state == "old" else 0)
    with replace_clock(lambda: moment):
        piece = prove(here, dossier, "facilitator" if state == "sealed" else "officer")
    if state == "closed":
        Dossier.objects.filter(pk=dossier.pk).update(state="closed", phase="closed", state_since=now())
    where = {"dossier_id": dossier.pk, "piece_id": piece.pk}
    if state == "withdrawn":
        withdraw_evidence(actor=here.actor("officer"), **where)
    if state == "hidden":
        hide_evidence(actor=here.actor("facilitator"), **where, reason="Чуже обличчя")
    return DossierEvidence.objects.select_related("dossier__group__territory").get(pk=piece.pk)


POLICIES: dict[str, Policy[Any]] = {
    "dossier_evidence": DossierEvidencePolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "dossier_evidence": a_dossier_piece,
}
