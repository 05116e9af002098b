"""Oversight of personal data: officers of the territories to which a person has a tie."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.authority.territorial import COUNTRY_PREFIX, TerritorialScope, list_current_offices
from groups.grants import list_shareable_containers
from groups.guest_shares.models import GuestShare
from groups.joining.models import JoinRequest
from groups.mandates.models import Deputyship, Mandate
from groups.offices.models import Office, OfficeKind
from groups.organisations.models import OrganisationAdministrator
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.privacy.registry import PersonAt, register_oversight


def list_people_overseen_by(actor: Actor) -> QuerySet[User]:
    """Return people with a past or present tie to the officer's territory, or with no tie at all.

    An officer of the whole country oversees everybody.
    """
    reach = TerritorialScope.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)
    if reach.covers([]):
        return User.objects.all()
    if not reach.prefixes:
        return User.objects.none()
    inside, anywhere = Q(), Q()
    for rows, person, code in _list_ties():
        inside |= Q(pk__in=rows.filter(reach.condition(code)).values(person))
        anywhere |= Q(pk__in=rows.values(person))
    for shares, objs in _list_shares():
        theirs = objs.filter(reach.condition("group__territory__code")).values("pk")
        inside |= Q(pk__in=shares.filter(container_id__in=theirs).values("person"))
        anywhere |= Q(pk__in=shares.values("person"))
    return User.objects.filter(inside | ~anywhere)


def _list_ties() -> list[tuple[QuerySet[Any], str, str]]:
    """Return ties to territories: rows, the path to the person and the path to the codes."""
    return [
        (Mandate.objects.all(), "person", "organisation__territories__code"),
        (Deputyship.objects.all(), "deputy", "mandate__organisation__territories__code"),
        (Membership.objects.all(), "mandate__person", "group__territory__code"),
        (OrganisationAdministrator.objects.all(), "person", "organisation__territories__code"),
        (JoinRequest.objects.all(), "person", "group__territory__code"),
        (Office.objects.all(), "person", "territory__code"),
    ]


def _list_shares() -> list[tuple[QuerySet[GuestShare], QuerySet[Any]]]:
    """Return guest shares by kind, each with the objects that are shared."""
    return [
        (GuestShare.objects.filter(container_type=one.kind), one.model._default_manager.all())
        for one in list_shareable_containers()
    ]


def list_officers_of(person_id: UUID) -> Iterable[UUID]:
    """Return the data protection officers of every territory of a person, and of the country.

    A person without a tie to a territory has all officers.
    """
    codes = _get_codes_by_person([person_id])[person_id]
    return _filter_holders(list_current_offices(OfficeKind.DATA_PROTECTION_OFFICER), person_id, codes)


def list_second_deciders(moments: Collection[PersonAt]) -> dict[PersonAt, set[UUID]]:
    """Return the officers and coordinators of people, by the same rule, who held the office at a moment."""
    codes = _get_codes_by_person({person_id for person_id, _before in moments})
    offices = [one for kind in OfficeKind for one in list_current_offices(kind)]
    return {
        (person_id, before): _filter_holders(
            (one for one in offices if one.starts_at < before), person_id, codes[person_id]
        )
        for person_id, before in moments
    }


def _filter_holders(offices: Iterable[Office], person_id: UUID, codes: set[str]) -> set[UUID]:
    return {
        one.person_id
        for one in offices
        if one.person_id != person_id
        and (not codes or TerritorialScope((one.territory.prefix,)).covers(codes))
    }


def _get_codes_by_person(person_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Return the codes of the territories to which people have a tie; empty for a person without any."""
    codes: dict[UUID, set[str]] = {person_id: set() for person_id in person_ids}
    for rows, person, code in _list_ties():
        # An organisation without territories belongs to the whole country.
        for person_id, one in rows.filter(**{f"{person}__in": person_ids}).values_list(person, code):
            codes[person_id].add(one or COUNTRY_PREFIX)
    for shares, objs in _list_shares():
        held = list(shares.filter(person__in=person_ids).values_list("person", "container_id"))
        places = objs.filter(pk__in={container_id for _person, container_id in held})
        code_of = dict(places.values_list("pk", "group__territory__code"))
        for person_id, container_id in held:
            if container_id in code_of:
                codes[person_id].add(code_of[container_id])
    return codes


register_oversight(list_people_overseen_by, list_officers_of, list_second_deciders)
