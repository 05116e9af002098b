"""What tests of findings and editions do over and over."""

from __future__ import annotations

from typing import Any

from programmes.kit.evidence.services import Subject
from programmes.kit.findings.services import record_finding
from programmes.kit.participants.services import add_participant
from programmes.kit.registry import DossierRole, ParticipantRole
from programmes.models import Dossier, DossierEvidence, Edition, Finding, Participant, SignOff
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


def freeze(world: World, dossier: Dossier, *, for_public: bool = False) -> Edition:
    """Give a dossier a next edition, whatever its kind reports."""
    number = dossier.editions.count() + 1
    return Edition.objects.create(
        dossier=dossier,
        number=number,
        for_public=for_public,
        reason="" if number == 1 else "Виправлення",
        content="{}",
        sha256="0" * 64,
        made_by=world.people["facilitator"],
    )


REVIEWER = ParticipantRole("reviewer", "Reviewer", DossierRole.REVIEWER)
TEAM = ParticipantRole("monitor", "Monitor", DossierRole.TEAM)


def add_part(world: World, dossier: Dossier, role: ParticipantRole, organisation: str) -> Participant:
    """Give an organisation a part in a dossier, whether its kind has that role or not."""
    return add_participant(
        actor=world.actor("facilitator"),
        dossier=dossier,
        role=role,
        organisation_id=world.organisations[organisation].pk,
    )


def a_request(world: World, organisation: str = "school") -> SignOff:
    """A dossier of the facilitator's, whose edition an organisation is asked to sign off."""
    dossier = begin(world)
    return SignOff.objects.create(
        edition=freeze(world, dossier),
        participant=add_part(world, dossier, REVIEWER, organisation),
        asked_by=world.people["facilitator"],
    )


def prove_finding(world: World, finding: Finding, by: str = "facilitator") -> DossierEvidence:
    return prove(world, finding.dossier, by, subject=Subject("finding", finding.pk))
