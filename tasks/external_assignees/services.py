"""Add and edit outside bodies (owners without an account) and their contact details."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import InitiativeGroup, Sector
from tasks.external_assignees.events import OutsideBodyAdded, OutsideBodyChanged
from tasks.external_assignees.models import LettersStop, OutsideBody
from tasks.external_assignees.subjects import BUSY_BODIES
from tasks.external_assignees.unsubscribe import fingerprint_of, has_declined, is_fingerprint_of
from tasks.items.fields import TITLE_LENGTH
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.states import CHANGEABLE_STATES
from viche.accounts.emails import validate_email_address
from viche.accounts.models import Language
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.versions import check_version

PHONE_LENGTH = 40
CONTACT_FIELDS = ("contact_name", "email", "phone")
CONTACT_RETENTION = timedelta(days=365)
FIELDS = ("name_uk", "name_en", "sector", "contact_name", "email", "phone", "language", "letters_stop")


class BodyFacts(TypedDict, total=False):
    """Fields of an outside body."""

    name_uk: str
    name_en: str
    sector: Sector
    contact_name: str
    email: str
    phone: str
    language: Language
    takes_letters: bool


@service(RegisterAction.KEEP_OUTSIDE)
def add_outside_body(*, actor: Actor, group_id: UUID, **facts: Unpack[BodyFacts]) -> OutsideBody:
    """Add a body that can own action items of the group's register.

    Raises NotFound, Forbidden, Invalid.
    """
    group = _load_and_lock(actor, group_id)
    body = OutsideBody(register_id=group.register_id)
    _apply_facts(body, {"name_uk": "", **facts})
    body.save(force_insert=True)
    record(
        actor,
        OutsideBodyAdded(outside_body_id=body.pk, register_id=body.register_id, row_version=body.version),
    )
    return body


@service(RegisterAction.KEEP_OUTSIDE)
def edit_outside_body(
    *, actor: Actor, group_id: UUID, outside_body_id: UUID, expected_version: int, changes: BodyFacts
) -> OutsideBody:
    """Change the given fields; an empty value deletes the stored one.

    Records nothing when nothing changes. Raises NotFound, Forbidden, Stale, Invalid.
    """
    group = _load_and_lock(actor, group_id)
    rows = OutsideBody.objects.select_for_update(no_key=True)
    body = rows.filter(pk=outside_body_id, register=group.register_id).first()
    if body is None:
        raise NotFound
    check_version(body, expected_version)
    before = {name: getattr(body, name) for name in FIELDS}
    _apply_facts(body, changes)
    fields = tuple(name for name in FIELDS if getattr(body, name) != before[name])
    if not fields:
        return body
    _save(actor, body, fields)
    return body


@service(Reason.SYSTEM)
def forget_contacts(*, actor: Actor) -> int:
    """Delete the contact details of bodies without work or changes for a year; return how many."""
    before = now() - CONTACT_RETENTION
    busy = ActionItem.objects.filter(Q(state__in=CHANGEABLE_STATES) | Q(state_since__gte=before))
    idle = OutsideBody.objects.filter(changed_at__lt=before).exclude(contact_name="", email="", phone="")
    rows = idle.exclude(pk__in=busy.exclude(outside_body=None).values("outside_body"))
    for list_busy in BUSY_BODIES:
        rows = rows.exclude(pk__in=list_busy(before))
    found = list(rows.order_by("id").select_for_update(no_key=True))
    for body in found:
        body.contact_name = body.email = body.phone = ""
        body.declined_mark = ""
        _stop_letters(body, "")
        _save(actor, body, CONTACT_FIELDS)
    return len(found)


def _save(actor: Actor, body: OutsideBody, fields: Sequence[str]) -> None:
    body.version, body.changed_at = body.version + 1, now()
    body.save()
    record(
        actor,
        OutsideBodyChanged(
            outside_body_id=body.pk,
            register_id=body.register_id,
            row_version=body.version,
            fields=tuple(fields),
        ),
    )


def _load_and_lock(actor: Actor, group_id: UUID) -> InitiativeGroup:
    """Return the group with its register locked, to serialise additions of the same name."""
    group = load(RegisterPolicy(), actor, group_id, RegisterAction.KEEP_OUTSIDE)
    InitiativeGroup.objects.select_for_update(no_key=True).get(pk=group.register_id)
    return group


def _apply_facts(body: OutsideBody, facts: BodyFacts) -> None:
    if "name_uk" in facts:
        body.name_uk = validate_text("/name", facts["name_uk"], TITLE_LENGTH)
        namesakes = OutsideBody.objects.filter(register=body.register_id, name_uk=body.name_uk)
        if namesakes.exclude(pk=body.pk).exists():
            raise Invalid.field("/name", "taken", _("A body of this name is there already: choose it."))
    if "name_en" in facts:
        body.name_en = validate_text("/name_en", facts["name_en"], TITLE_LENGTH, required=False)
    if "contact_name" in facts:
        body.contact_name = validate_text(
            "/contact_name", facts["contact_name"], TITLE_LENGTH, required=False
        )
    if "phone" in facts:
        body.phone = validate_text("/phone", facts["phone"], PHONE_LENGTH, required=False)
    if "email" in facts:
        _update_fingerprint(body)
        before, body.email = (
            body.email,
            validate_email_address(facts["email"]) if facts["email"].strip() else "",
        )
        if body.email != before:
            _stop_letters(body, LettersStop.DECLINED if has_declined(body) else "")
            _update_fingerprint(body)
    if "takes_letters" in facts:
        _stop_letters(body, "" if facts["takes_letters"] else body.letters_stop or LettersStop.DECLINED)
        _update_fingerprint(body)
    body.sector = facts.get("sector", Sector(body.sector))
    body.language = facts.get("language", Language(body.language))


def _stop_letters(body: OutsideBody, why: str) -> None:
    """Set why no email is sent; an empty value allows email again."""
    if why != body.letters_stop:
        body.letters_stop, body.letters_stopped_at = why, now() if why else None
        body.letters_let_at = body.letters_let_at if why else now()


def _update_fingerprint(body: OutsideBody) -> None:
    """Store the fingerprint of an unsubscribed address, or clear it when email is allowed again."""
    if body.letters_stop == LettersStop.DECLINED:
        body.declined_mark = fingerprint_of(body.email)
    elif is_fingerprint_of(body.email, body.declined_mark):
        body.declined_mark = ""
