"""Oversight of personal data: officers of the territories to which a person has a tie."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
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
from viche.privacy.registry import register_oversight


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
    return _find_office_holders(OfficeKind.DATA_PROTECTION_OFFICER, person_id)


def list_second_deciders(person_id: UUID, before: datetime) -> Iterable[UUID]:
    """Return the officers and coordinators of a person, by the same rule, who held the office at a moment."""
    return {holder for kind in OfficeKind for holder in _find_office_holders(kind, person_id, before=before)}


def _find_office_holders(kind: OfficeKind, person_id: UUID, *, before: datetime | None = None) -> list[UUID]:
    codes = _get_codes_of(person_id)
    posts = (
        list_current_offices(kind)
        if before is None
        else list_current_offices(kind).filter(starts_at__lt=before)
    )
    return [
        post.person_id
        for post in posts
        if post.person_id != person_id
        and (not codes or TerritorialScope((post.territory.prefix,)).covers(codes))
    ]


def _get_codes_of(person_id: UUID) -> set[str]:
    codes: set[str] = set()
    for rows, person, code in _list_ties():
        # An organisation without territories belongs to the whole country.
        found = rows.filter(**{person: person_id}).values_list(code, flat=True)
        codes.update(one or COUNTRY_PREFIX for one in found)
    for shares, objs in _list_shares():
        theirs = objs.filter(pk__in=shares.filter(person=person_id).values("container_id"))
        codes.update(theirs.values_list("group__territory__code", flat=True))
    return codes


register_oversight(list_people_overseen_by, list_officers_of, list_second_deciders)
