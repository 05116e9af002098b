"""Register of data subject requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _, override

from viche.accounts.emails import normalise_email
from viche.accounts.models import User
from viche.accounts.policies import require_browser
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.text import is_blank
from viche.kernel.versions import check_version
from viche.privacy.events import RequestFallsDue, RequestReceived
from viche.privacy.locks import lock_erasures
from viche.privacy.models import (
    ErasureDue,
    RequestChannel,
    RequestDue,
    RequestKind,
    RequestState,
    SubjectRequest,
)
from viche.privacy.policies import OFFICER_STEPS, RequestAction, requests
from viche.privacy.registry import (
    check_document,
    describe_erasure_blockers,
    erasure_blockers_of,
    list_people_in_care,
)
from viche.privacy.request_steps import COOLING_OFF_PERIOD, ERASER, record_step
from viche.privacy.selectors import get_own_person_id
from viche.privacy.services.erasure import erase_now
from viche.privacy.services.written_erasures import request_written_erasure

# Law 2297-VI Art. 8 (2) 6: thirty calendar days from receipt.
ANSWER_DEADLINE = timedelta(days=30)
REMINDER_DAYS = (10, 3, 0)  # days
MAX_OPEN_REQUESTS = 10


@service(RequestAction.FILE)
def submit_request(*, actor: Actor, kind: RequestKind, text: str) -> SubjectRequest:
    """Submit a request about one's own data. Erasure has a service of its own.

    Raises Invalid, and Conflict while ten requests are open.
    """
    person_id = get_own_person_id(actor)
    if kind == RequestKind.ERASURE:
        raise Invalid.field("/kind", "invalid_choice", _("Ask for erasure on its own page."))
    if is_blank(text):
        raise Invalid.field("/text", "blank", _("Say what you ask for."))
    mine = SubjectRequest.objects.filter(person=person_id, closed_at=None)
    if mine.count() >= MAX_OPEN_REQUESTS:
        raise Conflict(
            "too_many_requests_open", _("Ten of your requests are open. Wait for an answer first.")
        )
    return _save_received(actor, SubjectRequest(person_id=person_id, kind=kind, text=text))


@service(RequestAction.FILE)
def request_erasure(*, actor: Actor, removes_messages: bool) -> SubjectRequest:
    """Request one's own erasure, which happens in seven days and can be withdrawn until then.

    The caller has re-authenticated the person. Raises Conflict where a blocker has to be resolved first, or
    an erasure is requested already.
    """
    person_id = get_own_person_id(actor)
    if found := erasure_blockers_of(person_id):
        raise Conflict(found[0].code, " ".join(str(one.text) for one in found))
    at = now() + COOLING_OFF_PERIOD
    made = SubjectRequest(
        person_id=person_id,
        kind=RequestKind.ERASURE,
        removes_messages=removes_messages,
        erase_at=at,
    )
    request = _save_received(actor, made)
    ErasureDue.objects.create(request=request, due_at=at)
    return request


@service(RequestAction.WITHDRAW)
def withdraw_request(*, actor: Actor, request_id: UUID) -> SubjectRequest:
    """Withdraw an open request; a scheduled erasure is cancelled."""
    request = load(requests, actor, request_id, RequestAction.WITHDRAW, lock=True)
    return record_step(actor, request, RequestState.WITHDRAWN)


@service(RequestAction.REGISTER)
def register_request(
    *,
    actor: Actor,
    email: str,
    kind: RequestKind,
    document: str,
    document_file: UUID | None = None,
    text: str = "",
    received_at: datetime | None = None,
    removes_messages: bool = False,
) -> SubjectRequest:
    """Register a written request. Its thirty days run from `received_at`.

    `document_file` is an uploaded file, required for an erasure. Raises Forbidden without the office, and the
    same Invalid for an unknown person and for one not in the officer's care.
    """
    require_browser(actor)
    if not actor.has_scope("privacy:write") or not list_people_in_care(actor).exists():
        raise Forbidden
    received = received_at or now()
    person = _validate_written_request(actor, email, document, received)
    if document_file is not None:
        check_document(actor, document_file)
    elif kind == RequestKind.ERASURE:
        raise Invalid.field("/document_file", "required", _("Attach the document with which they asked."))
    made = SubjectRequest(
        person=person,
        kind=kind,
        text=text,
        document=document.strip(),
        document_file=document_file,
        removes_messages=removes_messages and kind == RequestKind.ERASURE,
        channel=RequestChannel.WRITTEN,
        received_at=received,
    )
    return _save_received(actor, made)


@service(RequestAction.HANDLE)
def move_request(
    *, actor: Actor, request_id: UUID, to: RequestState, note: str = "", expected_version: int
) -> SubjectRequest:
    """Move a request to its next state. An answer or a refusal tells the person the `note`.

    The answer to a request for erasure waits for a second person; the state stays until it is carried out.
    Raises Stale, Conflict for a step that the state does not permit or a blocked erasure, Invalid for an
    answer without text.
    """
    request = load(requests, actor, request_id, RequestAction.HANDLE, lock=True)
    check_version(request, expected_version)
    if to not in OFFICER_STEPS[request.state]:
        raise Conflict("no_such_step", _("This step does not follow from the present state."))
    closes = to in (RequestState.ANSWERED, RequestState.REFUSED)
    if closes and is_blank(note):
        raise Invalid.field("/note", "blank", _("Say what the person is told."))
    if to == RequestState.ANSWERED and request.kind == RequestKind.ERASURE:
        request_written_erasure(actor=actor, request=request, note=note)
        return request
    return record_step(actor, request, to, note)


@service(RequestAction.APPEAL)
def appeal_request(*, actor: Actor, request_id: UUID, note: str) -> SubjectRequest:
    """Appeal an answer: the request is open again, with another thirty days."""
    request = load(requests, actor, request_id, RequestAction.APPEAL, lock=True)
    if is_blank(note):
        raise Invalid.field("/note", "blank", _("Say with what you disagree."))
    request.due_at, request.objection = now() + ANSWER_DEADLINE, note
    request.save(update_fields=["due_at", "objection"])
    _schedule_reminders(request)
    return record_step(actor, request, RequestState.APPEALED)


@service(Reason.SYSTEM)
def execute_erasures(*, actor: Actor, rows: Sequence[ErasureDue]) -> None:
    """Carry out due erasures that were not withdrawn; refuse those that are blocked by now."""
    lock_erasures()
    for row in rows:
        held = SubjectRequest.objects.select_related("person").select_for_update(of=("self",), no_key=True)
        request = held.get(pk=row.request_id)
        if not request.is_open:
            continue
        if found := erasure_blockers_of(request.person_id):
            with override(request.person.language):
                record_step(actor, request, RequestState.REFUSED, describe_erasure_blockers(found))
            continue
        record_step(actor, request, RequestState.ANSWERED, request.answer)
        erase_now(actor=ERASER, person_id=request.person_id, removes_messages=request.removes_messages)


@service(Reason.SYSTEM)
def remind_officers(*, actor: Actor, rows: Sequence[RequestDue]) -> None:
    """Notify the officers of open requests that fall due; skip closed ones."""
    known = SubjectRequest.objects.filter(closed_at=None).in_bulk([row.request_id for row in rows])
    for row in rows:
        if (request := known.get(row.request_id)) is not None:
            record(
                actor,
                RequestFallsDue(request_id=request.pk, person_id=request.person_id, days_left=row.days_left),
            )


def _validate_written_request(actor: Actor, email: str, document: str, received: datetime) -> User:
    others = list_people_in_care(actor).exclude(pk=get_own_person_id(actor))
    person = others.filter(email=normalise_email(email)).first()
    faults = []
    if person is None:
        faults.append(FieldError("/email", "not_found", _("No person in your care has this address.")))
    if is_blank(document):
        faults.append(FieldError("/document", "blank", _("Name the document with which they asked.")))
    if not now() - ANSWER_DEADLINE <= received <= now():
        faults.append(
            FieldError("/received_at", "out_of_range", _("It came within the last 30 days, and not later."))
        )
    if faults or person is None:
        raise Invalid(faults)
    return person


def _save_received(actor: Actor, request: SubjectRequest) -> SubjectRequest:
    request.due_at = request.received_at + ANSWER_DEADLINE
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("erasure_asked", _("Erasure was asked for already.")) from error
    _schedule_reminders(request)
    record(actor, RequestReceived(request_id=request.pk, person_id=request.person_id))
    return request


def _schedule_reminders(request: SubjectRequest) -> None:
    moments = [(days, request.due_at - timedelta(days=days)) for days in REMINDER_DAYS]
    RequestDue.objects.bulk_create(
        RequestDue(request=request, days_left=days, due_at=moment)
        for days, moment in moments
        if moment > now()
    )
