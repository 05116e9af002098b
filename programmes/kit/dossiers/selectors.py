"""Queries of dossiers, narrowed to what the reader may read.

Only rows for realtime frames are unscoped: frames are delivered only to authorised subscribers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from groups.common.columns import GROUP, MANDATE, ORGANISATION, PERSON
from groups.models import InitiativeGroupUserPermission
from groups.policies import MATCH_NONE, READ as READ_GROUP, GrantQuery, has_grant_q, list_live_grants_of
from programmes.kit.deadlines.models import DossierDeadline
from programmes.kit.dossiers.access import READ, SCOPE, SHARED_Q, ActorDossierAccess
from programmes.kit.dossiers.models import Dossier, DossierUserPermission
from programmes.kit.dossiers.policies import (
    DossierAction,
    DossierPolicy,
    GroupProgrammesPolicy,
    ProgrammesAction,
    is_allowed_in_phase,
)
from programmes.kit.editions.models import Edition
from programmes.kit.forms.events import FormAnswered
from programmes.kit.participants.models import Participant
from programmes.kit.registry import PARTICIPANT_PARTS, PROGRAMMES, DossierRole
from programmes.kit.sign_offs.models import SignOff
from programmes.kit.transitions.models import TransitionTaken
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.keyset_lists import (
    AccessPath,
    AccessPaths,
    BoundListing,
    Listing,
    PreparedListing,
    RowwiseExists,
    one_of_q,
    select_related_columns,
)
from viche.kernel.models import Event
from viche.kernel.policy import load

ME = "me"
OWN_PARTS = PARTICIPANT_PARTS | {DossierRole.LEAD}


# ---- one dossier -------------------------------------------------------------------------------------------


def join_relations(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Return the dossiers with the relations that presenters need."""
    return select_related_columns(
        dossiers, group=GROUP, lead=MANDATE, lead__person=PERSON, lead__organisation=ORGANISATION
    )


def get_dossier_for(actor: Actor, dossier_id: UUID) -> tuple[Dossier, ActorDossierAccess]:
    """Return a dossier, and the actor's access. Raises SignedOut, NotFound."""
    if actor.is_unidentified:
        raise SignedOut
    dossier = join_relations(Dossier.objects.filter(pk=dossier_id)).first()
    access = ActorDossierAccess.of(actor)
    if dossier is None or not access.can_read(dossier):
        raise NotFound
    return dossier, access


def get_readable_dossier_for(actor: Actor, dossier_id: UUID) -> Dossier:
    """Return a dossier. Raises SignedOut, NotFound."""
    dossier, _access = get_dossier_for(actor, dossier_id)
    return dossier


def load_dossier(actor: Actor, dossier_id: UUID) -> Dossier:
    """Return a dossier that the actor may read, without relations. Raises SignedOut, Forbidden, NotFound."""
    return load(DossierPolicy(), actor, dossier_id, DossierAction.READ)


def list_allowed_actions(access: ActorDossierAccess, dossier: Dossier) -> list[str]:
    """Return the short names of what the actor may do with a dossier now, for `allowed`."""
    roles, policy = access.roles_for(dossier), DossierPolicy()
    return policy.short_names_of(
        access.actor,
        [
            one
            for one in DossierAction
            if is_allowed_in_phase(one, dossier) and policy.may(roles, one, dossier)
        ],
    )


def is_waiting_for(access: ActorDossierAccess, dossier: Dossier) -> bool:
    """Return whether a transition is open to a part that the actor has. Agrees with `waiting_q`."""
    roles = access.roles_for(dossier) & OWN_PARTS
    steps = PROGRAMMES[dossier.kind].lifecycle.transitions
    return not dossier.is_closed and any(
        dossier.state in one.sources and not roles.isdisjoint(one.roles) for one in steps
    )


def list_participants(dossier: Dossier) -> QuerySet[Participant]:
    """Return the present participants of a dossier, in the order in which they were named."""
    named = dossier.participants.filter(until=None).select_related(
        "organisation", "mandate__person", "mandate__organisation", "outside_body"
    )
    return named.order_by("since", "id")


def list_open_deadlines(dossiers: Iterable[Dossier]) -> dict[UUID, list[DossierDeadline]]:
    """Return the open deadlines of dossiers that have some, the nearest first, in one query."""
    found: dict[UUID, list[DossierDeadline]] = defaultdict(list)
    rows = DossierDeadline.objects.filter(dossier__in=[one.pk for one in dossiers], ended_at=None)
    for row in rows.order_by("due_on", "id"):
        found[row.dossier_id].append(row)
    return found


def list_sign_offs(dossier: Dossier) -> QuerySet[SignOff]:
    """Return the sign-offs of a dossier, each with `is_latest` of its edition; the latest request first."""
    later = Edition.objects.reports().filter(dossier=dossier, number__gt=OuterRef("edition__number"))
    rows = SignOff.objects.filter(edition__dossier=dossier).annotate(is_latest=~Exists(later))
    named = (
        "participant__organisation",
        "participant__mandate__person",
        "participant__mandate__organisation",
    )
    asked = ("asked_by", "asked_through__person", "asked_through__organisation")
    decided = ("decided_by", "decided_through__person", "decided_through__organisation")
    return rows.select_related("edition__dossier", *named, *asked, *decided).order_by("-id")


def list_past_states(dossier: Dossier) -> set[str]:
    """Return the states in which a dossier has been before."""
    taken = TransitionTaken.objects.filter(subject_id=dossier.pk, subject_kind="dossier")
    return set(taken.values_list("before", flat=True))


def list_history(dossier: Dossier) -> QuerySet[Event]:
    """Return the events of a dossier. Each answer of a form has a history of its own."""
    events = Event.objects.filter(subject_type="dossier", subject_id=dossier.pk).select_related("actor")
    return events.exclude(kind=FormAnswered.kind)


