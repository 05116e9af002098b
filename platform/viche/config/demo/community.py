"""The demo community itself: territories, organisations, people, mandates, groups and their seats."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from groups.initiative_groups.services import Charter, activate_group, create_group
from groups.mandates.own_posts import appoint_or_request_approval
from groups.mandates.services import appoint_mandate
from groups.memberships.services import start_membership
from groups.models import (
    InitiativeGroup,
    Mandate,
    OfficeKind,
    Organisation,
    Role,
    Sector,
    Territory,
    TerritoryLevel,
)
from groups.offices.services import request_office
from groups.organisations.services import register_organisation, verify_organisation
from groups.territories.services import record_population, register_territory
from viche.accounts.approvals.services import confirm_approval
from viche.accounts.models import User
from viche.accounts.services.demo import offer_demo_sign_in
from viche.accounts.services.people import create_person, deactivate_person
from viche.config.demo.times import DemoCalendar
from viche.kernel.actor import Actor
from viche.kernel.clock import replace_clock
from viche.privacy.models import RequestKind
from viche.privacy.services.requests import submit_request

LOADER = Actor.for_system("load_demo")
# By key. The system makes both, as by `create_administrator` on a server; the second one leaves afterwards.
ADMINISTRATOR, INSTALLER = "admin", "installer"


@cache
def read_demo_file(name: str) -> list[dict[str, Any]]:
    """Return the list in one of the demo's files. It is cached: do not change it."""
    text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, list[dict[str, Any]]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return content[name]


@dataclass(slots=True)
class Community:
    """The objects created so far, by their keys in the demo files."""

    calendar: DemoCalendar
    territories: dict[str, Territory] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)
    groups: dict[str, InitiativeGroup] = field(default_factory=dict)

    def actor(self, person: str) -> Actor:
        return Actor.for_person(self.people[person].pk)

    def texts(self, described: dict[str, Any], *names: str) -> dict[str, Any]:
        """Return `<name>_uk` and `<name>_en` of a description, with the placeholders filled."""
        return {
            f"{name}_{language}": self.calendar.text(described[f"{name}_{language}"], language)
            for name in names
            for language in ("uk", "en")
            if described.get(f"{name}_{language}")
        }


def make_territories(community: Community) -> None:
    for described in read_demo_file("territories"):
        parent = community.territories.get(described.get("parent", ""))
        made = register_territory(
            actor=LOADER,
            code=described["code"],
            level=TerritoryLevel(described["level"]),
            parent_id=parent.pk if parent else None,
            place=place_of(described),
            **community.texts(described, "name"),
        )
        for year, count in described.get("population", {}).items():
            record_population(actor=LOADER, territory_id=made.pk, year=year, count=count)
        community.territories[described["key"]] = made


def place_of(described: dict[str, Any]) -> tuple[Decimal, Decimal] | None:
    """Return latitude and longitude from `place` of a description."""
    latitude, longitude = described.get("place", (None, None))
    return None if latitude is None else (Decimal(str(latitude)), Decimal(str(longitude)))


def make_organisations(community: Community) -> None:
    for described in read_demo_file("organisations"):
        made = register_organisation(
            actor=LOADER,
            sector=Sector(described["sector"]),
            territory_ids=[community.territories[key].pk for key in described["territories"]],
            **community.texts(described, "name", "short_name", "on_behalf"),
        )
        document = community.calendar.text(described["verified_document"])
        verify_organisation(actor=LOADER, organisation_id=made.pk, document=document)
        community.organisations[described["key"]] = made


def make_people(community: Community) -> None:
    described_people = read_demo_file("people")
    for described in described_people:
        community.people[described["key"]] = create_person(
            actor=LOADER,
            email=described["email"],
            grammatical_gender=described["gender"],
            language=described["language"],
            is_administrator=described.get("administrator", False),
            **community.texts(described, "name"),
        )
    for described in described_people:
        if "office" in described:
            _give_office(community, described)
    for described in described_people:
        if "mandate" in described:
            community.mandates[described["key"]] = _appoint(community, described)
    installer = community.people[INSTALLER]
    deactivate_person(actor=LOADER, person_id=installer.pk, reason="Систему налаштовано")


