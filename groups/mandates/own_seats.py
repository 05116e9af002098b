"""Checks against self-appointment: another person always decides on the actor's own seat or post."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import list_office_holders
from groups.common.periods import COUNTRY_ZONE, active_at_q
from groups.grants.policies import FACILITATE
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.mandates.events import DeputyAppointed, MandateChanged, MandateRested, UsualDeputyNamed
from groups.mandates.models import Deputyship, Mandate
from groups.memberships.events import MembershipEnded, MembershipStarted, RoleChanged
from groups.offices.models import OfficeKind
from groups.organisations.models import OrganisationAdministrator
from groups.seats.models import Membership, Role
from groups.seats.selectors import active_mandate_q
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict
from viche.kernel.models import Event
from viche.kernel.text import translate_field

OWN_SEAT_REFUSED = _("This group has a facilitator: ask for a seat, and you will get an answer.")

DEPUTISED_SEAT_REFUSED = _(
    "This group has a facilitator, and you are deputising for this person: only the facilitator "
    "can give the seat."
)

DEPUTY_REFUSED = _(
    "%(name)s coordinates this territory and stands in for this person. End that first: they ask for a seat "
    "of their own."
)

SEAT_OF_LEAD_CHANGER = _(
    "This person coordinates this territory and changed who facilitates here: they can get a seat "
    "seven days after that."
)

LEAD_OF_COORDINATOR = _(
    "This person coordinates this territory, and this group has a facilitator: only the facilitator can make "
    "them one."
)

SEAT_OF_PRINCIPAL = _(
    "This person coordinates this territory and named you, and this group has a facilitator: only the "
    "facilitator can give them a seat."
)

LEADERLESS_GRACE = timedelta(days=7)
"""How long a group counts as having a facilitator for the coordinator who removed its facilitator."""


def check_not_self_seating(
    actor: Actor, groups: Sequence[InitiativeGroup], person_id: UUID, mandate_id: UUID | None = None
) -> None:
    """Raise Conflict when a coordinator would give themselves a seat in a group that has a facilitator.

    This includes the seat of a mandate for which the coordinator deputises. A coordinator has to request a
    seat, and the group's facilitators decide.

    Also raises Conflict when another person would seat a coordinator who, within the past week, removed a
    facilitator of the group or made that other person its facilitator: the facilitator who gives the seat
    may be a second account of the coordinator.
    """
    own = actor.person_id == person_id
    deputised = mandate_id is not None and mandate_id in list_deputised_mandate_ids(actor)
    if (own or deputised) and is_facilitator_decision_required(actor, groups):
        raise Conflict("own_seat", OWN_SEAT_REFUSED if own else DEPUTISED_SEAT_REFUSED)
    if not own and not actor.is_system and find_lead_changers(actor, [person_id], groups):
        raise Conflict("own_seat", SEAT_OF_LEAD_CHANGER)


def check_not_seating_principal(actor: Actor, groups: Sequence[InitiativeGroup], person_id: UUID) -> None:
    """Raise Conflict when `actor` would seat the coordinator who named them in a group that is led.

    An organisation administrator acts for whoever named them, so this is that coordinator's own word. The
    groups that `actor` facilitates are left out. Needs `group.territory`.
    """
    if actor.person_id == person_id or person_id not in list_principal_ids(actor):
        return
    access = GroupPolicy().get_group_access(actor, groups)
    others = [group for group in groups if FACILITATE not in access[group.pk].codenames]
    if is_facilitator_decision_required(Actor.for_person(person_id), others):
        raise Conflict("own_seat", SEAT_OF_PRINCIPAL)


def find_lead_changers(
    actor: Actor, person_ids: Iterable[UUID], groups: Sequence[InitiativeGroup]
) -> set[UUID]:
    """Return the ids of coordinators, among `person_ids`, who changed a group's facilitators this week.

    They removed a facilitator, or made `actor` one, who would now give them a seat. Coordinators who
    facilitate the group themselves are left out. Needs `group.territory`.
    """
    found = set()
    for person_id in _filter_coordinators(person_ids, groups):
        person = Actor.for_person(person_id)
        if any(
            has_recently_unseated_facilitator(person, pk) or _has_recently_given_lead(person, actor, pk)
            for pk in _list_only_coordinated_ids(person, groups)
        ):
            found.add(person_id)
    return found


def _has_recently_given_lead(giver: Actor, taker: Actor, group_id: UUID) -> bool:
    """Return whether `taker` has the lead of the group from `giver` this week.

    As facilitator or as a deputy of one, directly or through people who had the lead from `giver` before.
    """
    givers, takers = list_delegate_ids(giver.person_id), set()
    for giver_id, taker_id in _list_recent_lead_gifts(group_id):
        if giver_id in givers:
            givers.add(taker_id)
            takers.add(taker_id)
    return taker.person_id in takers


def _list_recent_lead_gifts(group_id: UUID) -> list[tuple[UUID | None, UUID]]:
    """Return who made whom a facilitator of the group this week, or a deputy of one, oldest first.

    The giver is None for the system.
    """
    leads = Membership.objects.filter(group=group_id, role=Role.FACILITATOR)
    mandates = [str(pk) for pk in leads.values_list("mandate", flat=True)]
    kinds = (MembershipStarted.kind, RoleChanged.kind)
    seated = Q(kind__in=kinds, data__group_id=str(group_id), data__role=Role.FACILITATOR)
    appointed = Q(kind=DeputyAppointed.kind, data__mandate_id__in=mandates)
    named = Q(kind=UsualDeputyNamed.kind, data__mandate_id__in=mandates)
    events = Event.objects.filter(seated | appointed | named, at__gt=now() - LEADERLESS_GRACE)
    return [
        (one.actor_id, UUID(one.data["deputy_id" if one.kind == UsualDeputyNamed.kind else "person_id"]))
        for one in events.order_by("at", "id")
    ]


def check_lead_of_coordinator(
    actor: Actor, groups: Sequence[InitiativeGroup], person_id: UUID, role: str = Role.FACILITATOR
) -> None:
    """Raise Conflict when `actor` would make a coordinator a facilitator of a group they both coordinate.

    Only a facilitator of the group may do that, if there is one. Needs `group.territory`.
    """
    if role == Role.FACILITATOR and find_undecided_leads(actor, [person_id], groups):
        raise Conflict("own_seat", LEAD_OF_COORDINATOR)


def find_undecided_leads(
    actor: Actor, person_ids: Iterable[UUID], groups: Sequence[InitiativeGroup]
) -> set[UUID]:
    """Return the coordinators, among `person_ids`, to whom `actor` may not give the lead of a group."""
    coordinated_ids = _list_only_coordinated_ids(actor, groups)
    coordinated = [group for group in groups if group.pk in coordinated_ids]
    people = _filter_coordinators(person_ids, coordinated) if coordinated else []
    return {pk for pk in people if is_facilitator_decision_required(Actor.for_person(pk), coordinated)}


def _filter_coordinators(person_ids: Iterable[UUID], groups: Sequence[InitiativeGroup]) -> list[UUID]:
    """Return which of `person_ids` coordinate one of the groups, in at most two queries per group."""
    codes = {group.territory.code for group in groups}
    holders = {pk for code in codes for pk in list_office_holders(OfficeKind.COORDINATOR, [code])}
    return sorted(holders.intersection(person_ids))


class OwnPost(Conflict):
    """Refusal: the actor would appoint themselves, or who named them, to represent an organisation."""

    code = "own_post"
    detail = _(
        "You cannot appoint yourself, or a person who named you administrator of an organisation: a second "
        "coordinator or an administrator confirms it."
    )


def check_not_own_post(actor: Actor, person_id: UUID, *, confirmed: bool) -> None:
    """Raise OwnPost when `actor` appoints one of their principals and no second person has `confirmed` it.

    An organisation administrator may not appoint the person who named them either: both accounts may belong
    to the same person. Call it after all other checks: on OwnPost, the caller may request the approval of a
    second person.
    """
    if not confirmed and person_id in list_principal_ids(actor):
        raise OwnPost


def list_principal_ids(actor: Actor) -> set[UUID]:
    """Return the ids of `actor` and of the people who named `actor` administrator of an organisation."""
    if actor.person_id is None:
        return set()
    named = _list_recent_administrators().filter(person=actor.person_id, named_by__isnull=False)
    return {actor.person_id, *named.values_list("named_by", flat=True)}


def list_delegate_ids(person_id: UUID | None) -> set[UUID]:
    """Return the ids of a person and of the organisation administrators whom they named.

    The checks treat the steps of these administrators as steps of the person.
    """
    if person_id is None:
        return set()
    named = _list_recent_administrators().filter(named_by=person_id)
    return {person_id, *named.values_list("person", flat=True)}


def _list_recent_administrators() -> QuerySet[OrganisationAdministrator]:
    """Return present administrators, and those of the past week: their steps count that long."""
    return OrganisationAdministrator.objects.filter(Q(until=None) | Q(until__gt=now() - LEADERLESS_GRACE))


def list_deputised_mandate_ids(actor: Actor) -> set[UUID]:
    """Return ids of mandates for which the actor is or will be the acting deputy."""
    if actor.person_id is None:
        return set()
    deputyships = Deputyship.objects.filter(deputy=actor.person_id, ended_at=None, ends_at__gt=now())
    return set(deputyships.values_list("mandate", flat=True))


def is_facilitator_decision_required(actor: Actor, groups: Sequence[InitiativeGroup]) -> bool:
    """Return whether a group that `actor` only coordinates has a facilitator.

    Then that facilitator decides on the actor's seat. A group counts as facilitated also while its
    facilitator's mandate is suspended, and for `LEADERLESS_GRACE` after `actor` unseated the facilitator:
    otherwise a coordinator could remove the facilitator first. Needs `group.territory`.
    """
    coordinated_ids = _list_only_coordinated_ids(actor, groups)
    return any(has_facilitator(pk) or has_recently_unseated_facilitator(actor, pk) for pk in coordinated_ids)


def _list_only_coordinated_ids(actor: Actor, groups: Sequence[InitiativeGroup]) -> set[UUID]:
    """Return the ids of the groups that `actor` coordinates but does not facilitate."""
    if actor.person_id is None:
        return set()
    found = GroupPolicy().get_group_access(actor, groups)
    return {pk for pk, access in found.items() if access.coordinates and FACILITATE not in access.codenames}


def has_facilitator(group_id: UUID) -> bool:
    """Return whether the group has an active facilitator's seat, even one with a suspended mandate."""
    at = now()
    seats = Membership.objects.filter(
        active_at_q("since", "until", at), active_mandate_q(at, or_resting=True)
    )
    return seats.filter(group=group_id, role=Role.FACILITATOR).exists()


