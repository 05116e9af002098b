"""Mandates as those see them who give, change and end them; who could get one, a seat, or stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from groups.common.collation import key_of
from groups.common.hooks import HERITAGE
from groups.common.periods import COUNTRY_ZONE, open_seats
from groups.initiative_groups.policies import GroupPolicy
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.seats.models import Membership
from groups.seats.selectors import held_seats
from groups.territories.models import Territory
from groups.territories.selectors import get_territory_for
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.policy import load

# Whoever has not found somebody among so many says more of the name.
MOST_CANDIDATES = 20


def get_mandate_for(actor: Actor, mandate_id: UUID, action: MandateAction = MandateAction.READ) -> Mandate:
    """One mandate. Raises NotFound or Forbidden."""
    return load(MandatePolicy(), actor, mandate_id, action)


def get_post_for(actor: Actor, mandate_id: UUID) -> Mandate:
    """The same with its person, organisation and who held the post before."""
    get_mandate_for(actor, mandate_id)
    return _with_people(Mandate.objects.all()).get(pk=mandate_id)


def mandates_of(actor: Actor, organisation_id: UUID) -> QuerySet[Mandate]:
    """Every mandate of an organisation that `actor` knows of, those that are over too. Raises NotFound."""
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.READ)
    return _with_people(MandatePolicy().visible_to(actor).filter(organisation=organisation_id))


def _with_people(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return mandates.select_related("person", "organisation", "deputy", "predecessor__person")


SOON = timedelta(days=31)


def ending_mandates(actor: Actor, territory_id: UUID) -> QuerySet[Mandate]:
    """Mandates in a territory, among those that `actor` knows of, whose last day comes within a month.

    Raises NotFound.
    """
    prefix, day = get_territory_for(actor, territory_id).prefix, today(COUNTRY_ZONE)
    there = Territory.objects.filter(code__startswith=prefix, organisations=OuterRef("organisation"))
    known = MandatePolicy().visible_to(actor).filter(Exists(there), ended_at=None)
    return _with_people(known.filter(starts_on__lte=day, ends_on__range=(day, day + SOON)))


def seats_seen_by(actor: Actor, mandate_ids: Collection[UUID]) -> dict[UUID, list[Membership]]:
    """Where some mandates sit now, in the groups that `actor` reads."""
    rows = held_seats(now()).filter(mandate__in=mandate_ids, group__in=GroupPolicy().visible_to(actor))
    found: dict[UUID, list[Membership]] = defaultdict(list)
    for row in rows.select_related("group").order_by("since", "id"):
        found[row.mandate_id].append(row)
    return found


def windows_of(mandate_ids: Collection[UUID]) -> dict[UUID, list[Deputyship]]:
    """The absences of some mandates that are not over, with the deputies. Not narrowed to anybody."""
    going = Deputyship.objects.filter(mandate__in=mandate_ids, ended_at=None, ends_at__gt=now())
    found: dict[UUID, list[Deputyship]] = defaultdict(list)
    for row in going.select_related("deputy").order_by("starts_at", "id"):
        found[row.mandate_id].append(row)
    return found


def holders_of(mandates: Sequence[Mandate]) -> dict[UUID, User]:
    """The people of some mandates, and who usually stands in for them, by their id."""
    deputies = {one.deputy_id for one in mandates if one.deputy_id is not None}
    return User.objects.in_bulk(deputies.union(one.person_id for one in mandates))


def heritage_of(actor: Actor, mandate: Mandate) -> dict[str, int]:
    """How much of what whole groups read would pass on with a post, by kind, in those that `actor` reads."""
    seats = Membership.objects.filter(open_seats(now()), mandate=mandate)
    groups = list(seats.filter(group__in=GroupPolicy().visible_to(actor)).values_list("group", flat=True))
    return {kind: one.count(mandate, groups) for kind, one in HERITAGE.items()}


# ---- who could ---------------------------------------------------------------------------------------------


def at_work(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Those that are not over and do not rest."""
    day = today(COUNTRY_ZONE)
    return mandates.filter(Q(ends_on=None) | Q(ends_on__gte=day), ended_at=None, rested_at=None)


def colleagues_of(mandate: Mandate) -> QuerySet[User]:
    """Who may stand in for the holder of a mandate, by name: people of the same organisation, and whoever
    was named as the usual deputy and never acted for it themselves.
    """
    theirs = Mandate.objects.filter(organisation=mandate.organisation_id, person=OuterRef("pk"))
    begun = theirs.filter(starts_on__lte=today(COUNTRY_ZONE))
    from_elsewhere = Q(pk=mandate.deputy_id) & ~Exists(begun)
    people = User.objects.filter(Q(Exists(at_work(theirs))) | from_elsewhere, is_active=True)
    return people.exclude(pk=mandate.person_id).order_by(key_of("name_uk"), "id")


def people_to_appoint(actor: Actor, organisation_id: UUID, words: str) -> QuerySet[User]:
    """Whom `actor` could give a mandate of an organisation: people they know from other mandates, by name.

    Raises NotFound or Forbidden.
    """
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.APPOINT)
    known = MandatePolicy().visible_to(actor).filter(person=OuterRef("pk"))
    people = User.objects.filter(Exists(known), named_q(words), is_active=True)
    return people.order_by(key_of("name_uk"), "id")[:MOST_CANDIDATES]


def named_q(words: str, path: str = "") -> Q:
    return Q(**{f"{path}name_uk__icontains": words}) | Q(**{f"{path}name_en__icontains": words})
