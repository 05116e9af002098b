"""Services of minutes for signature, and signed ones: choose signers, sign, freeze, publish, correct."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.charters.selectors import get_charter
from dialogue.common.text_validation import validate_text
from dialogue.meetings.loaders import get_mandate
from dialogue.messages.attachments import NewAttachment, get_new_facts
from dialogue.minutes.checks import build_same_person_error
from dialogue.minutes.events import (
    MinutesCorrected,
    MinutesMoved,
    MinutesPublished,
    MinutesSigned,
    MinutesSignerReplaced,
    record_minutes,
)
from dialogue.minutes.loaders import build_edition, compute_content_digest, lock_minutes, may_publish
from dialogue.minutes.models import (
    CORRECTION_LENGTH,
    Minutes,
    MinutesCorrection,
    MinutesEdition,
    MinutesPaper,
    MinutesSignature,
    MinutesState,
    SignatureWay,
    SignerRole,
)
from dialogue.minutes.policies import MinutesAction
from dialogue.threads.loaders import require_person
from groups.models import Mandate
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.editions import compute_digest
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.services import service
from viche.kernel.versions import save_new_version


@service(MinutesAction.REPLACE_SIGNER)
def replace_signer(
    *, actor: Actor, minutes_id: UUID, role: str, mandate_id: UUID, expected_version: int
) -> Minutes:
    """Let another mandate sign as `role`, until it is signed. Idempotent; the other signature stays.

    Raises NotFound, Forbidden, Stale, Conflict when it is signed, and Invalid for a mandate without a seat, a
    closed account, or the person who signs in the other role.
    """
    minutes = lock_minutes(actor, minutes_id, MinutesAction.REPLACE_SIGNER, expected_version)
    replaced = _get_signer(minutes, role)
    _check_is_unsigned(minutes, role)
    signer = get_mandate(minutes.meeting, mandate_id, "/mandate_id")
    other = minutes.secretary if role == SignerRole.CHAIR else minutes.chair
    if signer.person_id == other.person_id:
        raise build_same_person_error("/mandate_id")
    if not signer.person.is_active:
        words = _("The account of this person is closed: choose somebody who can sign.")
        raise Invalid.field("/mandate_id", "inactive", words)
    if signer == replaced:
        return minutes
    setattr(minutes, role, signer)
    save_new_version(minutes, role)
    facts = {"role": role, "replaced_id": replaced.pk, "mandate_id": signer.pk}
    record_minutes(actor, MinutesSignerReplaced, minutes, **facts)
    return minutes


@service(MinutesAction.SIGN)
def sign_minutes(
    *,
    actor: Actor,
    minutes_id: UUID,
    role: str,
    way: SignatureWay,
    expected_version: int,
    file: NewAttachment | None = None,
) -> Minutes:
    """Sign for the chair or the secretary; the second signature freezes the minutes.

    By a proof of identity only the signer signs. A signed paper or a container of a qualified e-signature
    may be brought by who keeps the record, too. Raises NotFound, Forbidden, Stale, Invalid for a file that is
    missing or not the actor's, and Conflict when it is signed, the actor brought the other signature
    (`same_recorder`), or the record changed since it was sent.
    """
    minutes = lock_minutes(actor, minutes_id, MinutesAction.SIGN, expected_version)
    mandate = _get_signer(minutes, role)
    if way == SignatureWay.PROOF and actor.person_id != mandate.person_id:
        raise Forbidden("not_signer", _("Only the person who signs can confirm it."))
    name = _check_file(way, file)
    _check_is_unsigned(minutes, role)
    if minutes.signatures.filter(recorded_by=actor.person_id).exists():
        words = _("You brought the other signature: somebody else brings this one.")
        raise Conflict("same_recorder", words)
    if compute_content_digest(minutes) != minutes.content_sha256:
        words = _("The record changed since it was sent for signature: reopen the draft and send it again.")
        raise Conflict("record_changed", words)
    MinutesSignature.objects.create(
        minutes=minutes,
        role=role,
        mandate=mandate,
        way=way,
        sha256=minutes.content_sha256,
        file_id=None if file is None else file.file_id,
        file_name=name,
        recorded_by_id=require_person(actor),
    )
    is_last = minutes.signatures.count() == len(SignerRole)
    if is_last:
        minutes.state, minutes.signed_at = MinutesState.SIGNED, now()
    save_new_version(minutes, "state", "signed_at")
    record_minutes(actor, MinutesSigned, minutes, role=role, way=way)
    if is_last:
        _freeze(actor, minutes)
    return minutes


@service(MinutesAction.PUBLISH)
def publish_minutes(*, actor: Actor, minutes_id: UUID) -> Minutes:
    """Let everybody read the public version of signed minutes. Idempotent.

    Raises NotFound, Forbidden, and Conflict where the group has no public page.
    """
    minutes = lock_minutes(actor, minutes_id, MinutesAction.PUBLISH)
    if not minutes.group.has_public_page:
        raise Conflict("no_public_page", _("The group has no public page."))
    if minutes.public_at is None:
        _set_public(actor, minutes, is_public=True)
    return minutes


@service(MinutesAction.PUBLISH)
def unpublish_minutes(*, actor: Actor, minutes_id: UUID) -> Minutes:
    """Take the public version back. Idempotent. Raises NotFound, Forbidden."""
    minutes = lock_minutes(actor, minutes_id, MinutesAction.PUBLISH)
    if minutes.public_at is not None:
        _set_public(actor, minutes, is_public=False)
    return minutes


@service(MinutesAction.CORRECT)
def correct_minutes(*, actor: Actor, minutes_id: UUID, text_uk: str, text_en: str = "") -> Minutes:
    """Add a correction as an annex of signed minutes. Raises NotFound, Forbidden, Invalid, PersonalData."""
    minutes = lock_minutes(actor, minutes_id, MinutesAction.CORRECT)
    texts = {
        "/text": validate_text("/text", text_uk, CORRECTION_LENGTH),
        "/text_en": validate_text("/text_en", text_en, CORRECTION_LENGTH, required=False),
    }
    actor = check_disclosure(actor, texts)
    last = minutes.corrections.aggregate(last=Max("number"))["last"] or 0
    correction = MinutesCorrection.objects.create(
        minutes=minutes,
        number=last + 1,
        text_uk=texts["/text"],
        text_en=texts["/text_en"],
        is_public=may_publish(minutes, *texts.values()),
        author_id=require_person(actor),
        mandate=get_mandate_in_group(actor, minutes.group_id),
    )
    save_new_version(minutes)
    record_minutes(actor, MinutesCorrected, minutes, correction_id=correction.pk)
    return minutes


def _get_signer(minutes: Minutes, role: str) -> Mandate:
    if role not in SignerRole.values:
        raise NotFound
    signer: Mandate = minutes.chair if role == SignerRole.CHAIR else minutes.secretary
    return signer


def _check_is_unsigned(minutes: Minutes, role: str) -> None:
    if minutes.signatures.filter(role=role).exists():
        raise Conflict("signed", _("This signature is there already."))


def _check_file(way: SignatureWay, file: NewAttachment | None) -> str:
    """Return the name of the file with a signature; a proof of identity has none. Raises Invalid."""
    if way != SignatureWay.PROOF:
        if file is None:
            raise Invalid.field("/file_id", "unknown", _("Upload the file first."))
        return str(get_new_facts("/file_id", file)["name"])
    if file is not None:
        raise Invalid.field("/file_id", "unexpected", _("A proof of identity needs no file."))
    return ""


def _freeze(actor: Actor, minutes: Minutes) -> None:
    """Make both editions of minutes that were just signed, and publish them where the charter says so."""
    for for_public in (False, True):
        _make_edition(minutes, for_public=for_public)
    record_minutes(actor, MinutesMoved, minutes, before=MinutesState.SIGNING)
    if get_charter(minutes.group).publishes_minutes and minutes.group.has_public_page:
        _set_public(actor, minutes, is_public=True)


def _make_edition(minutes: Minutes, *, for_public: bool) -> None:
    content = build_edition(minutes, for_public=for_public)
    edition = MinutesEdition.objects.create(
        minutes=minutes, for_public=for_public, content=content.text, sha256=content.sha256
    )
    MinutesPaper.objects.bulk_create(
        MinutesPaper(edition=edition, language=language, pdf=pdf, sha256=compute_digest(pdf))
        for language, pdf in content.papers.items()
    )


def _set_public(actor: Actor, minutes: Minutes, *, is_public: bool) -> None:
    minutes.public_at = now() if is_public else None
    save_new_version(minutes, "public_at")
    record_minutes(actor, MinutesPublished, minutes, is_public=is_public)