def has_recently_unseated_facilitator(actor: Actor, group_id: UUID) -> bool:
    """Return whether `actor` removed another facilitator of the group within `LEADERLESS_GRACE`.

    Counted are the steps of `list_delegate_ids`: ending or demoting the seat, suspending or shortening its
    mandate, and transferring the post. Steps on their own seats and mandates do not count.
    """
    steps = _list_steps_against_others(actor)
    recent = steps.filter(at__gt=now() - LEADERLESS_GRACE)
    group = str(group_id)
    ended = Q(kind=MembershipEnded.kind, data__group_id=group, data__role=Role.FACILITATOR)
    demoted = Q(kind=RoleChanged.kind, data__group_id=group, data__before=Role.FACILITATOR)
    if recent.filter(ended | demoted).exists():
        return True
    seats = Membership.objects.filter(group=group_id, role=Role.FACILITATOR)
    suspended = list(recent.filter(kind=MandateRested.kind).values_list("subject_id", flat=True))
    recent_seats = seats.filter(Q(until=None) | Q(until__gt=now() - LEADERLESS_GRACE))
    if recent_seats.filter(mandate__in=suspended).exists():
        return True
    return _has_recently_shortened_mandate(steps, seats)


def _list_steps_against_others(actor: Actor) -> QuerySet[Event]:
    """Return events that `actor` or their delegates caused about the posts of other people.

    A delegate's own post is left out only where the delegate acted: the actor may have named the facilitator
    administrator of an organisation before they unseat them. Suits events with `person_id`.
    """
    steps = Event.objects.filter(actor__in=list_delegate_ids(actor.person_id))
    steps = steps.annotate(holder=KT("data__person_id")).exclude(holder=str(actor.person_id))
    return steps.exclude(holder=Cast("actor", TextField()))


