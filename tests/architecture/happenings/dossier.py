"""What may happen in generated worlds: dossiers."""

from __future__ import annotations

from groups.grants import sync_grants
from groups.models import InitiativeGroup, Mandate, Organisation
from programmes.kit.dossiers.audience import record_dossier_audience
from programmes.kit.dossiers.numbers import assign_number
from programmes.kit.dossiers.services import show_to_group
from programmes.kit.registry import DossierRole
from programmes.models import Dossier, DossierVisibility, Participant
from programmes.recommendations.policies import KIND
from tests.architecture.happenings.town import Facts, Town
from tests.cast import SYSTEM
from viche.kernel.clock import now


def _dossier(town: Town, number: int, lead: int, how: int) -> None:
    """Shared, restricted or sealed: what the policies read of them alone."""
    group, mandate = town.of(InitiativeGroup, number), town.of(Mandate, lead)
    facts: Facts = {"kind": KIND, "title_uk": "Рекомендації", "state": "open", "phase": "follow_up"}
    dossier = Dossier(
        group=group,
        register_id=group.register_id,
        lead=mandate,
        begun_by=mandate.person,
        visibility=DossierVisibility.PARTICIPANTS if how % 3 else DossierVisibility.GROUP,
        **facts,
    )
    if how % 3 != 2:
        assign_number(dossier)
    dossier.save(force_insert=True)
    record_dossier_audience(SYSTEM, dossier, made=True)
    sync_grants(dossier, reason="dossier_begun")


def _participant(town: Town, number: int, who: int, how: int) -> None:
    dossier = town.of(Dossier, number)
    named: Facts = (
        {"organisation": town.of(Organisation, who)} if how % 2 else {"mandate": town.of(Mandate, who)}
    )
    since = now()
    Participant.objects.get_or_create(
        dossier=dossier,
        role="addressee",
        until=None,
        **named,
        defaults={
            "part": DossierRole.COUNTERPART,
            "since": since,
            "opened_at": since if how % 3 else None,
            "named_by": town.person(who),
        },
    )
    record_dossier_audience(SYSTEM, dossier)
    sync_grants(dossier, reason="participant_named")


def _dossier_shown(town: Town, number: int, _who: int, _how: int) -> None:
    dossier = town.of(Dossier, number)
    show_to_group(actor=SYSTEM, dossier_id=dossier.pk, expected_version=dossier.version)


HAPPENINGS = (
    _dossier,
    _participant,
    _dossier_shown,
)
