"""Ask to read a dossier of which one only knows, and answer such requests."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.models import AccessState
from dialogue.common.text_validation import validate_text
from groups.models import Membership
from programmes.kit.access_requests.events import DossierAccessAskedFor, DossierAccessRequestClosed
from programmes.kit.access_requests.models import DossierAccessRequest
from programmes.kit.access_requests.selectors import (
    ANSWER,
    find_asking_seat,
    find_own_request,
    get_known_dossier,
    has_to_wait,
    list_answering_ids,
    list_open_requests_unscoped,
)
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.loaders import REASON_LENGTH, lock_dossier
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import GROUP_RESTS, DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.participants.services import name_participant
from programmes.kit.registry import READER
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import require_person
from viche.kernel.services import Reason, service

OVER = _("This request does not wait for an answer any more.")


@service(Reason.SELF)
def ask_for_dossier_access(*, actor: Actor, dossier_id: UUID, reason: str) -> DossierAccessRequest:
    """Ask who leads a dossier to let the actor read it.

    Raises NotFound for a dossier of which the actor does not know, Forbidden without an own seat with a voice
    in its group, Invalid, PersonalData, and Conflict for an actor who reads it, has a pending request, or was
    declined or withdrew a short time ago, and for a closed dossier.
    """
    person_id = require_person(actor, DossierPolicy().scope_of(ANSWER))
    dossier = get_known_dossier(actor, dossier_id, lock=True)
    seat = _get_seat(dossier, person_id)
    reason = validate_text("/reason", reason, REASON_LENGTH)
    _check_can_ask(actor, dossier)
    actor = check_disclosure(actor, {"/reason": reason})
    request = DossierAccessRequest.objects.create(
        dossier=dossier, person_id=person_id, seat=seat, reason=reason
    )
    record(
        actor,
        DossierAccessAskedFor(
            request_id=request.pk,
            dossier_id=dossier.pk,
            person_id=person_id,
            people=list_answering_ids(dossier),
        ),
    )
    return request


def _get_seat(dossier: Dossier, person_id: UUID) -> Membership:
    if not dossier.group.is_working:
        raise Forbidden("group_not_working", GROUP_RESTS)
    seat = find_asking_seat(person_id, dossier.group_id)
    if seat is None:
        raise Forbidden(
            "no_seat", _("Only people with their own seat and a voice in the group can be let in.")
        )
    return seat


def _check_can_ask(actor: Actor, dossier: Dossier) -> None:
    if ActorDossierAccess.of(actor).can_read(dossier):
        raise Conflict("already_reads", _("You read this dossier already."))
    if not is_allowed_in_phase(ANSWER, dossier):
        raise Conflict("dossier_closed", _("The dossier is closed: nobody is let in any more."))
    latest = find_own_request(actor, dossier)
    if latest is None:
        return
    if latest.state == AccessState.PENDING:
        raise Conflict("already_asked", _("You have asked already: wait for the answer."))
    if has_to_wait(latest):
        words = _("You asked recently. Ask again later, or talk to who leads the dossier.")
        raise Conflict("asked_lately", words)
    if latest.decided_at is None:
        _close(actor, latest, AccessState.OVER)


@service(DossierAction.NAME_PARTICIPANTS)
def grant_dossier_access(*, actor: Actor, dossier_id: UUID, request_id: UUID) -> DossierAccessRequest:
    """Name the person who asked as a reader of the dossier, by the rules for all participants.

    Raises NotFound, Forbidden, and Conflict for a request that does not wait any more, or for a person whom
    the rules do not let in.
    """
    dossier, request = _lock_request(actor, dossier_id, request_id)
    try:
        name_participant(
            actor=actor,
            dossier_id=dossier.pk,
            role=READER.name,
            mandate_id=request.seat.mandate_id,
            expected_version=dossier.version,
        )
    except Invalid as refused:
        raise Conflict(refused.errors[0].code, refused.errors[0].message) from refused
    return _close(actor, request, AccessState.GRANTED)


@service(DossierAction.NAME_PARTICIPANTS)
def decline_dossier_access(
    *, actor: Actor, dossier_id: UUID, request_id: UUID, reason: str
) -> DossierAccessRequest:
    """Decline a request with a reason, which is sent to the person who asked by e-mail, too.

    Raises NotFound, Forbidden, Conflict for a request that does not wait any more, Invalid, PersonalData.
    """
    _dossier, request = _lock_request(actor, dossier_id, request_id)
    answer = validate_text("/reason", reason, REASON_LENGTH)
    actor = check_disclosure(actor, {"/reason": answer})
    return _close(actor, request, AccessState.DECLINED, answer)


@service(Reason.SELF)
def withdraw_dossier_access_request(*, actor: Actor, dossier_id: UUID) -> DossierAccessRequest:
    """Withdraw one's own open request. Raises SignedOut, NotFound, Conflict for one that does not wait."""
    require_person(actor, DossierPolicy().scope_of(ANSWER))
    request = find_own_request(actor, get_known_dossier(actor, dossier_id, lock=True))
    if request is None:
        raise NotFound
    if request.state != AccessState.PENDING:
        raise Conflict("request_over", OVER)
    return _close(actor, request, AccessState.WITHDRAWN)


def _lock_request(actor: Actor, dossier_id: UUID, request_id: UUID) -> tuple[Dossier, DossierAccessRequest]:
    """Lock a dossier, and return an open request for it. All changes of requests lock their dossier."""
    dossier = lock_dossier(actor, dossier_id, ANSWER, None).dossier
    if not DossierAccessRequest.objects.filter(dossier=dossier, pk=request_id).exists():
        raise NotFound
    request = list_open_requests_unscoped().filter(pk=request_id).first()
    if request is None:
        raise Conflict("request_over", OVER)
    request.dossier = dossier
    return dossier, request


def _close(
    actor: Actor, request: DossierAccessRequest, state: AccessState, answer: str = ""
) -> DossierAccessRequest:
    request.state, request.answer = state, answer
    request.decided_at, request.decided_by_id = now(), actor.person_id
    request.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    record(
        actor,
        DossierAccessRequestClosed(
            request_id=request.pk,
            dossier_id=request.dossier_id,
            person_id=request.person_id,
            people=list_answering_ids(request.dossier),
            state=state,
        ),
    )
    return request
