"""Services of findings: record, edit, rate, and remove a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from programmes.kit.dossiers.loaders import (
    choose_mandate,
    event_fields_of,
    get_child,
    lock_dossier,
    require_person_id,
)
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.findings.events import FindingChanged, FindingRecorded, FindingRemoved
from programmes.kit.findings.loaders import list_working_seats
from programmes.kit.findings.models import Finding
from programmes.kit.personal_data import refuse_personal_data
from programmes.kit.requirements import check_own_interests
from programmes.kit.risk import CURRENT, SCALE
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

KIND = "finding"
TITLE_LENGTH, TEXT_LENGTH = 200, 4_000
MAX_FINDINGS = 200


@service(DossierAction.RECORD_FINDING)
def record_finding(
    *,
    actor: Actor,
    dossier_id: UUID,
    title_uk: str,
    title_en: str = "",
    text_uk: str = "",
    text_en: str = "",
    may_be_published: bool = False,
    mandate_id: UUID | None = None,
) -> Finding:
    """Record a finding of a dossier: a draft, until evidence is added to it.

    Raises NotFound, Forbidden, Conflict before the actor declared their interests, Invalid.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.RECORD_FINDING, None)
    dossier = locked.dossier
    check_own_interests(actor, dossier)
    if Finding.objects.filter(dossier=dossier).count() >= MAX_FINDINGS:
        raise Invalid.field("/title", "too_many", _("There are 200 findings already."))
    last = Finding.objects.filter(dossier=dossier).aggregate(last=Max("number"))["last"]
    words = {"title_uk": title_uk, "title_en": title_en, "text_uk": text_uk, "text_en": text_en}
    finding = Finding.objects.create(
        dossier=dossier,
        number=(last or 0) + 1,
        **_validate_words(words),
        may_be_published=may_be_published,
        recorded_by_id=require_person_id(actor),
        recorded_through=choose_mandate(list_working_seats(locked), mandate_id),
    )
    mandate_pk = finding.recorded_through_id
    record(actor, FindingRecorded(**_event_fields_of(finding, dossier), mandate_id=mandate_pk))
    return finding


@service(DossierAction.RECORD_FINDING)
def edit_finding(
    *, actor: Actor, dossier_id: UUID, finding_id: UUID, expected_version: int, changes: dict[str, Any]
) -> Finding:
    """Change the words of a finding, or whether it `may_be_published`.

    Raises NotFound, Forbidden, Stale, Invalid.
    """
    finding = _lock_finding(actor, dossier_id, finding_id, expected_version)
    changed = _validate_words({name: value for name, value in changes.items() if name in WORDS})
    if "may_be_published" in changes:
        changed["may_be_published"] = changes["may_be_published"]
    for name, value in changed.items():
        setattr(finding, name, value)
    return _save_finding(actor, finding, *changed)


@service(DossierAction.RECORD_FINDING)
def rate_finding(
    *,
    actor: Actor,
    dossier_id: UUID,
    finding_id: UUID,
    expected_version: int,
    likelihood: int | None,
    impact: int | None,
) -> Finding:
    """Rate the risk of a finding by the current matrix; without both numbers it is not rated any more.

    Raises NotFound, Forbidden, Stale, Invalid.
    """
    finding = _lock_finding(actor, dossier_id, finding_id, expected_version)
    if (likelihood is None) != (impact is None):
        missing = "/likelihood" if likelihood is None else "/impact"
        raise Invalid.field(missing, "required", _("Rate both likelihood and impact."))
    for name, value in (("likelihood", likelihood), ("impact", impact)):
        if value is not None and value not in SCALE:
            raise Invalid.field(f"/{name}", "scale", _("Rate it from 1 to 5."))
    finding.likelihood, finding.impact = likelihood, impact
    finding.matrix = CURRENT.version if likelihood is not None else ""
    return _save_finding(actor, finding, "likelihood", "impact", "matrix", said=("rating",))


@service(DossierAction.RECORD_FINDING)
def remove_finding(*, actor: Actor, dossier_id: UUID, finding_id: UUID, expected_version: int) -> None:
    """Remove a draft. Raises NotFound, Forbidden, Stale, Conflict for a finding that had evidence."""
    finding = _lock_finding(actor, dossier_id, finding_id, expected_version)
    if DossierEvidence.objects.filter(subject_kind=KIND, subject_id=finding.pk).exists():
        raise Conflict("has_evidence", _("Evidence belongs to this finding: it is no draft any more."))
    record(actor, FindingRemoved(**_event_fields_of(finding, finding.dossier)))
    finding.delete()


WORDS = {
    "title_uk": ("/title", TITLE_LENGTH, True),
    "title_en": ("/title_en", TITLE_LENGTH, False),
    "text_uk": ("/text", TEXT_LENGTH, False),
    "text_en": ("/text_en", TEXT_LENGTH, False),
}


def _validate_words(words: dict[str, str]) -> dict[str, Any]:
    clean = {}
    for name, text in words.items():
        pointer, longest, is_required = WORDS[name]
        clean[name] = validate_text(pointer, text, longest, required=is_required)
    refuse_personal_data({WORDS[name][0]: text for name, text in clean.items()})
    return clean


def _lock_finding(actor: Actor, dossier_id: UUID, finding_id: UUID, expected_version: int) -> Finding:
    """Lock the dossier of a finding, and authorise. All services lock the dossier before its findings."""
    dossier = lock_dossier(actor, dossier_id, DossierAction.RECORD_FINDING, None).dossier
    check_own_interests(actor, dossier)
    finding = get_child(dossier, Finding.objects.all(), finding_id)
    check_version(finding, expected_version)
    return finding


def _save_finding(actor: Actor, finding: Finding, *fields: str, said: tuple[str, ...] = ()) -> Finding:
    save_new_version(finding, *fields)
    changed = said or tuple(sorted(fields))
    record(actor, FindingChanged(**_event_fields_of(finding, finding.dossier), fields=changed))
    return finding


def _event_fields_of(finding: Finding, dossier: Dossier) -> dict[str, Any]:
    return {**event_fields_of(dossier), "finding_id": finding.pk, "number": finding.number}
