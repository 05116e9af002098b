"""Helpers of the tests of public control: the teacher leads, the councillor monitors, the police answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from programmes.kit.editions.services import make_edition
from programmes.kit.forms.services import answer_question, complete_form, start_form
from programmes.kit.interests.services import declare_interests
from programmes.kit.participants.services import name_participant
from programmes.kit.sign_offs.services import ask_sign_off, decide_sign_off
from programmes.models import Control, Dossier, DossierEvidence, Participant, SignOff
from programmes.public_control.models import Mechanism, ReplyKind
from programmes.public_control.services import begin_control, edit_control, record_letter, send_reply
from tests.cast import World
from tests.programmes.helpers import fresh, name_person, prove, take
from viche.kernel.clock import now, today

TITLE = "Ізолятор тимчасового тримання"
COMPLAINANT = "Скаржниця Оксана Бджілка"


def begin(world: World, by: str = "teacher", **facts: Any) -> Dossier:
    """Begin an announced visit to the police."""
    fields: dict[str, Any] = {"title_uk": TITLE, "mechanism": Mechanism.VISIT, "announced": True, **facts}
    if "outside_body_id" not in fields:
        fields.setdefault("authority_id", world.organisations["police"].pk)
    return begin_control(actor=world.actor(by), group_id=world.group.pk, **fields)


def control_of(dossier: Dossier) -> Control:
    return Control.objects.get(dossier=dossier)


def name_monitor(
    world: World, dossier: Dossier, person: str = "councillor", role: str = "monitor"
) -> Participant:
    return name_person(world, dossier, person, role, by="teacher")


def declare(world: World, monitor: Participant, by: str = "councillor", **facts: Any) -> None:
    """Declare the interests of a monitor, by default that there is no tie."""
    declare_interests(
        actor=world.actor(by),
        dossier_id=monitor.dossier_id,
        participant_id=monitor.pk,
        expected_version=fresh(monitor.dossier).version,
        **{"has_tie": False, **facts},
    )


def name_letter(world: World, dossier: Dossier, by: str = "teacher") -> DossierEvidence:
    """Add the mandate letter, and name it."""
    piece = prove(world, dossier, by, title="Направлення")
    edit_control(
        actor=world.actor(by),
        dossier_id=dossier.pk,
        expected_version=fresh(dossier).version,
        changes={"mandate_letter_id": piece.pk},
    )
    return piece


def prepare(world: World, dossier: Dossier) -> None:
    """Do all that is needed before anybody looks."""
    declare(world, name_monitor(world, dossier))
    name_letter(world, dossier)


def finish_report(world: World, dossier: Dossier) -> None:
    """Do all that is needed before the report is sent."""
    if control_of(dossier).mechanism == Mechanism.VISIT:
        fill_protocol(world, dossier)
    make_edition(actor=world.actor("teacher"), dossier_id=dossier.pk)
    sign_off(world, dossier)


def request_sign_off(world: World, dossier: Dossier) -> SignOff:
    """Ask a reviewer of another organisation to sign off the latest edition."""
    acting: dict[str, Any] = {"actor": world.actor("teacher"), "dossier_id": dossier.pk}
    organisation_id = world.organisations["ngo"].pk
    reviewer = dossier.participants.filter(role="reviewer").first() or name_participant(
        **acting,
        role="reviewer",
        organisation_id=organisation_id,
        expected_version=fresh(dossier).version,
    )
    ask_sign_off(**acting, participant_id=reviewer.pk, expected_version=fresh(dossier).version)
    return SignOff.objects.get(edition__dossier=dossier, outcome="")


def sign_off(world: World, dossier: Dossier, by: str = "facilitator") -> None:
    """Let a reviewer of another organisation sign off the latest edition."""
    request = request_sign_off(world, dossier)
    decide_sign_off(
        actor=world.actor(by),
        dossier_id=dossier.pk,
        sign_off_id=request.pk,
        outcome="given",
        expected_version=fresh(dossier).version,
    )


PROTOCOL: dict[str, Any] = {"mandate_shown": True, "admitted": "refused", "refusal": "Не сказали"}


def fill_protocol(world: World, dossier: Dossier, by: str = "councillor") -> None:
    """Fill in the protocol of a visit, and complete it."""
    form = start_form(actor=world.actor(by), dossier_id=dossier.pk, name="visit")
    for question, value in PROTOCOL.items():
        answer_question(
            actor=world.actor(by),
            dossier_id=dossier.pk,
            submission_id=form.pk,
            question=question,
            value=value,
            expected_version=0,
        )
    complete_form(actor=world.actor("teacher"), dossier_id=dossier.pk, submission_id=form.pk)


def reply(world: World, dossier: Dossier, by: str = "officer", **facts: Any) -> Dossier:
    fields = {
        "kind": ReplyKind.ANSWERED,
        "text": "Усунено",
        "expected_version": fresh(dossier).version,
        **facts,
    }
    return send_reply(actor=world.actor(by), dossier_id=dossier.pk, **fields)


def letter(world: World, dossier: Dossier, by: str = "teacher", **facts: Any) -> Dossier:
    """Record a letter of today with its scan."""
    if "evidence_id" not in facts:
        facts["evidence_id"] = prove(world, dossier, by, title="Лист").pk
    fields = {
        "kind": ReplyKind.ANSWERED,
        "received_on": today(world.group.time_zone),
        "expected_version": fresh(dossier).version,
        **facts,
    }
    return record_letter(actor=world.actor(by), dossier_id=dossier.pk, **fields)


def make_overdue(dossier: Dossier) -> None:
    """Put the last day for a reply into the past."""
    Control.objects.filter(dossier=dossier).update(reply_due_on=(now() - timedelta(days=2)).date())


def bring(world: World, dossier: Dossier, state: str) -> Dossier:
    """Take a new control through its steps to a state; `silent` is replied by silence."""
    if state == "cancelled":
        take(world, dossier, "cancelled", "teacher")
    if state in ("planned", "cancelled"):
        return fresh(dossier)
    if control_of(dossier).announced:
        take(world, dossier, "notified", "teacher")
    prepare(world, dossier)
    if state == "notified":
        return fresh(dossier)
    take(world, dossier, "conducted", "councillor")
    if state == "conducted":
        return fresh(dossier)
    finish_report(world, dossier)
    take(world, dossier, "report_sent", "teacher")
    if state == "silent":
        make_overdue(dossier)
        take(world, dossier, "silence", "teacher")
    elif state != "report_sent":
        reply(world, dossier)
    for to in {"follow_up": ("follow_up",), "closed": ("follow_up", "closed")}.get(state, ()):
        take(world, dossier, to, "teacher")
    return fresh(dossier)
