"""Nobody comes to a table, or to act for an organisation, by their own word alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.common.periods import COUNTRY_ZONE, lasting
from groups.common.texts import local
from groups.grants.policies import FACILITATE
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.mandates.events import MandateChanged, MandateRested
from groups.mandates.models import Deputyship, Mandate
from groups.memberships.events import MembershipEnded, RoleChanged
from groups.seats.models import Membership, Role
from groups.seats.selectors import holding
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict
from viche.kernel.models import Event

OWN_SEAT = _("Somebody leads this group: ask for a seat there, and they will answer.")

SEAT_OF_ABSENT = _(
    "Somebody leads this group, and you stand in for this person: whoever leads it gives the seat."
)

DEPUTY_COORDINATES = _(
    "%(name)s coordinates this territory and stands in for this person. End that first: they ask for a seat "
    "of their own."
)

STILL_LED = timedelta(days=7)
"""For how long a group counts as led after the same person ended that."""


def check_own_seat(
    actor: Actor, groups: Sequence[InitiativeGroup], person_id: UUID, mandate_id: UUID | None = None
) -> None:
    """Raises Conflict where a coordinator would come to a table that somebody leads by their own word alone:
    as that person, or standing in for them by that mandate.

    They ask for a seat as everybody does, and who leads the group answers.
    """
    own = actor.person_id == person_id
    if not (own or (mandate_id is not None and mandate_id in stood_in_for(actor))):
        return
    if needs_an_answer(actor, groups):
        raise Conflict("own_seat", OWN_SEAT if own else SEAT_OF_ABSENT)


class OwnPost(Conflict):
    """Somebody would come to act for an organisation by their own appointment."""

    code = "own_post"
    detail = _("Nobody appoints themselves: a second coordinator or an administrator confirms it.")


def check_not_own_post(actor: Actor, person_id: UUID, *, confirmed: bool) -> None:
    """Raise OwnPost where `actor` gives a post to themselves and nobody has confirmed it.

    Comes after every other check.
    """
    if actor.person_id == person_id and not confirmed:
        raise OwnPost


def stood_in_for(actor: Actor) -> set[UUID]:
    """The mandates through which somebody acts, or will, for an absent holder."""
    if actor.person_id is None:
        return set()
    windows = Deputyship.objects.filter(deputy=actor.person_id, ended_at=None, ends_at__gt=now())
    return set(windows.values_list("mandate", flat=True))


def needs_an_answer(actor: Actor, groups: Sequence[InitiativeGroup]) -> bool:
    """Whether somebody else leads one of these groups, which `actor` only coordinates: so who leads it says
    whether they come to its table. Needs `group.territory`.

    A group counts as led also while the mandate of who leads it rests, and for a week after `actor` ended
    that or let it rest: else a coordinator would first make it leaderless.
    """
    if actor.person_id is None:
        return False
    standings = GroupPolicy().standings(actor, groups)
    own = {pk for pk, one in standings.items() if one.coordinates and FACILITATE not in one.codenames}
    return any(has_facilitator(pk) or has_unseated_facilitator(actor, pk) for pk in own)


def has_facilitator(group_id: UUID) -> bool:
    """Return whether a seat of a facilitator is open, also where its mandate rests."""
    at = now()
    seats = Membership.objects.filter(lasting("since", "until", at), holding(at, or_resting=True))
    return seats.filter(group=group_id, role=Role.FACILITATOR).exists()


def has_unseated_facilitator(actor: Actor, group_id: UUID) -> bool:
    """Return whether `actor` ended the seat, role or mandate of a facilitator, or let it rest, this week."""
    done = Event.objects.filter(actor=actor.person_id, at__gt=now() - STILL_LED)
    group = str(group_id)
    ended = Q(kind=MembershipEnded.kind, data__group_id=group, data__role=Role.FACILITATOR)
    demoted = Q(kind=RoleChanged.kind, data__group_id=group, data__before=Role.FACILITATOR)
    if done.filter(ended | demoted).exists():
        return True
    seats = Membership.objects.filter(group=group_id, role=Role.FACILITATOR)
    rested = done.filter(kind=MandateRested.kind).values_list("subject_id", flat=True)
    lately = seats.filter(Q(until=None) | Q(until__gt=now() - STILL_LED))
    return lately.filter(mandate__in=list(rested)).exists() or _has_shortened(actor, seats)


def _has_shortened(actor: Actor, seats: QuerySet[Membership]) -> bool:
    """Return whether a mandate of some seats is over this week by a last day that `actor` set."""
    day = today(COUNTRY_ZONE)
    over = seats.filter(mandate__ends_on__range=(day - STILL_LED, day)).values_list("mandate", flat=True)
    changed = Event.objects.filter(kind=MandateChanged.kind, actor=actor.person_id, subject_id__in=list(over))
    return changed.filter(data__fields__contains=["ends_on"]).exists()


def check_deputies(actor: Actor, groups: Sequence[InitiativeGroup], mandate: Mandate, *more: UUID) -> None:
    """Raise Conflict where somebody who only coordinates a group that is led would come to its table as the
    deputy of a mandate, now or later, or is one of `more`: whoever gives the seat may not know of them. Needs
    `group.territory`.
    """
    if actor.is_system:
        return
    going = Deputyship.objects.filter(mandate=mandate, ended_at=None, ends_at__gt=now())
    people = {*going.values_list("deputy", flat=True), *more}
    if mandate.deputy_id is not None:
        people.add(mandate.deputy_id)
    for deputy in User.objects.filter(pk__in=people).order_by("pk"):
        if needs_an_answer(Actor.for_person(deputy.pk), groups):
            words = {"name": local(deputy, "name")}
            raise Conflict("deputy_coordinates", DEPUTY_COORDINATES % words)