def list_dossiers_unscoped(ids: Collection[UUID]) -> QuerySet[Dossier]:
    """Return dossiers for frames, which only authorised subscribers receive. Not narrowed to an actor."""
    return Dossier.objects.filter(pk__in=ids)


def find_group_id(dossier_id: UUID) -> UUID | None:
    """Return the group id of a dossier; None when there is no such dossier."""
    return Dossier.objects.filter(pk=dossier_id).values_list("group", flat=True).first()


# ---- lists -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """Filters of a list; None means not filtered. `lead` and `participant` are an id, or ME."""

    group_id: UUID | None = None
    kind: str | None = None
    phase: str | None = None
    lead: UUID | str | None = None
    participant: UUID | str | None = None
    mine: bool = False
    waiting: bool = False


def list_filtered_dossiers(
    access: ActorDossierAccess, wanted: DossierFilter
) -> Listing[Dossier] | BoundListing[Dossier]:
    """Return the matching dossiers that the actor may read."""
    exact = {"group": wanted.group_id, "kind": wanted.kind, "phase": wanted.phase}
    fitting = Dossier.objects.filter(
        *_reader_conditions(access, wanted), **{name: value for name, value in exact.items() if value}
    )
    person_id = access.actor.person_id
    if person_id is None or not access.actor.has_scope(SCOPE):
        return Listing(fitting, access.reads_q(), join_relations)
    few = access.has_few_grants
    if wanted == NO_FILTER:
        return ALL_DOSSIERS.of(few, person_id, now())
    return Listing(fitting, _build_read_paths(Actor.for_person(person_id), now(), few=few), join_relations)


def _build_read_paths(actor: Actor, at: Any, *, few: bool) -> Q | AccessPaths:
    """Return the condition of `ActorDossierAccess.reads_q` in the form for list pages.

    For an actor with `few` grants, the first rows of each group are merged with those of their own dossiers;
    otherwise access to each dossier is checked in the order of the list.
    """
    if not few:
        asking = GrantQuery(RowwiseExists, at)
        ours = has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP, of="group_id", asking=asking)
        return (SHARED_Q & ours) | has_grant_q(DossierUserPermission, actor, READ, of="pk", asking=asking)
    own = list_live_grants_of(DossierUserPermission, actor, READ, at)
    groups = list_live_grants_of(InitiativeGroupUserPermission, actor, READ_GROUP, at)
    return (
        AccessPath(SHARED_Q, groups, "group"),
        AccessPath(one_of_q("pk", own.values("content_object"))),
    )


NO_FILTER = DossierFilter()
ALL_DOSSIERS: PreparedListing[Dossier] = PreparedListing(
    Dossier,
    lambda few, person_id, at: Listing(
        Dossier.objects.all(), _build_read_paths(Actor.for_person(person_id), at, few=few), join_relations
    ),
)


def _reader_conditions(access: ActorDossierAccess, wanted: DossierFilter) -> Iterator[Q]:
    if wanted.lead is not None:
        yield led_q(access) if wanted.lead == ME else Q(lead=wanted.lead)
    if wanted.participant == ME:
        yield _named_q(access)
    elif isinstance(wanted.participant, UUID):
        named = Participant.objects.filter(organisation=wanted.participant, until=None)
        yield Q(pk__in=named.values("dossier"))
    if wanted.mine:
        yield led_q(access) | _named_q(access)
    if wanted.waiting:
        yield waiting_q(access)


def led_q(access: ActorDossierAccess) -> Q:
    """Return the condition on dossiers that a mandate leads from which the actor speaks."""
    led = (
        Q(group=group_id, lead__in=[one.mandate.pk for one in seats])
        for group_id, seats in access.seats.items()
    )
    return any_q(led) & access.takes_part_q()


def _named_q(access: ActorDossierAccess, *parts: DossierRole) -> Q:
    """Return the condition on dossiers in which the actor speaks for a participant, with one of `parts`."""
    named = {
        pk for pk, found in access.named.items() if not parts or any(part in parts for part, _id in found)
    }
    return Q(pk__in=named) & access.takes_part_q() if named else MATCH_NONE


def waiting_q(access: ActorDossierAccess) -> Q:
    """Return the condition on dossiers in which a transition is open to a part that the actor has."""
    return any_q(
        Q(kind=programme.kind, state__in=step.sources - programme.lifecycle.final_states)
        & any_q(part_q(access, role) for role in step.roles & OWN_PARTS)
        for programme in PROGRAMMES.values()
        for step in programme.lifecycle.transitions
        if step.roles & OWN_PARTS and step.sources - programme.lifecycle.final_states
    )


def part_q(access: ActorDossierAccess, role: DossierRole) -> Q:
    """Return the condition on dossiers in which the actor has a part, or leads."""
    return led_q(access) if role == DossierRole.LEAD else _named_q(access, role)


def any_q(conditions: Iterable[Q]) -> Q:
    """Return the condition that one of some is met; of none, that nothing is."""
    found = MATCH_NONE
    for one in conditions:
        found |= one
    return found


def list_known_dossiers(actor: Actor, group_id: UUID, kind: str | None = None) -> QuerySet[Dossier]:
    """Return the dossiers of a group that the actor may know of, but not read.

    Raises SignedOut, Forbidden, NotFound for a group that the actor does not read.
    """
    group = load(GroupProgrammesPolicy(), actor, group_id, ProgrammesAction.READ)
    access = ActorDossierAccess.of(actor)
    known = Dossier.objects.filter(access.knows_q(), ~access.reads_q(), group=group)
    return join_relations(known if kind is None else known.filter(kind=kind))
