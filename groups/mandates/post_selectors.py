"""Selectors for actors who give, change and end mandates: mandates, deputyships and candidates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from groups.common.collation import build_sort_key
from groups.common.hooks import HANDOVER_ITEMS
from groups.common.periods import COUNTRY_ZONE, not_ended_q
from groups.initiative_groups.policies import GroupPolicy
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.seats.models import Membership
from groups.seats.selectors import list_active_seats
from groups.territories.models import Territory
from groups.territories.selectors import get_territory_for
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.policy import load

# Beyond this number the actor has to type more of the name.
MAX_CANDIDATES = 20


def get_mandate_for(actor: Actor, mandate_id: UUID, action: MandateAction = MandateAction.READ) -> Mandate:
    """Return one mandate. Raises NotFound or Forbidden."""
    return load(MandatePolicy(), actor, mandate_id, action)


def get_post_for(actor: Actor, mandate_id: UUID) -> Mandate:
    """Return one mandate with its person, organisation and predecessor."""
    get_mandate_for(actor, mandate_id)
    return _with_people(Mandate.objects.all()).get(pk=mandate_id)


def list_mandates_of(actor: Actor, organisation_id: UUID) -> QuerySet[Mandate]:
    """Return an organisation's mandates that are visible to `actor`, ended ones included.

    Raises NotFound.
    """
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.READ)
    return _with_people(MandatePolicy().visible_to(actor).filter(organisation=organisation_id))


def _with_people(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return mandates.select_related("person", "organisation", "deputy", "predecessor__person")


ENDING_WINDOW = timedelta(days=31)


def list_ending_mandates(actor: Actor, territory_id: UUID) -> QuerySet[Mandate]:
    """Return mandates in a territory, visible to `actor`, whose last day is within a month.

    Raises NotFound.
    """
    prefix, day = get_territory_for(actor, territory_id).prefix, today(COUNTRY_ZONE)
    there = Territory.objects.filter(code__startswith=prefix, organisations=OuterRef("organisation"))
    known = MandatePolicy().visible_to(actor).filter(Exists(there), ended_at=None)
    return _with_people(known.filter(starts_on__lte=day, ends_on__range=(day, day + ENDING_WINDOW)))


def list_seats_seen_by(actor: Actor, mandate_ids: Collection[UUID]) -> dict[UUID, list[Membership]]:
    """Return current seats of some mandates in the groups that `actor` reads."""
    rows = list_active_seats(now()).filter(mandate__in=mandate_ids, group__in=GroupPolicy().visible_to(actor))
    found: dict[UUID, list[Membership]] = defaultdict(list)
    for row in rows.select_related("group").order_by("since", "id"):
        found[row.mandate_id].append(row)
    return found


def list_deputyships_of(mandate_ids: Collection[UUID]) -> dict[UUID, list[Deputyship]]:
    """Return present and future deputyships of some mandates. Callers check access."""
    going = Deputyship.objects.filter(mandate__in=mandate_ids, ended_at=None, ends_at__gt=now())
    found: dict[UUID, list[Deputyship]] = defaultdict(list)
    for row in going.select_related("deputy").order_by("starts_at", "id"):
        found[row.mandate_id].append(row)
    return found


def get_holders_of(mandates: Sequence[Mandate]) -> dict[UUID, User]:
    """Return the holders and usual deputies of some mandates, by id."""
    deputies = {one.deputy_id for one in mandates if one.deputy_id is not None}
    return User.objects.in_bulk(deputies.union(one.person_id for one in mandates))


def count_handover_items_of(actor: Actor, mandate: Mandate) -> dict[str, int]:
    """Count the handover items of a transfer of the post, by kind.

    Only items that their whole group may read, and only in groups that `actor` reads.
    """
    seats = Membership.objects.filter(not_ended_q(now()), mandate=mandate)
    groups = list(seats.filter(group__in=GroupPolicy().visible_to(actor)).values_list("group", flat=True))
    return {kind: one.count(mandate, groups) for kind, one in HANDOVER_ITEMS.items()}


# ---- candidates --------------------------------------------------------------------------------------------


def filter_active(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Narrow to mandates that have neither ended nor are suspended."""
    day = today(COUNTRY_ZONE)
    return mandates.filter(Q(ends_on=None) | Q(ends_on__gte=day), ended_at=None, rested_at=None)


def list_colleagues_of(mandate: Mandate) -> QuerySet[User]:
    """Return people who may deputise for a mandate's holder, by name.

    They are people of the same organisation, and the usual deputy. A usual deputy who has represented the
    organisation may deputise only while they still do.
    """
    theirs = Mandate.objects.filter(organisation=mandate.organisation_id, person=OuterRef("pk"))
    begun = theirs.filter(starts_on__lte=today(COUNTRY_ZONE))
    from_elsewhere = Q(pk=mandate.deputy_id) & ~Exists(begun)
    people = User.objects.filter(Q(Exists(filter_active(theirs))) | from_elsewhere, is_active=True)
    return people.exclude(pk=mandate.person_id).order_by(build_sort_key("name_uk"), "id")


def list_people_to_appoint(actor: Actor, organisation_id: UUID, words: str) -> QuerySet[User]:
    """Return people whom `actor` could appoint for an organisation, by name.

    They are holders of mandates that are visible to `actor`. Raises NotFound or Forbidden.
    """
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.APPOINT)
    known = MandatePolicy().visible_to(actor).filter(person=OuterRef("pk"))
    people = User.objects.filter(Exists(known), name_contains_q(words), is_active=True)
    return people.order_by(build_sort_key("name_uk"), "id")[:MAX_CANDIDATES]


def name_contains_q(words: str, path: str = "") -> Q:
    return Q(**{f"{path}name_uk__icontains": words}) | Q(**{f"{path}name_en__icontains": words})
