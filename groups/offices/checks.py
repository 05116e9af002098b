"""Checks of offices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.common.people import get_person_by_id_or_email
from groups.common.periods import active_at_q
from groups.offices.models import Office, OfficeKind
from groups.territories.models import Territory
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.policy import load

# An office gives access that administrators do not have.
OWN_OFFICE_REFUSED = _("You cannot give an office to yourself.")


def lock_territory_to_give(actor: Actor, territory_id: UUID, ends_at: datetime | None) -> Territory:
    """Return the territory in which an office is to be given until `ends_at`, locked.

    Raises Forbidden, and Invalid for an unknown territory or a past moment.
    """
    try:
        territory = load(TerritoryPolicy(), actor, territory_id, TerritoryAction.GIVE_OFFICE, lock=True)
    except NotFound as error:
        raise Invalid.field("/territory", "not_found", _("There is no such territory.")) from error
    if ends_at is not None and ends_at <= now():
        raise Invalid.field("/ends_at", "past", _("Choose a moment that is still to come."))
    return territory


def find_appointee(
    actor: Actor, kind: OfficeKind, territory: Territory, person_id: UUID | None, email: str = ""
) -> User:
    """Return the person who is to get an office, by id or e-mail address.

    Raises Invalid for the actor themselves and for a person who is not there, Conflict for one who holds it.
    """
    person = get_person_by_id_or_email(person_id, email)
    if person.pk == actor.person_id:
        pointer = "/email" if person_id is None else "/person"
        raise Invalid.field(pointer, "oneself", OWN_OFFICE_REFUSED)
    current = Office.objects.filter(active_at_q("starts_at", "ends_at", now()))
    if current.filter(person=person, kind=kind, territory=territory).exists():
        raise Conflict("already_in_office", _("This person already holds that office."))
    return person


def lock_offices_of(person_id: UUID) -> list[Office]:
    """Lock a person's present and future offices. Comes after mandates and groups."""
    going = Office.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now()), person=person_id)
    return list(going.order_by("pk").select_for_update(no_key=True))
