"""Public controls over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from programmes.kit.dossiers.access import SCOPE, ActorDossierAccess
from programmes.kit.dossiers.access_log import KIND, log_dossier_access
from programmes.kit.dossiers.api import show_dossier
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction, ProgrammesAction
from programmes.public_control import link_services, presenters, schemas, selectors, serializers, services
from programmes.public_control.lifecycle import Action
from programmes.public_control.policies import ControlAction
from tasks.external_assignees.link_api import (
    GuestLinkOut,
    MakeGuestLinkIn,
    show_guest_link,
    show_new_guest_link,
)
from viche.kernel.access_log import Read, log_access
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PUBLIC,
    SIGNED_IN,
    Answer,
    Endpoint,
    Show,
    Write,
    answer,
    list_of,
    page_of,
    paginate,
    read_snapshot,
)

ORDER = ("-sent_on", "-id")


def log_complaint_access(actor: Actor, dossier: Dossier) -> None:
    """Log that `actor` was shown who complained, also in a dossier that the whole group reads."""
    log_access(actor, [Read(KIND, dossier.pk)])


def show_control(actor: Actor, dossier_id: UUID) -> Answer[schemas.ControlOut]:
    """Return the facts of a control, with the version of its dossier as ETag."""
    with read_snapshot():
        control, access = selectors.get_control_for(actor, dossier_id)
        shown = presenters.show_control(access, control)
    return answer(shown, version=shown["version"], of=control.dossier)


def show_complaint(actor: Actor, dossier_id: UUID) -> Answer[schemas.ComplaintOut]:
    """Return who complained, with its own version as ETag."""
    with read_snapshot():
        dossier, row = selectors.get_complaint_for(actor, dossier_id)
        shown = presenters.show_complaint(row)
    return answer(shown, version=shown["version"], of=dossier)


class GroupControls(Endpoint):
    """Public controls of a group.

    POST: Begin a control of an authority, for its participants alone.

    An unannounced control is sealed: the group may not know of it until it was conducted. The authority
    becomes a participant that reads nothing before the report. 409 `no_rule`: for this mechanism it is not
    known within how many days an authority replies.
    """

    records = log_dossier_access

    created = "dossiers/{id}"

    post = Write(
        ProgrammesAction.BEGIN,
        services.begin_control,
        body=serializers.BeginControlIn,
        shows=show_dossier,
        status=201,
    )


class DossierControl(Endpoint):
    """The facts of a public control.

    GET: Return the facts, the day by which a reply is due, and the replies.

    PATCH: Change facts while the control is prepared, and name the mandate letter among the evidence.
    """

    records = log_dossier_access

    get = Show(DossierAction.READ, show_control)

    patch = Write(
        ControlAction.EDIT_FACTS,
        services.edit_control,
        body=serializers.EditControlIn,
        body_as="changes",
        shows=show_control,
        versioned=True,
    )


class DossierComplaint(Endpoint):
    """Who complained, for who leads the control and the team alone, for ever.

    GET: Return who complained and of what. The ETag is its own; `"0"` while nothing was ever written.

    PUT: Write who complained and of what, or take it away. It is in no history.
    """

    records = log_complaint_access

    get = Show(ControlAction.READ_COMPLAINT, show_complaint)

    put = Write(
        ControlAction.WRITE_COMPLAINT,
        services.write_complaint,
        body=serializers.ComplaintIn,
        shows=show_complaint,
        versioned=True,
    )


class DossierReplies(Endpoint):
    """Replies to the report of a control through an account.

    POST: Reply for the authority, which takes the control from `report_sent` to `replied`.
    """

    records = log_dossier_access

    created = "dossiers/{dossier_id}/control"

    post = Write(
        Action.REPLY,
        services.send_reply,
        body=serializers.ReplyIn,
        shows=show_control,
        status=201,
        versioned=True,
    )


class DossierLetters(Endpoint):
    """Replies to the report of a control that came by letter.

    POST: Record a letter with its scan, also after silence was recorded.

    Recorded wrongly, it is recorded again: the former is `corrected` from then on.
    """

    records = log_dossier_access

    created = "dossiers/{dossier_id}/control"

    post = Write(
        Action.RECORD_LETTER,
        services.record_letter,
        body=serializers.LetterIn,
        shows=show_control,
        status=201,
        versioned=True,
    )


def show_control_link(actor: Actor, dossier_id: UUID) -> GuestLinkOut:
    return show_guest_link(selectors.find_control_link(actor, dossier_id))


class ControlLink(Endpoint):
    """Guest link of an authority without an account, from the report on.

    GET: Return the current link, null when there is none; `letter` says how the last letter fared.

    POST: Create a link; it replaces an earlier one.

    By the page at its `path`, which is shown this once, the authority reads the report that was signed
    off and replies once: like the link of an action item. The `way` of such a reply is `link`.

    DELETE: Revoke the link.
    """

    keeps_answers = False  # the response holds the secret, which must not be stored

    get = Show(ControlAction.MAKE_LINK, show_control_link)

    post = Write(
        ControlAction.MAKE_LINK,
        link_services.make_control_link,
        body=MakeGuestLinkIn,
        shows=show_new_guest_link,
        status=201,
    )

    delete = Write(ControlAction.MAKE_LINK, link_services.revoke_control_link)


class ControlReplies(Endpoint):
    """The register of replies to public controls, across groups."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": (SCOPE,)}
    asks = serializers.RegisterFilters

    @extend_schema(responses=page_of(schemas.RegisteredReplyOut))
    def get(self, request: Request) -> Response:
        """Return the controls whose report was sent and which the reader may read, the latest first."""
        with read_snapshot():
            access = ActorDossierAccess.of(self.actor)
            page = paginate(
                request,
                selectors.list_register(access, self.asked),
                order=ORDER,
                present=presenters.show_registered,
            )
        return answer(page, of=None)


class ControlReplyTotals(Endpoint):
    """Numbers of the register of replies by authority."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": (SCOPE,)}
    asks = serializers.RegisterFilters

    @extend_schema(responses=list_of(schemas.AuthorityRepliesOut))
    def get(self, request: Request) -> Response:
        """Return by authority how many reports it got, and what it did with them."""
        with read_snapshot():
            counted = selectors.count_replies(ActorDossierAccess.of(self.actor), self.asked)
        return answer({"items": presenters.show_totals(counted)}, of=None)


class PublicControlReplies(Endpoint):
    """Numbers of the register of replies by authority, for everybody."""

    actions = {"GET": PUBLIC}

    @extend_schema(responses=list_of(schemas.AuthorityRepliesOut))
    def get(self, request: Request) -> Response:
        """Return the numbers of the controls that have a published edition."""
        with read_snapshot():
            counted = selectors.count_published_replies()
        return answer({"items": presenters.show_totals(counted)}, of=None)
