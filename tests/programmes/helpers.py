"""Helpers of the tests of programmes."""

from __future__ import annotations

from typing import Any

from programmes.kit.dossiers.services import begin_dossier
from programmes.kit.evidence.services import add_evidence
from programmes.models import Dossier, DossierEvidence
from programmes.recommendations.policies import KIND
from tasks.models import EvidenceKind
from tests.cast import World


def begin(world: World, by: str = "facilitator", kind: str = KIND, **facts: Any) -> Dossier:
    """Begin a dossier in the group of a world."""
    facts.setdefault("title_uk", "Рекомендації аудиту")
    return begin_dossier(actor=world.actor(by), group_id=world.group.pk, kind=kind, **facts)


def prove(world: World, dossier: Dossier, by: str = "facilitator", **facts: Any) -> DossierEvidence:
    """Add evidence to a dossier, or to a `subject` in it."""
    fields: dict[str, Any] = {
        "kind": EvidenceKind.LINK,
        "title": "Акт обстеження",
        "url": "https://example.org/act",
        **facts,
    }
    return add_evidence(actor=world.actor(by), dossier_id=dossier.pk, **fields)
