"""Erasures requested in writing: two people decide, and the person can stop it for a week."""

from __future__ import annotations

from uuid import UUID

from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.services import request_approval
from viche.accounts.services.letters import request_letter
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.privacy.erasure_letters import STOP_ERASURE
from viche.privacy.events import ErasureScheduled
from viche.privacy.locks import lock_erasures
from viche.privacy.models import ErasureDue, RequestState, SubjectRequest
from viche.privacy.policies import RequestAction, requests
from viche.privacy.request_steps import (
    COOLING_OFF_PERIOD,
    ERASER,
    ERASURE_APPROVAL_KIND,
    check_erasable,
    record_step,
)
from viche.privacy.selectors import get_stoppable_erasure


@service(Reason.STEP)
def request_written_erasure(*, actor: Actor, request: SubjectRequest, note: str) -> Approval:
    """Request a second person's approval of the answer to a written request for erasure.

    Raises Conflict where an approval is pending, and whatever `check_erasable` raises.
    """
    lock_erasures()
    check_erasable(request)
    payload = {"request": str(request.pk), "note": note}
    return request_approval(actor=actor, kind=ERASURE_APPROVAL_KIND, payload=payload, subject_id=request.pk)


@service(RequestAction.HANDLE)
def schedule_erasure(*, actor: Actor, request_id: UUID, note: str) -> SubjectRequest:
    """Deactivate the person of a written request, and schedule the erasure in seven days.

    The link of the letter stops the erasure. The second person has confirmed it. Raises Conflict for a
    request that is not in progress any more, that is scheduled already, or whose erasure is blocked.
    """
    lock_erasures()
    request = load(requests, actor, request_id, RequestAction.HANDLE, lock=True)
    check_erasable(request)
    request.answer, request.erase_at = note, now() + COOLING_OFF_PERIOD
    request.version += 1
    request.switched_off = request.person.is_active
    request.save(update_fields=["answer", "erase_at", "version", "switched_off"])
    ErasureDue.objects.create(request=request, due_at=request.erase_at)
    person = deactivate_person(actor=ERASER, person_id=request.person_id, until_erasure=True)
    request_letter(
        actor=ERASER,
        purpose=STOP_ERASURE,
        address=person.email,
        about=request.pk,
        language=person.language,
        counters=[],
    )
    record(
        actor,
        ErasureScheduled(request_id=request.pk, person_id=request.person_id, erase_at=request.erase_at),
    )
    return request


@service(RequestAction.WITHDRAW)
def stop_erasure(*, actor: Actor, secret: str) -> SubjectRequest:
    """Withdraw a scheduled erasure by the link of the letter; the account is active again.

    What the person holds was never ended; sessions and tokens were, and stay so.

    Raises NotFound for a link that stops nothing any more.
    """
    lock_erasures()
    request = get_stoppable_erasure(secret)
    return record_step(Actor.for_person(request.person_id), request, RequestState.WITHDRAWN)
