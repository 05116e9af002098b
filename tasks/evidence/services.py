"""Add evidence to an action item."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from tasks.evidence.events import EvidenceAdded
from tasks.evidence.models import Evidence, EvidenceKind
from tasks.items.loaders import event_fields_of, find_acting_mandate, get_author_id, lock_item
from tasks.items.models import ActionItem, Criterion
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.services import service

TITLE_LENGTH, NOTE_LENGTH, URL_LENGTH = 200, 2_000, 1_000
KINDS_WITH_FILE = frozenset({EvidenceKind.FILE, EvidenceKind.PHOTO})
validate_http_url = URLValidator(schemes=["http", "https"])


@service(Action.ADD_EVIDENCE)
def add_evidence(
    *,
    actor: Actor,
    action_id: UUID,
    kind: EvidenceKind,
    title: str,
    note: str = "",
    file_id: UUID | None = None,
    url: str = "",
    criterion_id: UUID | None = None,
    mandate_id: UUID | None = None,
) -> Evidence:
    """Add one piece of evidence, with the next number of its item.

    A file or photo needs a file, a link an address, a document either of them, an indicator its value in the
    note. The file becomes readable together with the evidence: the caller must have checked that it is the
    actor's own upload. `criterion_id` is the criterion that it supports. Raises NotFound, Forbidden, Invalid.
    """
    item, stance = lock_item(actor, action_id, Action.ADD_EVIDENCE, None)
    mandate = find_acting_mandate(stance, item, Action.ADD_EVIDENCE, mandate_id)
    evidence = Evidence(
        action=item,
        number=item.evidence_count + item.removed_evidence_count + 1,
        kind=kind,
        title=validate_text("/title", title, TITLE_LENGTH),
        note=validate_text("/note", note, NOTE_LENGTH, required=kind == EvidenceKind.INDICATOR),
        file_id=file_id,
        url=_validate_address(url),
        criterion=_get_criterion(item, criterion_id),
        added_by_id=get_author_id(actor),
        link_id=actor.link_id,
        added_through=mandate,
        added_at=now(),
    )
    _check_substance(evidence)
    evidence.save(force_insert=True)
    item.evidence_count += 1
    item.last_evidence_by_id = evidence.added_by_id
    item.version += 1  # the verifier must have seen this evidence
    item.save(update_fields=["evidence_count", "last_evidence_by", "version"])
    mandate_pk = mandate.pk if mandate else None
    record(
        actor,
        EvidenceAdded(
            **event_fields_of(item), evidence_id=evidence.pk, mandate_id=mandate_pk, link_id=actor.link_id
        ),
    )
    return evidence


def _check_substance(evidence: Evidence) -> None:
    has_file, has_address = evidence.file_id is not None, bool(evidence.url)
    if evidence.kind in KINDS_WITH_FILE and not has_file:
        raise Invalid.field("/file", "required", _("Attach the file."))
    if evidence.kind == EvidenceKind.LINK and not has_address:
        raise Invalid.field("/url", "required", _("Write the address."))
    if evidence.kind == EvidenceKind.DOCUMENT and not (has_file or has_address):
        raise Invalid.field("/file", "required", _("Attach the document or write its address."))


def _validate_address(url: str) -> str:
    if not url.strip():
        return ""
    address = validate_text("/url", url, URL_LENGTH)
    try:
        validate_http_url(address)
        if urlsplit(address).username is not None:
            raise ValidationError("credentials")
    except (ValidationError, ValueError) as error:
        raise Invalid.field(
            "/url", "invalid", _("Write a full address that begins with https://.")
        ) from error
    return address


def _get_criterion(item: ActionItem, criterion_id: UUID | None) -> Criterion | None:
    if criterion_id is None:
        return None
    criterion = Criterion.objects.filter(action=item, pk=criterion_id).first()
    if criterion is None:
        raise Invalid.field(
            "/criterion", "unknown", _("This criterion belongs to no part of the action item.")
        )
    return criterion
