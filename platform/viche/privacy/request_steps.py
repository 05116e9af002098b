"""Steps of a request from state to state, inside the unit of work of several services."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.services import drop_approvals
from viche.accounts.services.people import reactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.privacy.events import RequestMoved
from viche.privacy.models import RequestKind, RequestState, RequestStep, SubjectRequest
from viche.privacy.registry import describe_hindrances, hindrances_of

# The kind of approval by which a second person confirms a written request for erasure.
ERASURE = "privacy.erasure"
# Between the decision to erase somebody and the erasure: time for the person to stop it.
COOL_OFF = timedelta(days=7)
# The system carries erasures out, and undoes the deactivation of those that are stopped.
ERASER = Actor.for_system("privacy.erasure")


def record_step(actor: Actor, request: SubjectRequest, to: RequestState, note: str = "") -> SubjectRequest:
    """Move a request to another state and record it. `note` is the answer to the person.

    An erasure that ends in another way than by being carried out gives the person their account back.
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
        drop_approvals(actor=ERASER, kind=ERASURE, payload={"request": str(request.pk)})
    if restores:
        reactivate_person(actor=ERASER, person_id=request.person_id)
    return request


def check_erasable(request: SubjectRequest) -> None:
    """Raise Conflict unless a written request for erasure can be answered by erasing the person."""
    if request.erase_at is not None and request.is_open:
        raise Conflict("erasure_scheduled", _("The erasure is scheduled already."))
    if request.state != RequestState.IN_PROGRESS:
        raise Conflict("no_such_step", _("This step does not follow from the present state."))
    if found := hindrances_of(request.person_id):
        raise Conflict(found[0].code, describe_hindrances(found))
