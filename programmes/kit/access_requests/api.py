"""Dossiers of which the reader only knows, and access requests, over HTTP."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.access_requests.api import (
    AccessRequestFacts,
    AnswerAccessIn,
    AskForAccessIn,
    show_request_facts,
)
from dialogue.access_requests.models import AccessState
from programmes.kit.access_requests import services
from programmes.kit.access_requests.access_log import log_access_requests
from programmes.kit.access_requests.selectors import (
    ANSWER,
    find_asking_seat,
    find_own_request,
    get_known_dossier,
    has_to_wait,
    list_requests_for,
)
from programmes.kit.dossiers.access import SCOPE, ActorDossierAccess
from programmes.kit.dossiers.policies import DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.dossiers.presenters import show_known_dossier
from programmes.kit.dossiers.schemas import KnownDossier
from viche.kernel.actor import Actor
from viche.kernel.api import SIGNED_IN, Endpoint, Listing, Show, Write, answer, read_snapshot
from viche.kernel.errors import NotFound


class DossierCardOut(KnownDossier):
    """A dossier of which the reader knows only that it exists.

    `request` is the last one of the reader. `allowed` holds `ask_for_access`, or `withdraw` for a request
    that waits, or nothing.
    """

    request: AccessRequestFacts | None
    allowed: list[Literal["ask_for_access", "withdraw"]]


def show_card(actor: Actor, dossier_id: UUID) -> DossierCardOut:
    """Return a dossier of which the actor only knows. Raises NotFound also for one that they read."""
    with read_snapshot():
        dossier = get_known_dossier(actor, dossier_id)
        if ActorDossierAccess.of(actor).can_read(dossier) or actor.person_id is None:
            raise NotFound
        request = find_own_request(actor, dossier)
        waits = request is not None and request.state == AccessState.PENDING
        may_ask = (
            actor.has_scope(DossierPolicy().scope_of(ANSWER))
            and dossier.group.is_working
            and is_allowed_in_phase(ANSWER, dossier)
            and not has_to_wait(request)
            and find_asking_seat(actor.person_id, dossier.group_id) is not None
        )
    return {
        **show_known_dossier(dossier),
        "request": None if request is None else show_request_facts(request),
        "allowed": ["withdraw"] if waits else ["ask_for_access"] if may_ask else [],
    }


def show_own_request(actor: Actor, dossier_id: UUID) -> AccessRequestFacts:
    """Return the actor's last request for a dossier."""
    request = find_own_request(actor, get_known_dossier(actor, dossier_id))
    if request is None:
        raise NotFound
    return show_request_facts(request)


class DossierCard(Endpoint):
    """One dossier of which the reader knows, but which they may not read.

    GET: Return what all readers of its group know of the dossier: number, title and lead.

    With the reader's own last `request`, and `allowed` (`ask_for_access`, `withdraw`). 404 for a sealed
    dossier, and for one that the reader reads.
    """

    scopes = {"GET": (SCOPE,)}

    get = Show(SIGNED_IN, show_card)


class DossierAccessRequests(Endpoint):
    """Access requests of a dossier that is for its participants alone.

    GET: List the requests that wait, the first one first, at most a hundred.

    For who names participants. A request is over by itself with the seat of its author, once they read the
    dossier, and when it is closed or shown to the whole group.

    POST: Ask for access to a dossier of which one only knows.

    Through one's own seat with a voice in the group. 403 `no_seat`, `group_not_working`; 409 `already_asked`,
    `already_reads`, `dossier_closed`, `asked_lately` (seven days after a refusal, one day after a
    withdrawal). Who asked and who may answer hear `programmes.access_asked_for` and
    `programmes.access_request_closed` with `dossier_id` on their own topics.
    """

    records = log_access_requests
    scopes = {"POST": (SCOPE, "programmes:write")}

    get = Listing(DossierAction.NAME_PARTICIPANTS, list_requests_for, shows=show_request_facts)

    post = Write(
        SIGNED_IN, services.ask_for_dossier_access, body=AskForAccessIn, shows=show_own_request, status=201
    )


class OwnDossierAccessRequest(Endpoint):
    """The reader's own request for access to a dossier.

    DELETE: Withdraw it while it waits.
    """

    scopes = {"DELETE": (SCOPE, "programmes:write")}

    delete = Write(SIGNED_IN, services.withdraw_dossier_access_request)


class DossierAccessAnswer(Endpoint):
    """The answer to a request for access to a dossier."""

    actions = {"POST": DossierAction.NAME_PARTICIPANTS}

    @extend_schema(request=AnswerAccessIn, responses={204: None})
    def post(self, request: Request, dossier_id: UUID, dossier_request_id: UUID) -> Response:
        """Grant or decline a request that waits.

        `granted` names the person as a participant in the role `reader`, by the rules for all participants
        (409 with the reason where these refuse). `declined` takes a `reason`, which the person reads.
        """
        said = self.parse(AnswerAccessIn)
        if said["to"] == AccessState.GRANTED:
            services.grant_dossier_access(
                actor=self.actor, dossier_id=dossier_id, request_id=dossier_request_id
            )
        else:
            services.decline_dossier_access(
                actor=self.actor,
                dossier_id=dossier_id,
                request_id=dossier_request_id,
                reason=said["reason"],
            )
        return answer(None, status=204)
