"""Personal data in dossiers: whose accesses are recorded, and by what right people see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from groups.access.privacy import explain_access
from groups.authority.territorial import TerritorialScope
from groups.models import OfficeKind
from programmes.kit.dossiers.access_log import KIND as DOSSIER
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierPolicy
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.transitions.models import TransitionTaken
from viche.kernel.actor import Actor
from viche.privacy.registry import AccessGround, register_recorded_kind


def _list_grounds(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return by what right a person sees some dossiers; an officer of data protection sees evidence there."""
    dossiers = Dossier.objects.filter(pk__in=ids)
    protected = TerritorialScope.of(Actor.for_person(person_id), OfficeKind.DATA_PROTECTION_OFFICER)
    by_office = dossiers.filter(protected.condition("group__territory__code"), known_at__isnull=False)
    office = dict.fromkeys(by_office.values_list("pk", flat=True), AccessGround("data_protection_officer"))
    return office | explain_access(DossierPolicy(), person_id, list(dossiers))


def _led_or_begun_dossiers(person_id: UUID) -> QuerySet[Any]:
    """Return the dossiers of which the person is a data subject as who began or leads them.

    Together with those in which they took a step or to which they added evidence, from then on.
    """
    theirs = Q(begun_by=person_id) | Q(lead__person=person_id)
    return Dossier.objects.filter(theirs).annotate(thing=F("pk"), since=F("begun_at"))


def _dossiers_with_own_evidence(person_id: UUID) -> QuerySet[Any]:
    rows = DossierEvidence.objects.filter(added_by=person_id)
    return rows.annotate(thing=F("dossier"), since=F("added_at"))


def _dossiers_with_own_steps(person_id: UUID) -> QuerySet[Any]:
    return TransitionTaken.objects.filter(by=person_id).annotate(thing=F("dossier"), since=F("at"))


register_recorded_kind(
    DOSSIER,
    grounds=_list_grounds,
    concerns=[_led_or_begun_dossiers, _dossiers_with_own_evidence, _dossiers_with_own_steps],
)
