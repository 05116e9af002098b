"""How dossiers of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.break_glass.services import approve_break_glass, request_break_glass
from groups.models import ShareAccess
from programmes.kit.dossiers.policies import DossierPolicy, GroupProgrammesPolicy
from programmes.kit.participants.services import add_participant
from programmes.kit.registry import get_programme
from programmes.models import Dossier, Publication
from programmes.recommendations.policies import KIND, RecommendationDossierPolicy
from tests.architecture.stages.group import a_group
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.thread import let_in
from tests.programmes.helpers import RESTRICTED, SEALED, add_answered, begin, fresh, take
from tests.programmes.kit.helpers import freeze
from viche.kernel.policy import Policy

FACTS: dict[str, dict[str, Any]] = {"restricted": RESTRICTED, "sealed": SEALED}


def a_dossier(stage: Stage, state: str) -> Dossier:
    """The teacher's; the council answers it, and has access already."""
    here = stage.here
    dossier = begin(here, "teacher", **FACTS.get(state, {}))
    add_participant(
        actor=here.actor("teacher"),
        dossier=dossier,
        role=get_programme(KIND).roles["addressee"],
        organisation_id=here.organisations["council"].pk,
        opened=True,
    )
    add_answered(here, dossier)
    freeze(here, dossier, for_public=True)
    public = freeze(here, dossier, for_public=True)
    Publication.objects.create(edition=public, published_by=here.people["teacher"])
    if state not in FACTS:
        let_in(stage, dossier, "guest", ShareAccess.READ)
    if state in ("settled", "closed"):
        take(here, dossier, "settled")
    if state == "closed":
        take(here, dossier, "closed")
    if state == "restricted":
        glass = request_break_glass(
            actor=here.actor("rescuer"), container_type="dossier", container_id=dossier.pk, reason="Загроза"
        )
        approve_break_glass(actor=here.actor("dpo"), break_glass_id=glass.pk)
    return fresh(dossier)


POLICIES: dict[str, Policy[Any]] = {
    "dossier": DossierPolicy(),
    "programmes": GroupProgrammesPolicy(),
    "recommendations": RecommendationDossierPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "dossier": a_dossier,
    "programmes": a_group,
    "recommendations": a_dossier,
}
