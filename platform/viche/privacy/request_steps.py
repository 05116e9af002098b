"""State transitions of requests, run inside the unit of work of several services."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.services import cancel_approvals
from viche.accounts.reactivation import register_reactivation_check
from viche.accounts.services.people import reactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.privacy.events import RequestMoved
from viche.privacy.models import OPEN_REQUESTS, RequestKind, RequestState, RequestStep, SubjectRequest
from viche.privacy.registry import describe_erasure_blockers, erasure_blockers_of

# Kind of the approval by which a second person confirms a written request for erasure.
ERASURE_APPROVAL_KIND = "privacy.erasure"
# Time between the decision to erase a person and the erasure, in which the person can stop it.
COOLING_OFF_PERIOD = timedelta(days=7)
# System actor that carries out erasures, and reactivates accounts whose erasure was stopped.
ERASER = Actor.for_system("privacy.erasure")


def record_step(actor: Actor, request: SubjectRequest, to: RequestState, note: str = "") -> SubjectRequest:
    """Move a request to another state and record it. `note` is the answer to the person.

    A scheduled erasure that is refused or withdrawn reactivates the account.
    """
    before, request.state = request.state, to
    request.closed_at = None if request.is_open else now()
    request.version += 1
    if to in (RequestState.ANSWERED, RequestState.REFUSED):
        request.answer = note
    restores = request.switched_off and to in (RequestState.REFUSED, RequestState.WITHDRAWN)
    request.switched_off = request.switched_off and not restores
    request.save(update_fields=["state", "closed_at", "version", "answer", "switched_off"])
    RequestStep.objects.create(request=request, before=before, after=to, person_id=actor.person_id)
    record(actor, RequestMoved(request_id=request.pk, person_id=request.person_id, before=before, after=to))
    if request.kind == RequestKind.ERASURE and not request.is_open:
        cancel_approvals(actor=ERASER, kind=ERASURE_APPROVAL_KIND, payload={"request": str(request.pk)})
    if restores:
        reactivate_person(actor=ERASER, person_id=request.person_id)
    return request


def check_erasable(request: SubjectRequest) -> None:
    """Raise Conflict unless a written request for erasure can be answered by erasing the person."""
    if request.erase_at is not None and request.is_open:
        raise Conflict("erasure_scheduled", _("The erasure is scheduled already."))
    if request.state != RequestState.IN_PROGRESS:
        raise Conflict("no_such_step", _("This step does not follow from the present state."))
    if found := erasure_blockers_of(request.person_id):
        raise Conflict(found[0].code, describe_erasure_blockers(found))


def check_no_scheduled_erasure(person_id: UUID) -> None:
    """Raise Conflict while an erasure of the person is scheduled: whoever may stop it reactivates them."""
    waiting = SubjectRequest.objects.filter(
        person=person_id, kind=RequestKind.ERASURE, state__in=OPEN_REQUESTS, erase_at__isnull=False
    )
    if waiting.exists():
        raise Conflict("erasure_scheduled", _("An erasure of this person is scheduled: stop it first."))


register_reactivation_check(check_no_scheduled_erasure)
