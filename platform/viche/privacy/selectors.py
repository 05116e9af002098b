"""What people may read of copies, of requests, and of who saw their data."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.models import Letter, User
from viche.accounts.policies import require_browser
from viche.accounts.token_secrets import digest_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, NotFound, SignedOut
from viche.kernel.policy import load
from viche.kernel.reads import SPAN
from viche.privacy.erasure_letters import STOP_ERASURE
from viche.privacy.models import (
    OPEN_REQUESTS,
    AccessRecord,
    DataExport,
    ExportState,
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
from viche.privacy.registry import RECORDED, people_in_care
from viche.privacy.request_steps import ERASURE


def oneself(actor: Actor) -> UUID:
    """The person who asks. Raises SignedOut for nobody, Forbidden for a token."""
    if actor.person_id is None:
        raise SignedOut
    require_browser(actor)
    return actor.person_id


def my_exports(actor: Actor) -> QuerySet[DataExport]:
    """The copies that the person asked for. Raises Forbidden for a token."""
    require_browser(actor)
    return exports.visible_to(actor)


def export_for(actor: Actor, export_id: UUID, action: ExportAction = ExportAction.READ) -> DataExport:
    """One's own copy. Raises Forbidden for a token, NotFound for anybody else's."""
    require_browser(actor)
    return load(exports, actor, export_id, action)


def ready_export_for(actor: Actor, export_id: UUID) -> DataExport:
    """One's own copy that can be downloaded now. Raises NotFound for one that is not ready or is deleted."""
    export = export_for(actor, export_id, ExportAction.DOWNLOAD)
    if export.state != ExportState.READY or export.expires_at is None or export.expires_at <= now():
        raise NotFound
    return export


def my_requests(actor: Actor) -> QuerySet[SubjectRequest]:
    """The requests of the person who asks."""
    if actor.person_id is None:
        raise SignedOut
    return _shown(actor, requests.visible_to(actor).filter(person=actor.person_id))


def my_erasure(actor: Actor) -> SubjectRequest | None:
    """The person's request to be erased that is still open."""
    return my_requests(actor).filter(kind=RequestKind.ERASURE, state__in=OPEN_REQUESTS).first()


def register_for(actor: Actor) -> QuerySet[SubjectRequest]:
    """The requests of everybody in the care of an officer. Raises Forbidden for whoever is none."""
    if not is_officer(actor):
        raise Forbidden
    cared = people_in_care(actor).exclude(pk=oneself(actor))
    return _shown(actor, requests.visible_to(actor).filter(person__in=cared.values("pk")))


def request_for(actor: Actor, request_id: UUID) -> SubjectRequest:
    """One request. Raises SignedOut, NotFound, Forbidden."""
    found = load(requests, actor, request_id, RequestAction.READ)
    return _shown(actor, SubjectRequest.objects.filter(pk=found.pk)).get()


def get_stoppable_erasure(secret: str) -> SubjectRequest:
    """Return the scheduled erasure that a letter’s link stops, locked. Raises NotFound for any other link."""
    letters = Letter.objects.filter(purpose=STOP_ERASURE, digest=digest_of(secret), expires_at__gt=now())
    about = letters.values_list("about", flat=True).first()
    waiting = SubjectRequest.objects.select_for_update(no_key=True).filter(
        state__in=OPEN_REQUESTS, erase_at__isnull=False
    )
    found = waiting.filter(pk=about).first() if about is not None else None
    if found is None:
        raise NotFound("link_invalid", _("This link was used, or it is too late."))
    return found


def is_officer(actor: Actor) -> bool:
    """Whether anybody is in the care of `actor`."""
    if actor.person_id is None:
        raise SignedOut
    return actor.has_scope("privacy:read") and people_in_care(actor).exists()


def people_overseen(actor: Actor, words: str = "") -> QuerySet[User]:
    """The people in the care of an officer whose name holds every word. Raises SignedOut, Forbidden."""
    officer = oneself(actor)
    if not is_officer(actor):
        raise Forbidden
    found = access_records.visible_to(actor).exclude(pk=officer)
    for word in words.split():
        found = found.filter(Q(name_uk__icontains=word) | Q(name_en__icontains=word))
    return found


def person_in_care(actor: Actor, person_id: UUID) -> User:
    """Somebody of whom `actor` may know who saw their data. Raises SignedOut, Forbidden, NotFound."""
    oneself(actor)
    return load(access_records, actor, person_id, AccessRecordAction.READ)


def record_about(person_id: UUID) -> QuerySet[AccessRecord]:
    """Who saw something of a person, with the readers. Not narrowed to anybody: whoever asks has authorised
    it.
    """
    about = Q(subject=person_id)
    for kind, one in RECORDED.items():
        for concern in one.concerns:
            things = concern(person_id)
            ids = list(things.values_list("thing", flat=True).distinct())
            by_then = things.filter(thing=OuterRef("object_id"), since__lt=OuterRef("hour") + SPAN)
            about |= Q(Exists(by_then), subject=None, kind=kind, object_id__in=ids)
    return AccessRecord.objects.filter(about).exclude(reader=person_id).select_related("reader")


def _shown(actor: Actor, rows: QuerySet[SubjectRequest]) -> QuerySet[SubjectRequest]:
    """Requests with what is shown of them; `in_care` says whether `actor` oversees the person's data."""
    steps = RequestStep.objects.select_related("person").order_by("id")
    in_care = Exists(people_in_care(actor).filter(pk=OuterRef("person")))
    approvals = Approval.objects.filter(kind=ERASURE, state=ApprovalState.PENDING)
    waits = Exists(approvals.filter(subject_id=OuterRef("pk")))
    return (
        rows.annotate(in_care=in_care, waits_for_second=waits)
        .select_related("person")
        .prefetch_related(Prefetch("steps", queryset=steps))
    )
