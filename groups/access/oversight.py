"""Who oversees whose personal data: officers of the territories to which somebody has a tie."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.authority.territorial import COUNTRY, Reach, offices_held
from groups.grants import shareable
from groups.guest_shares.models import GuestShare
from groups.joining.models import JoinRequest
from groups.mandates.models import Deputyship, Mandate
from groups.offices.models import Office, OfficeKind
from groups.organisations.models import OrganisationAdministrator
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.privacy.registry import overseen_by


def in_care(actor: Actor) -> QuerySet[User]:
    """Everybody with a tie to the officer's territory, past or present, and whoever has a tie to none; of
    the whole country, everybody.
    """
    reach = Reach.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)
    if reach.covers([]):
        return User.objects.all()
    if not reach.prefixes:
        return User.objects.none()
    inside, anywhere = Q(), Q()
    for rows, person, code in _ties():
        inside |= Q(pk__in=rows.filter(reach.condition(code)).values(person))
        anywhere |= Q(pk__in=rows.values(person))
    for shares, objs in _shares():
        theirs = objs.filter(reach.condition("group__territory__code")).values("pk")
        inside |= Q(pk__in=shares.filter(container_id__in=theirs).values("person"))
        anywhere |= Q(pk__in=shares.values("person"))
    return User.objects.filter(inside | ~anywhere)


def _ties() -> list[tuple[QuerySet[Any], str, str]]:
    """What ties people to territories: where the person is, and where the codes are."""
    return [
        (Mandate.objects.all(), "person", "organisation__territories__code"),
        (Deputyship.objects.all(), "deputy", "mandate__organisation__territories__code"),
        (Membership.objects.all(), "mandate__person", "group__territory__code"),
        (OrganisationAdministrator.objects.all(), "person", "organisation__territories__code"),
        (JoinRequest.objects.all(), "person", "group__territory__code"),
        (Office.objects.all(), "person", "territory__code"),
    ]


def _shares() -> list[tuple[QuerySet[GuestShare], QuerySet[Any]]]:
    """The shares with guests, and the things that are shared."""
    return [
        (GuestShare.objects.filter(container_type=one.kind), one.model._default_manager.all())
        for one in shareable()
    ]


def officers_of(person_id: UUID) -> Iterable[UUID]:
    """Return the data protection officers of a person: of every territory of theirs, and of the country.

    A person without a tie to a territory has all officers.
    """
    return _holders(OfficeKind.DATA_PROTECTION_OFFICER, person_id)


def second_deciders(person_id: UUID, before: datetime) -> Iterable[UUID]:
    """Return the officers and coordinators of a person, by the same rule, who held the office at a moment."""
    return {holder for kind in OfficeKind for holder in _holders(kind, person_id, before=before)}


def _holders(kind: OfficeKind, person_id: UUID, *, before: datetime | None = None) -> list[UUID]:
    codes = _codes_of(person_id)
    posts = offices_held(kind) if before is None else offices_held(kind).filter(starts_at__lt=before)
    return [
        post.person_id
        for post in posts
        if post.person_id != person_id and (not codes or Reach((post.territory.prefix,)).covers(codes))
    ]


def _codes_of(person_id: UUID) -> set[str]:
    codes: set[str] = set()
    for rows, person, code in _ties():
        # An organisation of nowhere in particular is the whole country's.
        found = rows.filter(**{person: person_id}).values_list(code, flat=True)
        codes.update(one or COUNTRY for one in found)
    for shares, objs in _shares():
        theirs = objs.filter(pk__in=shares.filter(person=person_id).values("container_id"))
        codes.update(theirs.values_list("group__territory__code", flat=True))
    return codes


overseen_by(in_care, officers_of, second_deciders)
