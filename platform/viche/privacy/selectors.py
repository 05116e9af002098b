"""Selectors of exports, data subject requests, and access records."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.models import Letter, User
from viche.accounts.policies import is_browser_actor, require_browser
from viche.accounts.token_secrets import digest_of
from viche.kernel.access_log import LOG_INTERVAL
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, NotFound, SignedOut
from viche.kernel.policy import load
from viche.privacy.erasure_letters import STOP_ERASURE
from viche.privacy.models import (
    OPEN_REQUESTS,
    AccessRecord,
    DataExport,
    ExportState,
    RequestChannel,
    RequestKind,
    RequestStep,
    SubjectRequest,
)
from viche.privacy.policies import (
    AccessRecordAction,
    ExportAction,
    RequestAction,
    access_records,
    exports,
    requests,
)
from viche.privacy.registry import RECORDED_KINDS, list_people_in_care
from viche.privacy.request_steps import ERASURE_APPROVAL_KIND


def get_own_person_id(actor: Actor) -> UUID:
    """Return the id of the signed-in person. Raises SignedOut, Forbidden for a token."""
    if actor.person_id is None:
        raise SignedOut
    require_browser(actor)
    return actor.person_id


def list_own_exports(actor: Actor) -> QuerySet[DataExport]:
    """Return the actor's exports. Raises Forbidden for a token."""
    require_browser(actor)
    return exports.visible_to(actor)


def export_for(actor: Actor, export_id: UUID, action: ExportAction = ExportAction.READ) -> DataExport:
    """Return one's own export. Raises Forbidden for a token, NotFound for another person's."""
    require_browser(actor)
    return load(exports, actor, export_id, action)


def ready_export_for(actor: Actor, export_id: UUID) -> DataExport:
    """Return one's own export that can be downloaded now. Raises NotFound for any other."""
    export = export_for(actor, export_id, ExportAction.DOWNLOAD)
    if export.state != ExportState.READY or export.expires_at is None or export.expires_at <= now():
        raise NotFound
    return export


def list_own_requests(actor: Actor) -> QuerySet[SubjectRequest]:
    """Return the actor's requests. Raises SignedOut."""
    if actor.person_id is None:
        raise SignedOut
    return _with_details(actor, requests.visible_to(actor).filter(person=actor.person_id))


def find_own_erasure(actor: Actor) -> SubjectRequest | None:
    """Return the actor's open request for erasure, if any."""
    return list_own_requests(actor).filter(kind=RequestKind.ERASURE, state__in=OPEN_REQUESTS).first()


def register_for(actor: Actor) -> QuerySet[SubjectRequest]:
    """Return the requests of everybody in the officer's care. Raises Forbidden for any other actor."""
    if not is_officer(actor):
        raise Forbidden
    cared = list_people_in_care(actor).exclude(pk=get_own_person_id(actor))
    return _with_details(actor, requests.visible_to(actor).filter(person__in=cared.values("pk")))


def request_for(actor: Actor, request_id: UUID) -> SubjectRequest:
    """Return one request. Raises SignedOut, NotFound, Forbidden."""
    found = load(requests, actor, request_id, RequestAction.READ)
    return _with_details(actor, SubjectRequest.objects.filter(pk=found.pk)).get()


def get_stoppable_erasure(secret: str) -> SubjectRequest:
    """Return, locked, the scheduled erasure that a letter’s link stops.

    Raises NotFound for any other link.
    """
    letters = Letter.objects.filter(purpose=STOP_ERASURE, digest=digest_of(secret), expires_at__gt=now())
    about = letters.values_list("about", flat=True).first()
    waiting = SubjectRequest.objects.select_for_update(no_key=True).filter(
        state__in=OPEN_REQUESTS, erase_at__isnull=False
    )
    found = waiting.filter(pk=about).first() if about is not None else None
    if found is None:
        raise NotFound("link_invalid", _("This link has already been used, or it has expired."))
    return found


def is_officer(actor: Actor) -> bool:
    """Return whether any person is in the care of `actor`."""
    if actor.person_id is None:
        raise SignedOut
    return actor.has_scope("privacy:read") and list_people_in_care(actor).exists()


def list_overseen_people(actor: Actor, words: str = "") -> QuerySet[User]:
    """Return the people in the officer's care whose name contains every word.

    Raises SignedOut, Forbidden.
    """
    officer = get_own_person_id(actor)
    if not is_officer(actor):
        raise Forbidden
    found = access_records.visible_to(actor).exclude(pk=officer)
    for word in words.split():
        found = found.filter(Q(name_uk__icontains=word) | Q(name_en__icontains=word))
    return found


def get_person_in_care(actor: Actor, person_id: UUID) -> User:
    """Return a person whose access record `actor` may see. Raises SignedOut, Forbidden, NotFound."""
    get_own_person_id(actor)
    return load(access_records, actor, person_id, AccessRecordAction.READ)


def list_access_records(person_id: UUID) -> QuerySet[AccessRecord]:
    """Return accesses to data of a person by other people, with the readers.

    The caller has authorised it.
    """
    about = Q(subject=person_id)
    for kind, one in RECORDED_KINDS.items():
        for concern in one.concerns:
            things = concern(person_id)
            ids = list(things.values_list("thing", flat=True).distinct())
            by_then = things.filter(thing=OuterRef("object_id"), since__lt=OuterRef("hour") + LOG_INTERVAL)
            about |= Q(Exists(by_then), subject=None, kind=kind, object_id__in=ids)
    return AccessRecord.objects.filter(about).exclude(reader=person_id).select_related("reader")


def list_requests_to_handle(actor: Actor) -> QuerySet[SubjectRequest]:
    """Return the open requests on which the officer has to take the next step; the nearest term first.

    Not their own, nor erasures that happen by themselves or wait for a second person.
    """
    if actor.person_id is None or not is_browser_actor(actor):
        return SubjectRequest.objects.none()
    by_itself = Q(kind=RequestKind.ERASURE, channel=RequestChannel.SELF) | Q(erase_at__isnull=False)
    waits = Approval.objects.filter(kind=ERASURE_APPROVAL_KIND, state=ApprovalState.PENDING)
    rows = SubjectRequest.objects.filter(
        ~by_itself,
        ~Exists(waits.filter(subject_id=OuterRef("pk"))),
        state__in=OPEN_REQUESTS,
        person__in=list_people_in_care(actor).values("pk"),
    )
    return rows.exclude(person=actor.person_id).order_by("due_at", "id")


def _with_details(actor: Actor, rows: QuerySet[SubjectRequest]) -> QuerySet[SubjectRequest]:
    """Return requests with what presenters need; `in_care`: `actor` oversees the person's data."""
    steps = RequestStep.objects.select_related("person").order_by("id")
    in_care = Exists(list_people_in_care(actor).filter(pk=OuterRef("person")))
    approvals = Approval.objects.filter(kind=ERASURE_APPROVAL_KIND, state=ApprovalState.PENDING)
    waits = Exists(approvals.filter(subject_id=OuterRef("pk")))
    return (
        rows.annotate(in_care=in_care, waits_for_second=waits)
        .select_related("person")
        .prefetch_related(Prefetch("steps", queryset=steps))
    )