def _has_recently_shortened_mandate(steps: QuerySet[Event], seats: QuerySet[Membership]) -> bool:
    """Return whether a mandate of these seats ended this week on a last day that one of `steps` set."""
    day = today(COUNTRY_ZONE)
    ended = seats.filter(mandate__ends_on__range=(day - LEADERLESS_GRACE, day))
    mandates = list(ended.values_list("mandate", flat=True))
    changed = steps.filter(kind=MandateChanged.kind, subject_id__in=mandates)
    return changed.filter(data__fields__contains=["ends_on"]).exists()


def check_no_coordinating_deputy(
    actor: Actor, groups: Sequence[InitiativeGroup], mandate: Mandate, *new_deputy_ids: UUID
) -> None:
    """Raise Conflict when a deputy of the mandate coordinates a group that another person facilitates.

    Checks the present and future deputies of the mandate, and `new_deputy_ids`. The actor who gives the seat
    may not know of them. The system is exempt. Needs `group.territory`.
    """
    if actor.is_system:
        return
    for deputy in find_coordinating_deputies(groups, [mandate], *new_deputy_ids).values():
        raise build_deputy_refusal(deputy)


def build_deputy_refusal(deputy: User) -> Conflict:
    """Return the error for a seat of a mandate whose deputy coordinates the territory of the group."""
    return Conflict("deputy_coordinates", DEPUTY_REFUSED % {"name": translate_field(deputy, "name")})


def find_coordinating_deputies(
    groups: Sequence[InitiativeGroup], mandates: Iterable[Mandate], *new_deputy_ids: UUID
) -> dict[UUID, User]:
    """Return, by mandate, a present or future deputy who may get a seat only by a facilitator's decision.

    `new_deputy_ids` are additional deputies of each mandate. Mandates without such a deputy are left out.
    Needs `group.territory`.
    """
    deputies = {one.pk: {*new_deputy_ids, *filter(None, [one.deputy_id])} for one in mandates}
    deputyships = Deputyship.objects.filter(mandate__in=deputies, ended_at=None, ends_at__gt=now())
    for mandate_id, deputy_id in deputyships.values_list("mandate", "deputy"):
        deputies[mandate_id].add(deputy_id)
    coordinators = _filter_coordinators({pk for ids in deputies.values() for pk in ids}, groups)
    refused = [pk for pk in coordinators if is_facilitator_decision_required(Actor.for_person(pk), groups)]
    people = User.objects.in_bulk(refused)
    first = {pk: next((one for one in refused if one in ids), None) for pk, ids in deputies.items()}
    return {pk: people[one] for pk, one in first.items() if one is not None}
