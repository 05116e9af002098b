"""How people come to belong to organisations and leave them, and to which they belong, reckoned from rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from groups.common.periods import Period
from groups.mandates.deputies import appoint_deputy, end_deputyship, set_usual_deputy
from groups.mandates.services import end_mandate, resume_mandate, suspend_mandate
from groups.models import Deputyship, Mandate, Organisation, OrganisationAdministrator
from groups.organisations.administrators import end_administrator, name_administrator
from tests.cast import SYSTEM, World, a_mandate
from tests.tasks.helpers import KYIV
from viche.kernel.clock import now

WHY: dict[str, Any] = {"reason": "Так треба"}


def represent(world: World, name: str, organisation: str) -> Mandate:
    return a_mandate(world.people[name], world.organisations[organisation])


def deputise(world: World, name: str, organisation: str) -> Deputyship:
    """As the usual deputy of whoever represents it."""
    person = world.people[name]
    held = Mandate.objects.filter(organisation=world.organisations[organisation], ended_at=None)
    mandate = held.exclude(person=person).earliest("pk")
    if mandate.deputy_id != person.pk:
        set_usual_deputy(actor=SYSTEM, mandate_id=mandate.pk, person_id=person.pk)
    facts: dict[str, Any] = {"starts_at": now(), "ends_at": now() + timedelta(days=3)}
    return appoint_deputy(actor=SYSTEM, mandate_id=mandate.pk, deputy_id=person.pk, **facts)


def administer(world: World, name: str, organisation: str) -> OrganisationAdministrator:
    facts: dict[str, Any] = {
        "organisation_id": world.organisations[organisation].pk,
        "person_id": world.people[name].pk,
    }
    return name_administrator(actor=SYSTEM, document="Лист № 2", **facts)


Affiliation = Mandate | Deputyship | OrganisationAdministrator
JOIN: dict[str, Callable[[World, str, str], Affiliation]] = {
    one.__name__: one for one in (represent, deputise, administer)
}


def leave(held: Affiliation, *, only_suspend: bool) -> None:
    """End it; a mandate is suspended instead, or resumed, where only that is asked for."""
    if isinstance(held, Deputyship):
        end_deputyship(actor=SYSTEM, deputyship_id=held.pk)
    elif isinstance(held, OrganisationAdministrator):
        facts: dict[str, Any] = {"organisation_id": held.organisation_id, "administrator_id": held.pk}
        end_administrator(actor=SYSTEM, **facts, **WHY)
    elif not only_suspend:
        end_mandate(actor=SYSTEM, mandate_id=held.pk, **WHY)
    elif Mandate.objects.filter(pk=held.pk, rested_at=None).exists():
        suspend_mandate(actor=SYSTEM, mandate_id=held.pk, **WHY)
    else:
        resume_mandate(actor=SYSTEM, mandate_id=held.pk)


def organisations_of(person_id: UUID | None, since: datetime) -> set[UUID]:
    """Those to which somebody has belonged since a moment, with their units and what they are units of."""
    own = Mandate.objects.filter(person=person_id)
    windows = Deputyship.objects.filter(deputy=person_id).select_related("mandate")
    administered = OrganisationAdministrator.objects.filter(person=person_id)
    held: list[tuple[UUID, Period]] = [
        *((one.organisation_id, one.term(KYIV)) for one in own),
        *((one.mandate.organisation_id, one.term & one.mandate.term(KYIV)) for one in windows),
        *((one.organisation_id, one.term) for one in administered),
    ]
    ends = [(pk, term.end) for pk, term in held if not term.is_empty]
    direct = {pk for pk, end in ends if end is None or since < end}
    wholes = {pk: wholes_of(pk) for pk in Organisation.objects.values_list("pk", flat=True)}
    return {one for one in wholes if wholes[one] & direct or any(one in wholes[pk] for pk in direct)}


def wholes_of(organisation_id: UUID) -> set[UUID]:
    """An organisation with all that it is a unit of."""
    whole = Organisation.objects.values_list("parent", flat=True).get(pk=organisation_id)
    return {organisation_id} if whole is None else {organisation_id, *wholes_of(whole)}
