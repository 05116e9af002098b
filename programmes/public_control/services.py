"""Services of public controls: begin one, change its facts, write who complained, reply to the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import Organisation
from programmes.kit.dossiers.events import DossierChanged
from programmes.kit.dossiers.loaders import LockedDossier, event_fields_of, lock_for_transition
from programmes.kit.dossiers.models import Dossier, DossierVisibility
from programmes.kit.dossiers.policies import ProgrammesAction
from programmes.kit.dossiers.services import begin_dossier
from programmes.kit.evidence.models import PRESENT, DossierEvidence
from programmes.kit.evidence.subjects import DOSSIER
from programmes.kit.independence import is_of_inspected
from programmes.kit.participants.services import add_participant
from programmes.kit.personal_data import refuse_personal_data
from programmes.kit.rules import get_rule_pack
from programmes.kit.transitions.services import apply_transition
from programmes.public_control.guards import get_control
from programmes.public_control.lifecycle import AUTHORITY, KIND, PUBLIC_CONTROL, Action
from programmes.public_control.loaders import check_permitted, lock_control, lock_for_reply
from programmes.public_control.models import (
    Complaint,
    Control,
    Mechanism,
    Outcome,
    Reply,
    ReplyKind,
    ReplyWay,
)
from programmes.public_control.policies import ControlAction, ControlPolicy
from programmes.public_control.rules import get_reply_term
from tasks.models import OutsideBody
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.lifecycle import Phase
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

PLACE_LENGTH, COMPLAINT_LENGTH, REPLY_LENGTH = 200, 2_000, 5_000


@service(ProgrammesAction.BEGIN)
def begin_control(
    *,
    actor: Actor,
    group_id: UUID,
    title_uk: str,
    mechanism: Mechanism,
    announced: bool,
    title_en: str = "",
    planned_on: date | None = None,
    place: str = "",
    authority_id: UUID | None = None,
    outside_body_id: UUID | None = None,
    complaint: str = "",
    lead_id: UUID | None = None,
    mandate_id: UUID | None = None,
) -> Dossier:
    """Begin a public control of an organisation or an outside body, for its participants alone.

    Unannounced, it is sealed. The authority becomes a participant that reads nothing yet. Raises NotFound,
    Forbidden, Invalid, Conflict without a rule for the days of a reply.
    """
    dossier = begin_dossier(
        actor=actor,
        group_id=group_id,
        kind=KIND,
        title_uk=title_uk,
        title_en=title_en,
        lead_id=lead_id,
        visibility=DossierVisibility.PARTICIPANTS,
        sealed=not announced,
        mandate_id=mandate_id,
    )
    get_reply_term(get_rule_pack(), mechanism)
    control = Control(dossier=dossier, mechanism=mechanism, announced=announced)
    _set_authority(control, authority_id, outside_body_id)
    _set_facts(control, {"planned_on": planned_on, "place": place})
    control.save(force_insert=True)
    words = validate_text("/complaint", complaint, COMPLAINT_LENGTH, required=False)
    if words:
        Complaint.objects.create(dossier=dossier, words=words)
    add_participant(
        actor=actor,
        dossier=dossier,
        role=AUTHORITY,
        organisation_id=authority_id,
        outside_body_id=outside_body_id,
    )
    if is_of_inspected(dossier, dossier.lead.person_id):
        raise Invalid.field("/authority_organisation", "own", _("Nobody controls themselves."))
    return dossier


def _set_authority(control: Control, organisation_id: UUID | None, outside_id: UUID | None) -> None:
    """Say who is controlled: an organisation, or a body of the register."""
    dossier = control.dossier
    if (organisation_id is None) == (outside_id is None):
        raise Invalid.field(
            "/authority_organisation", "one", _("Name one authority: an organisation or an outside body.")
        )
    if organisation_id is not None:
        control.authority = Organisation.objects.filter(pk=organisation_id).first()
    elif outside_id is not None:
        bodies = OutsideBody.objects.filter(register=dossier.register_id)
        control.outside_body = bodies.filter(pk=outside_id).first()
    if control.authority is None and control.outside_body is None:
        field = "authority_organisation" if organisation_id is not None else "outside_body"
        raise Invalid.field(f"/{field}", "unknown", _("There is no such authority."))


@service(ControlAction.EDIT_FACTS)
def edit_control(
    *, actor: Actor, dossier_id: UUID, expected_version: int, changes: dict[str, Any]
) -> Dossier:
    """Change facts of a control in preparation; later only the letter, in place of one that is gone.

    `changes`: `mechanism`, `planned_on`, `place`, `mandate_letter_id`. Raises NotFound, Forbidden, Stale,
    Invalid, Conflict without a rule for the mechanism.
    """
    locked = lock_control(actor, dossier_id, ControlAction.EDIT_FACTS)
    check_version(locked.dossier, expected_version)
    check_permitted(locked, ControlAction.EDIT_FACTS)
    if locked.dossier.phase != Phase.PREPARATION and changes.keys() != {"mandate_letter_id"}:
        raise ControlPolicy().refusal(actor, ControlAction.EDIT_FACTS, locked.dossier)
    control = get_control(locked.dossier)
    control.dossier = locked.dossier
    _set_facts(control, changes)
    control.save()
    save_new_version(locked.dossier)
    record(actor, DossierChanged(**event_fields_of(locked.dossier), fields=tuple(sorted(changes))))
    return locked.dossier


def _set_facts(control: Control, facts: dict[str, Any]) -> None:
    if "mechanism" in facts:
        get_reply_term(get_rule_pack(), facts["mechanism"])
        control.mechanism = facts["mechanism"]
    if "planned_on" in facts:
        control.planned_on = facts["planned_on"]
        if control.planned_on is not None and control.planned_on < today(control.dossier.group.time_zone):
            raise Invalid.field("/planned_on", "past", _("This date has passed. Choose a later one."))
    if "place" in facts:
        control.place = validate_text("/place", facts["place"], PLACE_LENGTH, required=False)
        refuse_personal_data({"/place": control.place})
    if "mandate_letter_id" in facts:
        control.mandate_letter = _get_evidence(control.dossier, "/mandate_letter", facts["mandate_letter_id"])


def _get_evidence(dossier: Dossier, pointer: str, evidence_id: UUID | None) -> DossierEvidence | None:
    """Return evidence of the dossier itself that is there. Raises Invalid for any other."""
    if evidence_id is None:
        return None
    own = DossierEvidence.objects.filter(PRESENT, dossier=dossier, subject_kind=DOSSIER)
    found = own.filter(pk=evidence_id).first()
    if found is None:
        raise Invalid.field(pointer, "unknown", _("There is no such evidence in this dossier."))
    return found


@service(ControlAction.WRITE_COMPLAINT)
def write_complaint(*, actor: Actor, dossier_id: UUID, words: str, expected_version: int) -> Complaint:
    """Write who complained and of what; empty words take it away.

    It is no event, and changes nothing that others see. `expected_version` is that of the complaint, 0 if
    there was none. Raises NotFound, Forbidden, Stale, Invalid.
    """
    locked = lock_control(actor, dossier_id, ControlAction.WRITE_COMPLAINT)
    # First of all: a conflict would tell what is written.
    check_permitted(locked, ControlAction.WRITE_COMPLAINT)
    row = Complaint.objects.filter(dossier=locked.dossier).first()
    check_version(row, expected_version)
    written = validate_text("/words", words, COMPLAINT_LENGTH, required=False)
    if row is None:
        return Complaint.objects.create(dossier=locked.dossier, words=written)
    row.words, row.changed_at = written, now()
    save_new_version(row, "words", "changed_at")
    return row


@service(Action.REPLY)
def send_reply(
    *,
    actor: Actor,
    dossier_id: UUID,
    kind: ReplyKind,
    text: str,
    expected_version: int,
    evidence_id: UUID | None = None,
    mandate_id: UUID | None = None,
) -> Dossier:
    """Reply for the authority, through its account or its guest link.

    Raises NotFound, Forbidden, Stale, Invalid, Conflict.
    """
    locked = lock_for_reply(actor, dossier_id, expected_version)
    way = ReplyWay.ACCOUNT if actor.link_id is None else ReplyWay.LINK
    reply = Reply(kind=kind, way=way, received_on=today(locked.dossier.group.time_zone))
    return _take_reply(locked, "replied", reply, text=text, evidence_id=evidence_id, mandate_id=mandate_id)


@service(Action.RECORD_LETTER)
def record_letter(
    *,
    actor: Actor,
    dossier_id: UUID,
    kind: ReplyKind,
    received_on: date,
    evidence_id: UUID,
    expected_version: int,
    text: str = "",
    mandate_id: UUID | None = None,
) -> Dossier:
    """Record a reply that came by letter, with its scan as evidence; also after silence was recorded.

    A letter that was recorded wrongly is recorded again: the last one counts. Raises NotFound, Forbidden,
    Stale, Invalid, Conflict once the authority replied by itself.
    """
    locked = lock_for_transition(actor, dossier_id, Action.RECORD_LETTER, expected_version)
    sent_on, present = get_control(locked.dossier).sent_on, today(locked.dossier.group.time_zone)
    if sent_on is None or not sent_on <= received_on <= present:
        raise Invalid.field("/received_on", "day", _("A reply comes after the report, not in the future."))
    reply = Reply(kind=kind, way=ReplyWay.LETTER, received_on=received_on)
    return _take_reply(locked, "letter", reply, text=text, evidence_id=evidence_id, mandate_id=mandate_id)


def _take_reply(
    locked: LockedDossier,
    step: str,
    reply: Reply,
    *,
    text: str,
    evidence_id: UUID | None,
    mandate_id: UUID | None,
) -> Dossier:
    """Store a reply, and take the step. Raises PersonalData for what its author did not confirm."""
    is_letter = reply.way == ReplyWay.LETTER
    reply.text = validate_text("/text", text, REPLY_LENGTH, required=not is_letter)
    locked = replace(locked, actor=check_disclosure(locked.actor, {"/text": reply.text}))
    reply.evidence = _get_evidence(locked.dossier, "/evidence", evidence_id)
    dossier = apply_transition(locked, PUBLIC_CONTROL.transitions_by_name[step], mandate_id=mandate_id)
    control = get_control(dossier)
    reply.dossier = dossier
    reply.in_time = control.reply_due_on is not None and reply.received_on <= control.reply_due_on
    reply.save(force_insert=True)
    control.outcome = _find_outcome(reply)
    control.save(update_fields=["outcome"])
    return dossier


def _find_outcome(reply: Reply) -> Outcome:
    if reply.kind == ReplyKind.REFUSED:
        return Outcome.REFUSED
    return Outcome.IN_TIME if reply.in_time else Outcome.LATE
