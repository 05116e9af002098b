"""What tests of findings and editions do over and over."""

from __future__ import annotations

from typing import Any

from programmes.kit.evidence.services import Subject
from programmes.kit.findings.services import record_finding
from programmes.models import Dossier, DossierEvidence, Edition, Finding
from tests.cast import World
from tests.programmes.helpers import begin, prove


def a_working_dossier(world: World, **facts: Any) -> Dossier:
    """Begin a dossier, and put it into the phase in which findings are recorded.

    The kinds that exist follow up what was found out elsewhere.
    """
    dossier = begin(world, **facts)
    Dossier.objects.filter(pk=dossier.pk).update(phase="fieldwork")
    return Dossier.objects.get(pk=dossier.pk)


def record(world: World, dossier: Dossier, by: str = "facilitator", **facts: Any) -> Finding:
    """Record a finding of a dossier."""
    facts.setdefault("title_uk", "Зупинка не освітлена")
    return record_finding(actor=world.actor(by), dossier_id=dossier.pk, **facts)


def a_finding(world: World, dossier: Dossier) -> Finding:
    """Give a dossier a finding, in whatever phase it is."""
    by = world.people["facilitator"]
    return Finding.objects.create(dossier=dossier, number=1, title_uk="Темно", recorded_by=by)


def freeze(world: World, dossier: Dossier) -> Edition:
    """Give a dossier an edition for the public, whatever its kind reports."""
    return Edition.objects.create(
        dossier=dossier,
        number=1,
        for_public=True,
        content="{}",
        sha256="0" * 64,
        made_by=world.people["facilitator"],
    )


def prove_finding(world: World, finding: Finding, by: str = "facilitator") -> DossierEvidence:
    return prove(world, finding.dossier, by, subject=Subject("finding", finding.pk))
