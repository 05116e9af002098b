"""Personal data in dossiers. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.access.privacy import explain_access
from groups.authority.territorial import TerritorialScope
from groups.grants import close_audience_of
from groups.models import OfficeKind
from programmes.kit.dossiers.access_log import KIND, name_dossier
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierPolicy
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.participants.models import Participant
from programmes.kit.transitions.models import TransitionTaken
from viche.kernel.actor import Actor
from viche.privacy.holdings import Lookup, Rows
from viche.privacy.registry import (
    AccessGround,
    ErasureOrder,
    exclude_from_export,
    register_eraser,
    register_personal_data,
    register_recorded_kind,
)

READERS = _("Everyone who can read the dossier.")


def _load_titles(person_id: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return titles of the dossiers that the person may still read."""
    seen = DossierPolicy().visible_to(Actor.for_person(person_id))
    return dict(seen.filter(pk__in=ids).values_list("pk", "title_uk"))


register_personal_data(
    "programmes.dossiers",
    Rows(
        Dossier.objects.select_related("lead"),
        ["begun_by", "lead__person"],
        "id=pk kind number title state began_it leads_it",
        number=lambda row, _me: None if row.number is None else f"{row.year}-{row.number}",
        title=Lookup("pk", _load_titles),
        began_it=lambda row, me: row.begun_by_id == me,
        leads_it=lambda row, me: row.lead.person_id == me,
    ),
    title=_("Dossiers that you began or lead"),
    purpose=_("To know who is responsible for a dossier."),
    recipients=READERS,
)
register_personal_data(
    "programmes.participants",
    Rows(
        Participant.objects.select_related("mandate"),
        ["named_by", "mandate__person"],
        "subject role at=since until named_it is_you",
        subject=name_dossier,
        named_it=lambda row, me: row.named_by_id == me,
        is_you=lambda row, me: row.mandate is not None and row.mandate.person_id == me,
    ),
    title=_("Participants of dossiers that you named, and where you are one"),
    purpose=_("To know who takes part in a dossier, and by whose decision."),
    recipients=READERS,
)
register_personal_data(
    "programmes.transitions",
    Rows(TransitionTaken, "by", "at subject step=name state=after reason", subject=name_dossier),
    title=_("Steps of dossiers that you took"),
    purpose=_("To know who took which step, and why."),
    recipients=READERS,
)
exclude_from_export(
    "worked out from seats, shares and participants, which are there", "programmes.dossieruserpermission.user"
)


def _close_audience(actor: Actor, order: ErasureOrder) -> None:
    close_audience_of(actor, Dossier, order.person_id)


register_eraser("programmes.dossiers", _close_audience)


# ---- who saw what ------------------------------------------------------------------------------------------


def _list_grounds(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return by what right a person sees some dossiers; an officer of data protection sees evidence there."""
    dossiers = Dossier.objects.filter(pk__in=ids)
    protected = TerritorialScope.of(Actor.for_person(person_id), OfficeKind.DATA_PROTECTION_OFFICER)
    by_office = dossiers.filter(protected.condition("group__territory__code"), known_at__isnull=False)
    office = dict.fromkeys(by_office.values_list("pk", flat=True), AccessGround("data_protection_officer"))
    return office | explain_access(DossierPolicy(), person_id, list(dossiers))


def _begun_or_led_dossiers(person_id: UUID) -> QuerySet[Any]:
    """Return the dossiers of which the person is a data subject as the one who began or leads them."""
    begun, led = Dossier.objects.filter(begun_by=person_id), Dossier.objects.filter(lead__person=person_id)
    return (begun | led).annotate(thing=F("pk"), since=F("begun_at"))


def _dossiers_with_own_part(person_id: UUID) -> QuerySet[Any]:
    """Return the dossiers in which the person is a participant with access, from when they were named."""
    named = Participant.objects.filter(mandate__person=person_id, opened_at__isnull=False)
    return named.annotate(thing=F("dossier"))


def _dossiers_with_own_steps(person_id: UUID) -> QuerySet[Any]:
    return TransitionTaken.objects.filter(by=person_id).annotate(thing=F("dossier"), since=F("at"))


def _dossiers_with_own_evidence(person_id: UUID) -> QuerySet[Any]:
    rows = DossierEvidence.objects.filter(added_by=person_id)
    return rows.annotate(thing=F("dossier"), since=F("added_at"))


register_recorded_kind(
    KIND,
    grounds=_list_grounds,
    concerns=[
        _begun_or_led_dossiers,
        _dossiers_with_own_part,
        _dossiers_with_own_steps,
        _dossiers_with_own_evidence,
    ],
)
