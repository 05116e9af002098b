"""Services of evidence in dossiers: add, withdraw and hide a piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from programmes.kit.dossiers.loaders import (
    REASON_LENGTH,
    choose_mandate,
    event_fields_of,
    lock_visible_dossier,
    require_person_id,
)
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction, DossierPolicy
from programmes.kit.evidence.events import (
    DossierEvidenceAdded,
    DossierEvidenceHidden,
    DossierEvidenceWithdrawn,
)
from programmes.kit.evidence.models import PRESENT, DossierEvidence
from programmes.kit.evidence.policies import (
    DossierAuthority,
    DossierEvidenceAction,
    DossierEvidencePolicy,
    get_authority,
    is_permitted,
)
from programmes.kit.evidence.subjects import SUBJECTS
from programmes.kit.personal_data import refuse_personal_data
from tasks.evidence.validation import validate_content
from tasks.models import EvidenceKind
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.policy import check_scopes
from viche.kernel.services import service

FOOTAGE_HOSTS = re.compile(r"(^|\.)(youtube\.com|youtu\.be|vimeo\.com|tiktok\.com|dailymotion\.com)$")
FOOTAGE_PATH = re.compile(r"\.(mp4|m4v|mov|avi|mkv|webm|3gp|wmv|mpe?g)$")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a piece of evidence belongs to."""

    kind: str
    id: UUID


@service(DossierAction.ADD_EVIDENCE)
def add_evidence(
    *,
    actor: Actor,
    dossier_id: UUID,
    kind: EvidenceKind,
    title: str,
    note: str = "",
    file_id: UUID | None = None,
    url: str = "",
    subject: Subject | None = None,
    mandate_id: UUID | None = None,
) -> DossierEvidence:
    """Add one piece of evidence to a dossier, or to the `subject` that it holds.

    The file becomes readable together with the evidence: the caller must have checked that it is the actor's
    own upload. Raises NotFound, Forbidden, Invalid.
    """
    locked = lock_visible_dossier(actor, dossier_id, DossierPolicy().scopes_of(DossierAction.ADD_EVIDENCE))
    subject = subject or Subject("dossier", dossier_id)
    if subject.kind not in SUBJECTS:
        raise NotFound
    seats = SUBJECTS[subject.kind].authorise(locked, subject.id)
    content = validate_content(kind, title, note, file_id, url)
    refuse_personal_data({"/title": content["title"], "/note": content["note"]})
    _refuse_footage(content["url"])
    dossier = locked.dossier
    last = DossierEvidence.objects.filter(dossier=dossier).aggregate(last=Max("number"))["last"]
    piece = DossierEvidence.objects.create(
        dossier=dossier,
        number=(last or 0) + 1,
        subject_kind=subject.kind,
        subject_id=subject.id,
        **content,
        added_by_id=require_person_id(actor),
        added_through=choose_mandate(list(seats), mandate_id),
    )
    _tell_subject(actor, piece)
    record(actor, DossierEvidenceAdded(**_event_fields_of(piece), mandate_id=piece.added_through_id))
    return piece


@service(DossierEvidenceAction.WITHDRAW)
def withdraw_evidence(*, actor: Actor, dossier_id: UUID, piece_id: UUID) -> None:
    """Withdraw a piece of evidence of one's own: its content is deleted, its number stays.

    Its file is attached to nothing any more, and deleted in some days. Raises NotFound, and Forbidden for
    evidence of another author, after 15 minutes, or when the dossier is closed.
    """
    piece, _authority = _lock_evidence(actor, dossier_id, piece_id, DossierEvidenceAction.WITHDRAW)
    piece.title = piece.note = piece.url = ""
    piece.file_id, piece.withdrawn_at = None, now()
    piece.save(update_fields=["title", "note", "url", "file_id", "withdrawn_at"])
    _tell_subject(actor, piece)
    record(actor, DossierEvidenceWithdrawn(**_event_fields_of(piece)))


@service(DossierEvidenceAction.HIDE)
def hide_evidence(*, actor: Actor, dossier_id: UUID, piece_id: UUID, reason: str) -> None:
    """Hide a piece of evidence from all readers, as who leads, or as the data protection officer.

    It counts as no evidence any more. That it was there, who hid it and why stay to be seen. Raises NotFound,
    Forbidden, Invalid.
    """
    piece, authority = _lock_evidence(actor, dossier_id, piece_id, DossierEvidenceAction.HIDE)
    piece.hidden_remark = validate_text("/reason", reason, REASON_LENGTH)
    piece.hidden_at, piece.hidden_by_id = now(), require_person_id(actor)
    piece.hidden_by_officer = not authority.is_leader
    piece.save(update_fields=["hidden_remark", "hidden_at", "hidden_by", "hidden_by_officer"])
    _tell_subject(actor, piece)
    record(actor, DossierEvidenceHidden(**_event_fields_of(piece), officer=piece.hidden_by_officer))


def _lock_evidence(
    actor: Actor, dossier_id: UUID, piece_id: UUID, action: DossierEvidenceAction
) -> tuple[DossierEvidence, DossierAuthority]:
    """Lock the dossier of a piece of evidence, authorise the action, and return the piece.

    All services lock the dossier before they write its evidence. Raises SignedOut, NotFound, Forbidden.
    """
    if actor.is_unidentified:
        raise SignedOut
    policy = DossierEvidencePolicy()
    check_scopes(actor, *policy.scopes_of(action))
    rows = Dossier.objects.select_related("group__territory").select_for_update(of=("self",), no_key=True)
    dossier = rows.filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFound
    authority = get_authority(actor, dossier)
    piece = dossier.evidence.filter(pk=piece_id).first()
    if piece is None or not is_permitted(actor, DossierEvidenceAction.READ, piece, authority):
        raise NotFound
    piece.dossier = dossier
    if not is_permitted(actor, action, piece, authority):
        raise policy.refusal(actor, action, piece)
    return piece, authority


def _refuse_footage(url: str) -> None:
    """Raise Invalid for the address of a film: uploads take no video either."""
    address = urlsplit(url)
    if FOOTAGE_HOSTS.search(address.hostname or "") or FOOTAGE_PATH.search(address.path.lower()):
        raise Invalid.field(
            "/url",
            "footage",
            _("Films are not kept as evidence: they show people who did not agree. Describe what they show."),
        )


def _tell_subject(actor: Actor, piece: DossierEvidence) -> None:
    present = DossierEvidence.objects.filter(PRESENT, subject_id=piece.subject_id)
    count = present.filter(dossier=piece.dossier_id, subject_kind=piece.subject_kind).count()
    SUBJECTS[piece.subject_kind].changed(actor, piece.dossier, piece.subject_id, count)


def _event_fields_of(piece: DossierEvidence) -> dict[str, Any]:
    return {
        **event_fields_of(piece.dossier),
        "evidence_id": piece.pk,
        "number": piece.number,
        "subject_kind": piece.subject_kind,
        "subject_id": piece.subject_id,
    }
