"""Notifications of access requests: to who leads the dossier, and of a refusal to who asked.

A person who was let in is told so as a named participant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.access_requests.models import AccessState
from programmes.kit.access_requests.access_log import build_request_reads
from programmes.kit.access_requests.events import DossierAccessAskedFor, DossierAccessRequestClosed
from programmes.kit.access_requests.models import DossierAccessRequest
from programmes.kit.access_requests.selectors import can_answer, list_open_requests_unscoped
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import LEADERS, DossierPolicy
from programmes.kit.registry import DossierRole
from programmes.kit.transitions.notification_recipients import ASKED, list_people_with
from programmes.kit.transitions.notifications import REASONS, describe_dossier
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.policy import Level
from viche.kernel.text import translate_field
from viche.notifications.registry import (
    Notice,
    NoticeContext,
    Recipient,
    Topic,
    always,
    load_rows,
    register_notices,
)

Context = NoticeContext[DossierAccessRequest]


def find_answering_recipients(event: Event) -> Iterable[Recipient]:
    dossier = Dossier.objects.select_related("group", "lead__person").get(pk=event.data["dossier_id"])
    lead = list_people_with(dossier, {DossierRole.LEAD})
    return [*lead, *list_people_with(dossier, LEADERS - {DossierRole.LEAD})]


def find_declined_recipients(event: Event) -> Iterable[Recipient]:
    is_declined = event.data["state"] == AccessState.DECLINED
    return [Recipient(UUID(event.data["person_id"]), ASKED)] if is_declined else []


def _find_answerable(reader: Actor, ids: Collection[UUID]) -> Iterable[DossierAccessRequest]:
    """Return the open requests that the reader may answer."""
    access = ActorDossierAccess.of(reader)
    rows = list_open_requests_unscoped().filter(pk__in=ids).select_related("dossier__group")
    return [one for one in rows if can_answer(access, one.dossier)]


def _find_own(reader: Actor, ids: Collection[UUID]) -> Iterable[DossierAccessRequest]:
    """Return the reader's own declined requests for dossiers of which they still know."""
    known = DossierPolicy().visible_to(reader, Level.EXISTS)
    rows = DossierAccessRequest.objects.filter(pk__in=ids, person=reader.person_id, dossier__in=known)
    return rows.filter(state=AccessState.DECLINED).select_related("dossier__group")


def _describe(context: Context) -> Mapping[str, object]:
    request, mandate = context.row, context.row.seat.mandate
    return {
        **describe_dossier(request.dossier),
        "name": translate_field(request.person, "name"),
        "organisation": translate_field(mandate.organisation, "name"),
        "position": translate_field(mandate, "position"),
    }


def _get_url(context: Context) -> str:
    return f"/dossiers/{context.row.dossier_id}"


register_notices(
    Notice(
        DossierAccessAskedFor.kind,
        topic=Topic.PROGRAMMES,
        recipients=find_answering_recipients,
        load=load_rows(_find_answerable),
        fields=_describe,
        title=_("%(name)s asks for access to the dossier: %(dossier)s"),
        # The reason is shown on the page only.
        body=_("For: %(organisation)s. Position: %(position)s."),
        reason=REASONS,
        url=_get_url,
        action=_("Open the request"),
        shows=lambda context: [*list_reads(context.row.dossier), *build_request_reads(context.row)],
        about="dossier",
        needs_answer=always,
    ),
    Notice(
        DossierAccessRequestClosed.kind,
        topic=Topic.PROGRAMMES,
        recipients=find_declined_recipients,
        load=load_rows(_find_own),
        fields=lambda context: describe_dossier(context.row.dossier),
        title=_("Your request for access was declined: %(dossier)s"),
        body=lambda context: context.row.answer,
        reason=_("You get this because you asked for access."),
        url=_get_url,
        restricted=lambda _context: True,
        about="dossier",
    ),
)
