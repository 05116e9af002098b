"""The register of what people ask about data on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _, override

from viche.accounts.emails import canonical_email
from viche.accounts.models import User
from viche.accounts.policies import require_browser
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.text import is_blank
from viche.privacy.events import RequestFallsDue, RequestReceived
from viche.privacy.locks import one_at_a_time
from viche.privacy.models import (
    ErasureDue,
    RequestChannel,
    RequestDue,
    RequestKind,
    RequestState,
    SubjectRequest,
)
from viche.privacy.policies import STEPS, RequestAction, requests
from viche.privacy.registry import check_document, describe_hindrances, hindrances_of, people_in_care
from viche.privacy.request_steps import COOL_OFF, ERASER, record_step
from viche.privacy.selectors import oneself
from viche.privacy.services.erasure import erase_now
from viche.privacy.services.written_erasures import request_written_erasure

# Law 2297-VI Art. 8 (2) 6: thirty calendar days from receipt.
ANSWERED_WITHIN = timedelta(days=30)
REMINDED_BEFORE = (10, 3, 0)  # days
MOST_OPEN = 10


@service(RequestAction.FILE)
def file_request(*, actor: Actor, kind: RequestKind, text: str) -> SubjectRequest:
    """Ask something about data on oneself. An erasure has a service of its own.

    Raises Invalid, and Conflict while ten requests are open.
    """
    person_id = oneself(actor)
    if kind == RequestKind.ERASURE:
        raise Invalid.field("/kind", "invalid_choice", _("Ask for erasure on its own page."))
    if is_blank(text):
        raise Invalid.field("/text", "blank", _("Say what you ask for."))
    mine = SubjectRequest.objects.filter(person=person_id, closed_at=None)
    if mine.count() >= MOST_OPEN:
        raise Conflict(
            "too_many_requests_open", _("Ten of your requests are open. Wait for an answer first.")
        )
    return _received(actor, SubjectRequest(person_id=person_id, kind=kind, text=text))


@service(RequestAction.FILE)
def ask_erasure(*, actor: Actor, removes_messages: bool) -> SubjectRequest:
    """Ask to be erased. It happens in seven days, and can be undone until then.

    Whoever calls has made sure that it is still the person. Raises Conflict where something must be settled
    first or one is asked for already.
    """
    person_id = oneself(actor)
    if found := hindrances_of(person_id):
        raise Conflict(found[0].code, " ".join(str(one.text) for one in found))
    at = now() + COOL_OFF
    made = SubjectRequest(
        person_id=person_id,
        kind=RequestKind.ERASURE,
        removes_messages=removes_messages,
        erase_at=at,
    )
    request = _received(actor, made)
    ErasureDue.objects.create(request=request, due_at=at)
    return request


@service(RequestAction.WITHDRAW)
def withdraw_request(*, actor: Actor, request_id: UUID) -> SubjectRequest:
    """Take a request back while it is open; an erasure that was asked for is undone."""
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
    """Enter a request that came in writing. Its thirty days run from `received_at`.

    `document_file` is an uploaded file; a request for erasure must have one. Raises Forbidden for actors
    without the office, Invalid for a person out of their care as for none.
    """
    require_browser(actor)
    if not actor.has_scope("privacy:write") or not people_in_care(actor).exists():
        raise Forbidden
    received = received_at or now()
    person = _checked_written(actor, email, document, received)
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
    return _received(actor, made)


@service(RequestAction.HANDLE)
def move_request(
    *, actor: Actor, request_id: UUID, to: RequestState, note: str = "", expected_version: int
) -> SubjectRequest:
    """Take a request one step on. An answer or a refusal says in `note` what the person is told.

    The answer to a request for erasure waits for a second person; the state stays until it is carried out.
    Raises Stale, Conflict for a step that the state does not have or where something stands against the
    erasure, Invalid for an answer without words.
    """
    request = load(requests, actor, request_id, RequestAction.HANDLE, lock=True)
    if request.version != expected_version:
        raise Stale
    if to not in STEPS[request.state]:
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
    """Disagree with an answer: the request is open again, with thirty days of its own."""
    request = load(requests, actor, request_id, RequestAction.APPEAL, lock=True)
    if is_blank(note):
        raise Invalid.field("/note", "blank", _("Say with what you disagree."))
    request.due_at, request.objection = now() + ANSWERED_WITHIN, note
    request.save(update_fields=["due_at", "objection"])
    _remind(request)
    return record_step(actor, request, RequestState.APPEALED)


@service(Reason.SYSTEM)
def execute_erasures(*, actor: Actor, rows: Sequence[ErasureDue]) -> None:
    """Carry out what was not withdrawn. What has come to stand against it meanwhile refuses it."""
    one_at_a_time()
    for row in rows:
        held = SubjectRequest.objects.select_related("person").select_for_update(of=("self",), no_key=True)
        request = held.get(pk=row.request_id)
        if not request.is_open:
            continue
        if found := hindrances_of(request.person_id):
            with override(request.person.language):
                record_step(actor, request, RequestState.REFUSED, describe_hindrances(found))
            continue
        record_step(actor, request, RequestState.ANSWERED, request.answer)
        erase_now(actor=ERASER, person_id=request.person_id, removes_messages=request.removes_messages)


@service(Reason.SYSTEM)
def remind_officers(*, actor: Actor, rows: Sequence[RequestDue]) -> None:
    """Tell the officers which open requests fall due; those that are closed are passed over."""
    known = SubjectRequest.objects.filter(closed_at=None).in_bulk([row.request_id for row in rows])
    for row in rows:
        if (request := known.get(row.request_id)) is not None:
            record(
                actor,
                RequestFallsDue(request_id=request.pk, person_id=request.person_id, days_left=row.days_left),
            )


def _checked_written(actor: Actor, email: str, document: str, received: datetime) -> User:
    others = people_in_care(actor).exclude(pk=oneself(actor))
    person = others.filter(email=canonical_email(email)).first()
    faults = []
    if person is None:
        faults.append(FieldError("/email", "not_found", _("No person in your care has this address.")))
    if is_blank(document):
        faults.append(FieldError("/document", "blank", _("Name the document with which they asked.")))
    if not now() - ANSWERED_WITHIN <= received <= now():
        faults.append(
            FieldError("/received_at", "out_of_range", _("It came within the last 30 days, and not later."))
        )
    if faults or person is None:
        raise Invalid(faults)
    return person


def _received(actor: Actor, request: SubjectRequest) -> SubjectRequest:
    request.due_at = request.received_at + ANSWERED_WITHIN
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("erasure_asked", _("Erasure was asked for already.")) from error
    _remind(request)
    record(actor, RequestReceived(request_id=request.pk, person_id=request.person_id))
    return request


def _remind(request: SubjectRequest) -> None:
    moments = [(days, request.due_at - timedelta(days=days)) for days in REMINDED_BEFORE]
    RequestDue.objects.bulk_create(
        RequestDue(request=request, days_left=days, due_at=moment)
        for days, moment in moments
        if moment > now()
    )