def _appoint(community: Community, described: dict[str, Any]) -> Mandate:
    mandate, calendar = described["mandate"], community.calendar
    deputy = community.people.get(mandate.get("deputy", ""))
    term = mandate["term"]
    facts = {
        "person_id": community.people[described["key"]].pk,
        "organisation_id": community.organisations[mandate["organisation"]].pk,
        "document": calendar.text(mandate["document"]),
        "starts_on": calendar.day(term["from"]),
        "ends_on": calendar.day(term["to"]) if "to" in term else None,
        "deputy_id": deputy.pk if deputy else None,
        **community.texts(mandate, "position"),
    }
    if described.get("office", {}).get("kind") == OfficeKind.COORDINATOR:
        return _appoint_coordinator(community, described["key"], facts)
    with replace_clock(lambda: calendar.midnight(term["from"])):
        return appoint_mandate(actor=LOADER, **facts)


def _appoint_coordinator(community: Community, person: str, facts: dict[str, Any]) -> Mandate:
    """Appoint a coordinator as everywhere: they request it themselves, and the administrator confirms it."""
    waiting = appoint_or_request_approval(actor=community.actor(person), step="appoint", **facts)
    confirm_approval(actor=community.actor(ADMINISTRATOR), approval_id=waiting.pk)
    return Mandate.objects.get(person=facts["person_id"])


def _give_office(community: Community, described: dict[str, Any]) -> None:
    """Give an office as everywhere: one administrator requests it, and another confirms it."""
    office = described["office"]
    waiting = request_office(
        actor=community.actor(INSTALLER),
        person_id=community.people[described["key"]].pk,
        kind=OfficeKind(office["kind"]),
        territory_id=community.territories[office["territory"]].pk,
        document=community.calendar.text(described["mandate"]["document"]),
    )
    confirm_approval(actor=community.actor(ADMINISTRATOR), approval_id=waiting.pk)


def make_groups(community: Community) -> None:
    for described in read_demo_file("groups"):
        midnight = community.calendar.midnight
        founded = midnight(described["founded"])
        # The last of the first members completes the required seats.
        complete = max(midnight(one.get("since", described["founded"])) for one in described["members"])
        with replace_clock(lambda moment=founded: moment):  # type: ignore[misc]  # bound now, on purpose
            group = _found(community, described)
            _seat(community, group, described)
        with replace_clock(lambda moment=complete: moment):  # type: ignore[misc]  # bound now, on purpose
            community.groups[described["key"]] = activate_group(actor=LOADER, group_id=group.pk)


def _found(community: Community, described: dict[str, Any]) -> InitiativeGroup:
    parent = community.groups.get(described.get("parent", ""))
    charter = Charter(
        mandate_document=community.calendar.text(described["document"]),
        visibility=described["visibility"],
        quorum=described["quorum"],
        founded_on=community.calendar.day(described["founded"]),
        required_seats={Sector(sector): count for sector, count in described["seats"].items()},
        **community.texts(described, "name", "purpose", "cadence"),
    )
    return create_group(
        actor=LOADER,
        territory_id=community.territories[described["territory"]].pk,
        charter=charter,
        parent_id=parent.pk if parent else None,
    )


def _seat(community: Community, group: InitiativeGroup, described: dict[str, Any]) -> None:
    for member in described["members"]:
        since = community.calendar.midnight(member.get("since", described["founded"]))
        start_membership(
            actor=LOADER,
            group_id=group.pk,
            mandate_id=community.mandates[member["person"]].pk,
            role=Role(member["role"]),
            since=since,
        )


def make_requests(community: Community) -> None:
    for described in read_demo_file("requests"):
        asked = community.calendar.moment(described["at"])
        with replace_clock(lambda moment=asked: moment):  # type: ignore[misc]  # bound now, on purpose
            submit_request(
                actor=community.actor(described["person"]),
                kind=RequestKind(described["kind"]),
                text=community.calendar.text(described["text"]),
            )


def offer_sign_ins(community: Community) -> None:
    for position, described in enumerate(read_demo_file("sign_ins"), start=1):
        mandate = community.mandates.get(described["person"])
        organisation = mandate.organisation if mandate else None
        offer_demo_sign_in(
            actor=LOADER,
            person_id=community.people[described["person"]].pk,
            position=position,
            organisation_uk=organisation.short_name_uk if organisation else "",
            organisation_en=organisation.short_name_en if organisation else "",
            sector=organisation.sector if organisation else "",
            **community.texts(described, "hint"),
        )
