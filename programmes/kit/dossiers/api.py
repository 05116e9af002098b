"""Dossiers over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from programmes.kit.dossiers import presenters, schemas, selectors, serializers, services
from programmes.kit.dossiers.access import SCOPE, ActorDossierAccess
from programmes.kit.dossiers.access_log import log_dossier_access, log_listed_dossiers
from programmes.kit.dossiers.policies import DossierAction, ProgrammesAction
from programmes.kit.dossiers.words import get_programmes
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    Answer,
    Endpoint,
    Page,
    Show,
    Write,
    answer,
    list_of,
    paginate,
    read_snapshot,
    shape_of,
)
from viche.kernel.errors import NotFound
from viche.kernel.events import get_head

ORDER = ("-state_since", "-id")


def show_dossier(actor: Actor, dossier_id: UUID) -> Answer[schemas.DossierPageOut]:
    """Return the present state of a dossier, with its version as ETag."""
    with read_snapshot():
        dossier, access = selectors.get_dossier_for(actor, dossier_id)
        shown = presenters.show_dossier_page(access, dossier)
    return answer(shown, version=dossier.version, of=dossier)


class Programmes(Endpoint):
    """The programmes in words: kinds of dossiers, their states, transitions and roles."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": (SCOPE,)}

    @extend_schema(
        responses={
            200: list_of(schemas.ProgrammeOut),
            304: OpenApiResponse(description="What the ETag in If-None-Match names."),
        }
    )
    def get(self, request: Request) -> Response:
        """Return every kind of dossier. The answer changes with a release alone, so clients keep it."""
        shown, digest = get_programmes()
        tag = f'"{digest}"'
        known = [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]
        made: Response = answer(None, status=304) if tag in known else answer({"items": shown}, of=None)
        made.headers["ETag"] = tag
        made.headers["Cache-Control"] = "private, no-cache"
        return made


class Dossiers(Endpoint):
    """Dossiers that the reader may read, across groups; for a guest, those shared with them."""

    actions = {"GET": SIGNED_IN}
    records = log_listed_dossiers
    scopes = {"GET": (SCOPE,)}
    asks = serializers.DossierQuery

    @extend_schema(responses=shape_of(schemas.DossierOutPage))
    def get(self, request: Request) -> Response:
        """Return dossiers, the latest change of state first."""
        wanted = selectors.DossierFilter(**self.asked)
        with read_snapshot():
            access = ActorDossierAccess.of(self.actor)
            page = paginate(
                request,
                selectors.list_filtered_dossiers(access, wanted),
                order=ORDER,
                present=lambda rows: presenters.show_dossiers(access, rows),
            )
            hears = wanted.group_id is not None and access.can_read_group(wanted.group_id)
            seq = get_head(f"group:{wanted.group_id}") if hears else None
        return answer({**page, "seq": seq})


class GroupDossiers(Endpoint):
    """Dossiers of a group.

    POST: Begin a dossier, in the initial state of its programme's lifecycle.

    Dossiers are numbered from 1 in the register and year of their group; those for their participants alone
    from 100001, so that the numbers that the group sees have no gaps. A `sealed` dossier gets its number when
    its group may know of it. One that is not for the whole group has to be open to whoever begins it.
    """

    records = log_dossier_access

    created = "dossiers/{id}"

    post = Write(
        ProgrammesAction.BEGIN,
        services.begin_dossier,
        body=serializers.BeginDossierIn,
        shows=show_dossier,
        status=201,
    )


class KnownDossiers(Endpoint):
    """Dossiers of a group of which the reader knows, but which they may not read.

    GET: Return number, title and lead of each, the latest that became known first.
    """

    asks = serializers.KnownDossierQuery

    get = Page(
        ProgrammesAction.READ,
        selectors.list_known_dossiers,
        shows=presenters.show_known_dossier,
        order=("-known_at", "-id"),
    )


class DossierDetail(Endpoint):
    """One dossier.

    GET: Return a dossier with its lifecycle, participants, and the steps that the reader may take.

    PATCH: Change the title.
    """

    records = log_dossier_access

    get = Show(DossierAction.READ, show_dossier)

    patch = Write(
        DossierAction.EDIT,
        services.edit_dossier,
        body=serializers.EditDossierIn,
        body_as="changes",
        shows=show_dossier,
        versioned=True,
    )


class DossierLead(Endpoint):
    """The mandate that leads a dossier."""

    actions = {"PUT": DossierAction.HAND_OVER}
    conditional = frozenset({"PUT"})
    records = log_dossier_access

    @extend_schema(
        request=serializers.DossierLeadIn,
        responses={
            200: shape_of(schemas.DossierPageOut),
            204: OpenApiResponse(description="Handed over; the reader may no longer read the dossier."),
        },
    )
    def put(self, request: Request, dossier_id: UUID) -> Response:
        """Let another mandate lead the dossier.

        Whoever led a dossier for its participants alone, and is none of them, may not read it any more.
        """
        lead_id = self.parse(serializers.DossierLeadIn)["lead_id"]
        services.hand_over_dossier(
            actor=self.actor,
            dossier_id=dossier_id,
            lead_id=lead_id,
            expected_version=self.expected_version(),
        )
        try:
            return show_dossier(self.actor, dossier_id)
        except NotFound:
            return answer(None, status=204, of=None)


class DossierVisibility(Endpoint):
    """Who reads a dossier.

    POST: Let the whole group read a dossier that was for its participants alone. It cannot be undone.
    """

    records = log_dossier_access

    post = Write(DossierAction.WIDEN, services.show_to_group, shows=show_dossier, versioned=True)


class DossierHistory(Endpoint):
    """History of a dossier.

    GET: Return the events with the reasons of transitions, the newest first.
    """

    records = log_dossier_access

    get = Page(
        DossierAction.READ,
        selectors.list_history,
        of=selectors.get_readable_dossier_for,
        shows=presenters.show_history,
        order=("-id",),
    )
