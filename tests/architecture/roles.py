"""Roles of the permission matrix that the cast has not: who they are and how they came to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from groups.initiative_groups.services import Charter, create_group
from groups.mandates.deputies import end_deputyship
from groups.mandates.services import end_mandate, suspend_mandate
from groups.models import OfficeKind, Role, Territory, TerritoryLevel
from groups.offices.services import give_office
from groups.organisations.administrators import name_administrator
from groups.organisations.services import edit_organisation
from groups.territories.services import register_territory
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from tests.groups.helpers import stand_in
from viche.accounts.models import User
from viche.accounts.scopes import list_scopes
from viche.accounts.services.people import deactivate_person
from viche.accounts.services.tokens import issue_token
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import list_policies

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Key:
    """A token of the facilitator: the actor that it makes, and the secret that a program sends."""

    actor: Actor
    secret: str


def keys_of(facilitator: User) -> dict[str, Key]:
    """Programs by what their token reaches."""
    return {name: _key(facilitator, name, scopes) for name, scopes in scopes_of_keys().items()}


def scopes_of_keys() -> dict[str, list[str]]:
    """What each token reaches."""
    known = list_scopes()
    return {
        "token": known,
        "reading_token": [one for one in known if one.endswith(":read")],
        "blind_token": ["notifications:read"],
    }


def reaches(role: str, action: str) -> bool:
    """Whether a token has the scopes of an action; people have all."""
    scopes = scopes_of_keys().get(role)
    if scopes is None:
        return True
    (policy,) = (one for one in list_policies() if action in list(one.every))
    return {*policy().scopes_of(policy.every(action))} <= {*scopes}


def _key(owner: User, name: str, scopes: list[str]) -> Key:
    token, secret = issue_token(actor=SYSTEM, person_id=owner.pk, name=name, scopes=scopes)
    return Key(Actor(person_id=owner.pk, token_id=token.pk, scopes=frozenset(scopes)), secret)


def people_of(here: World) -> dict[str, User]:
    """The people of the other roles."""
    found = {
        "coordinator": _an_officer(OfficeKind.COORDINATOR, here.territory),
        "part_coordinator": _an_officer(OfficeKind.COORDINATOR, _a_part(here)),
        "dpo": _an_officer(OfficeKind.DATA_PROTECTION_OFFICER, here.territory),
        "appointer": _an_appointer(here),
        "guest": person("guest"),
        "speaking_guest": person("speaking_guest"),
        "helper": person("helper"),
        "rescuer": person("rescuer", is_administrator=True),
        "chair": _seated(here, "chair", "school"),
        "acting": _represented(here, "acting", "ngo"),
        "deputy": _represented(here, "deputy", "police"),
        "early_deputy": _represented(here, "early_deputy", "police"),
        "late_deputy": _represented(here, "late_deputy", "police"),
        "retired": _seated(here, "retired"),
        "resting": _seated(here, "resting"),
        "affiliated": _seated(here, "affiliated", "school"),
        "deactivated": _seated(here, "deactivated"),
        "neighbour": _a_neighbour(here),
    }
    at = now()
    stand_in(here, "facilitator", found["acting"], at, at + A_WEEK)
    stand_in(here, "officer", found["deputy"], at, at + A_WEEK)
    stand_in(here, "officer", found["early_deputy"], at + A_WEEK, at + 2 * A_WEEK)
    window = stand_in(here, "officer", found["late_deputy"], at, at + A_WEEK / 2)
    end_deputyship(actor=SYSTEM, deputyship_id=window.pk)
    end_mandate(actor=SYSTEM, mandate_id=here.mandates["retired"].pk, reason="Переведення")
    of_council = a_mandate(found["affiliated"], here.organisations["council"])
    for suspended in (here.mandates["resting"], of_council):
        suspend_mandate(actor=SYSTEM, mandate_id=suspended.pk, reason="Службове розслідування")
    deactivate_person(actor=SYSTEM, person_id=found["deactivated"].pk, reason="Звільнено")
    return found


def _an_officer(kind: OfficeKind, territory: Territory) -> User:
    officer = person(kind.value)
    give_office(
        actor=SYSTEM,
        person_id=officer.pk,
        kind=kind,
        territory_id=territory.pk,
        document="Розпорядження № 1",
    )
    return officer


def _a_part(here: World) -> Territory:
    """A village of the hromada in which the police work, too."""
    village = register_territory(
        actor=SYSTEM,
        code=f"{here.territory.code[:9]}0020000022",
        level=TerritoryLevel.SETTLEMENT,
        name_uk="Село",
        parent_id=here.territory.pk,
    )
    edit_organisation(
        actor=SYSTEM,
        organisation_id=here.organisations["police"].pk,
        changes={"territory_ids": [here.territory.pk, village.pk]},
    )
    return village


def _an_appointer(here: World) -> User:
    police, appointer = here.organisations["police"], person("appointer")
    name_administrator(actor=SYSTEM, organisation_id=police.pk, person_id=appointer.pk, document="Лист № 2")
    return appointer


def _represented(here: World, name: str, organisation: str) -> User:
    """Somebody with a mandate and no seat."""
    somebody = person(name)
    here.mandates[name] = a_mandate(somebody, here.organisations[organisation])
    return somebody


def _seated(here: World, name: str, organisation: str = "council") -> User:
    """A member, before whatever ends it."""
    member = _represented(here, name, organisation)
    here.seats[name] = a_seat(here.group, here.mandates[name], Role.MEMBER)
    return member


def _a_neighbour(here: World) -> User:
    """A member of another group of the same hromada."""
    neighbour = _represented(here, "neighbour", "ngo")
    charter = Charter(name_uk="Сусідня група", purpose_uk="Безпека", quorum=3)
    other = create_group(actor=SYSTEM, territory_id=here.territory.pk, charter=charter)
    a_seat(other, here.mandates["neighbour"], Role.MEMBER)
    return neighbour
