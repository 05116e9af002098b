"""The fixed cast: the same people in two worlds that must not see each other. Everything is made by services.

In each world one hromada has a group where police, council, school and civil society meet. `observer` only
reads; `outsider` has a mandate but no seat; `former` had one; `administrator` runs the system.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from groups.initiative_groups.services import Charter, activate_group, create_group
from groups.mandates.services import appoint_mandate
from groups.memberships.services import end_membership, start_membership
from groups.models import (
    InitiativeGroup,
    Mandate,
    Membership,
    Organisation,
    Role,
    Sector,
    Territory,
    TerritoryLevel,
)
from groups.organisations.services import register_organisation
from groups.territories.services import register_territory
from tests.remembering import once
from viche.accounts.models import User
from viche.accounts.services.people import create_person
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now

SYSTEM = Actor.for_system("tests")
NUMBERS = count(1)

ORGANISATIONS = {
    "police": Sector.POLICE,
    "council": Sector.LOCAL_GOVERNMENT,
    "school": Sector.EDUCATION,
    "ngo": Sector.CIVIL_SOCIETY,
    "market": Sector.BUSINESS,
}
# Who acts for whom, and as what they sit in the group.
PEOPLE: dict[str, tuple[str, Role | None]] = {
    "facilitator": ("ngo", Role.FACILITATOR),
    "secretary": ("council", Role.SECRETARY),
    "officer": ("police", Role.MEMBER),
    "teacher": ("school", Role.MEMBER),
    "councillor": ("council", Role.MEMBER),
    "observer": ("market", Role.OBSERVER),
    "former": ("school", Role.MEMBER),
    "outsider": ("market", None),
}


@dataclass(slots=True)
class World:
    """One hromada with its group and people."""

    territory: Territory
    group: InitiativeGroup
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)
    seats: dict[str, Membership] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """A person of the cast by name; `anonymous` is nobody."""
        return ANONYMOUS if name == "anonymous" else Actor.for_person(self.people[name].pk)


def person(name: str, *, is_administrator: bool = False) -> User:
    number = next(NUMBERS)
    return create_person(
        actor=SYSTEM,
        email=f"{name}{number}@example.org",
        name_uk=f"Особа {name} {number}",
        is_administrator=is_administrator,
    )


def the_country() -> Territory:
    """The country in which both worlds lie."""
    known = Territory.objects.filter(level=TerritoryLevel.COUNTRY).first()
    return known or register_territory(
        actor=SYSTEM, code="UA00000000000000000", level=TerritoryLevel.COUNTRY, name_uk="Україна"
    )


def a_territory(name: str) -> Territory:
    """A hromada of its own, so that the coordinator of one world has no say in the other."""
    number = next(NUMBERS)
    code = f"UA99{number // 999 + 1:02d}{number % 999 + 1:03d}{0:010d}"
    return register_territory(
        actor=SYSTEM, code=code, level=TerritoryLevel.HROMADA, name_uk=name, parent_id=the_country().pk
    )


def an_organisation(name: str, sector: Sector, territory: Territory) -> Organisation:
    return register_organisation(
        actor=SYSTEM,
        name_uk=f"Організація {name}",
        short_name_uk=name,
        on_behalf_uk=f"організації {name}",
        sector=sector,
        territory_ids=[territory.pk],
    )


def a_mandate(holder: User, organisation: Organisation) -> Mandate:
    return appoint_mandate(
        actor=SYSTEM,
        person_id=holder.pk,
        organisation_id=organisation.pk,
        position_uk="представник",
        document="Наказ № 1",
        starts_on=date(2020, 1, 1),
    )


def a_seat(group: InitiativeGroup, mandate: Mandate, role: Role) -> Membership:
    return start_membership(
        actor=SYSTEM, group_id=group.pk, mandate_id=mandate.pk, role=role, since=now() - timedelta(days=30)
    )


def a_world(name: str) -> World:
    """One world, made by services the first time in a run."""
    country = Territory.objects.filter(level=TerritoryLevel.COUNTRY).values_list("pk", flat=True).first()
    return once(("world", name, country), lambda: _made(name))


def _made(name: str) -> World:
    territory = a_territory(name)
    charter = Charter(name_uk=f"Група {name}", purpose_uk="Безпека", quorum=3)
    world = World(territory, create_group(actor=SYSTEM, territory_id=territory.pk, charter=charter))
    for key, sector in ORGANISATIONS.items():
        world.organisations[key] = an_organisation(f"{key} {name}", sector, territory)
    for key, (organisation, role) in PEOPLE.items():
        world.people[key] = person(key)
        world.mandates[key] = a_mandate(world.people[key], world.organisations[organisation])
        if role is not None:
            world.seats[key] = a_seat(world.group, world.mandates[key], role)
    world.people["administrator"] = person("administrator", is_administrator=True)
    world.group = activate_group(actor=SYSTEM, group_id=world.group.pk)
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["former"].pk, reason="Інша робота"
    )
    return world
