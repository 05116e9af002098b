"""Selectors of access requests."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from dialogue.access_requests.models import AccessState
from dialogue.access_requests.selectors import get_retry_time
from groups.models import Deputyship, Membership, Role
from groups.policies import list_live_grants
from groups.seats.deputies import acting_deputyship_q
from groups.selectors import list_facilitator_ids, list_occupied_seats, list_seats_of
from programmes.kit.access_requests.models import DossierAccessRequest
from programmes.kit.dossiers.access import READ, ActorDossierAccess
from programmes.kit.dossiers.models import Dossier, DossierUserPermission, DossierVisibility
from programmes.kit.dossiers.policies import RULES, DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.dossiers.selectors import join_relations
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.policy import Level, check_scopes, load

MAX_LISTED = 100
RELATIONS = ("person", "decided_by", "seat__mandate__organisation", "seat__mandate__person")
ANSWER = DossierAction.NAME_PARTICIPANTS


def list_open_requests_unscoped() -> QuerySet[DossierAccessRequest]:
    """Return the requests that wait for an answer, the first one first. Not narrowed to an actor.

    A request is over by itself once its person reads the dossier, the seat through which they asked has
    ended, or the dossier is closed or for the whole group.
    """
    readers = list_live_grants(DossierUserPermission).filter(
        user=OuterRef("person"), content_object=OuterRef("dossier"), permission__codename=READ
    )
    rows = DossierAccessRequest.objects.filter(
        ~Exists(readers),
        state=AccessState.PENDING,
        dossier__visibility=DossierVisibility.PARTICIPANTS,
        dossier__phase__in=RULES[ANSWER].phases,
        seat__in=list_occupied_seats(now()).exclude(role=Role.OBSERVER),
        person__is_active=True,
    )
    return rows.select_related(*RELATIONS).order_by("id")


def list_requests_for(actor: Actor, dossier_id: UUID) -> QuerySet[DossierAccessRequest]:
    """Return the open requests for a dossier whose participants `actor` names.

    Raises SignedOut, NotFound or Forbidden.
    """
    dossier = load(DossierPolicy(), actor, dossier_id, ANSWER)
    return list_open_requests_unscoped().filter(dossier=dossier)[:MAX_LISTED]


def can_answer(access: ActorDossierAccess, dossier: Dossier) -> bool:
    """Return whether the actor may answer requests for a dossier."""
    return is_allowed_in_phase(ANSWER, dossier) and DossierPolicy().may(
        access.roles_for(dossier), ANSWER, dossier
    )


def list_answering_ids(dossier: Dossier) -> tuple[UUID, ...]:
    """Return the people who may answer requests for a dossier."""
    deputies = Deputyship.objects.filter(acting_deputyship_q(now()), mandate=dossier.lead_id)
    leading = {dossier.lead.person_id, *deputies.values_list("deputy", flat=True)}
    leading |= set(list_facilitator_ids(dossier.group_id))
    return tuple(
        pk for pk in sorted(leading) if can_answer(ActorDossierAccess.of(Actor.for_person(pk)), dossier)
    )


def get_known_dossier(actor: Actor, dossier_id: UUID, *, lock: bool = False) -> Dossier:
    """Return a dossier of which the actor at least knows. Raises SignedOut, Forbidden, NotFound."""
    if actor.is_anonymous:
        raise SignedOut
    check_scopes(actor, DossierPolicy().scope_of(DossierAction.READ))
    known = DossierPolicy().visible_to(actor, Level.EXISTS).filter(pk=dossier_id)
    if lock and known.exists():
        # Without relations: the lead may change while the lock is awaited.
        Dossier.objects.select_for_update(of=("self",), no_key=True).filter(pk=dossier_id).first()
    dossier = join_relations(known).first()
    if dossier is None:
        raise NotFound
    return dossier


def find_asking_seat(person_id: UUID, group_id: UUID) -> Membership | None:
    """Return a person's own seat with a voice in a group: such a mandate can be named as a participant."""
    seats = list_seats_of(person_id, group_id)
    return next((one.membership for one in seats if one.role != Role.OBSERVER and not one.acting), None)


def find_own_request(actor: Actor, dossier: Dossier) -> DossierAccessRequest | None:
    """Return the actor's last request for a dossier, `over` if it no longer waits."""
    rows = DossierAccessRequest.objects.filter(person=actor.person_id, dossier=dossier)
    latest = rows.select_related(*RELATIONS).order_by("-id").first()
    if latest is None:
        return None
    latest.dossier = dossier
    if latest.state == AccessState.PENDING:
        is_open = list_open_requests_unscoped().filter(pk=latest.pk).exists()
        latest.state = AccessState.PENDING if is_open else AccessState.OVER
    return latest


def has_to_wait(request: DossierAccessRequest | None) -> bool:
    """Return whether a person with this last request may not ask yet."""
    if request is None:
        return False
    again = get_retry_time(request)
    return request.state == AccessState.PENDING or (again is not None and again > now())
