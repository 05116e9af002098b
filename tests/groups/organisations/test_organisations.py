"""Organisations over HTTP: who keeps them, who verifies, who names representatives, and what is refused."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from groups.mandates.services import appoint_mandate, end_mandate
from groups.models import OfficeKind, Organisation, OrganisationAdministrator, Sector, WithdrawnMark
from groups.offices.services import give_office
from groups.organisations.administrators import name_administrator
from groups.organisations.services import edit_organisation, register_organisation
from groups.policies import OrganisationPolicy
from tests.cast import SYSTEM, World, a_territory, an_organisation, person, the_country
from tests.groups.helpers import a_coordinator, kinds_after, last_event
from tests.groups.initiative_groups.test_api import Browser, browser, queries_of
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

IF = {"If-Match": '"1"'}


def coordinator_of(world: World) -> Browser:
    return Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))


def coordinator_of_the_country() -> Browser:
    somebody = person("everywhere")
    give_office(
        actor=SYSTEM,
        person_id=somebody.pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=the_country().pk,
        document="Розпорядження № 2",
    )
    return Browser(somebody)


def facts(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Рада молоді",
        "short_name": "Рада молоді",
        "on_behalf": "ради молоді",
        "sector": "civil_society",
        "territories": [str(world.territory.pk)],
    } | changes


def path(organisation: Organisation, part: str = "") -> str:
    return f"organisations/{organisation.pk}{part}"


def administrator(organisation: Organisation) -> User:
    somebody = person("appointer")
    name_administrator(
        actor=SYSTEM, organisation_id=organisation.pk, person_id=somebody.pk, document="Лист № 2"
    )
    return somebody


# ---- keeping -----------------------------------------------------------------------------------------------


def test_a_coordinator_registers_edits_and_the_version_counts(world: World) -> None:
    coordinator, police = coordinator_of(world), world.organisations["police"]
    body = facts(world, parent=str(police.pk), name_en="Youth council")
    status, made = coordinator.ask("POST", "organisations", body)
    assert (status, made["version"], made["parent"]["id"]) == (201, 1, str(police.pk))
    assert made["name"] == {"uk": "Рада молоді", "en": "Youth council"}
    where = f"organisations/{made['id']}"
    assert coordinator.ask("PATCH", where, {"name": "Інша"})[0] == 428
    assert coordinator.ask("PATCH", where, {"name": "Інша"}, **{"If-Match": '"7"'})[0] == 412
    before = last_event()
    status, edited = coordinator.ask("PATCH", where, {"name": "Інша", "parent": None}, **IF)
    assert (status, edited["name"]["uk"], edited["parent"], edited["version"]) == (200, "Інша", None, 2)
    assert kinds_after(before) == ["groups.organisation_edited"]
    assert coordinator.ask("PATCH", where, {"name": "Інша"}, **{"If-Match": '"2"'})[1]["version"] == 2


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"name": ""}, "/name", "blank"),
        ({"name": "Пол\u0069ція"}, "/name", "mixed_alphabets"),
        ({"short_name": "ГУНП\u0043"}, "/short_name", "mixed_alphabets"),
        ({"on_behalf": "пол\u0069ції"}, "/on_behalf", "mixed_alphabets"),
        ({"name_en": "P\u043elice"}, "/name_en", "mixed_alphabets"),
        ({"sector": "army"}, "/sector", "invalid_choice"),
        ({"territories": ["x"]}, "/territories/0", "invalid"),
        ({"territories": [str(uuid7())]}, "/territories", "not_found"),
        ({"parent": str(uuid7())}, "/parent", "not_found"),
        ({"verified_at": "2026-01-01"}, "/verified_at", "unknown"),
    ],
)
def test_a_wrong_organisation_is_named(world: World, changes: Any, pointer: str, code: str) -> None:
    status, problem = coordinator_of(world).ask("POST", "organisations", facts(world, **changes))
    assert status == 422, problem
    assert (pointer, code) in {(one["pointer"], one["code"]) for one in problem["errors"]}


def test_what_is_of_the_whole_country_is_for_who_coordinates_it(world: World) -> None:
    assert coordinator_of(world).ask("POST", "organisations", facts(world, territories=[]))[0] == 403
    world.territory = the_country()
    assert coordinator_of(world).ask("POST", "organisations", facts(world, territories=[]))[0] == 201


def test_an_organisation_is_no_unit_of_its_own_units(world: World) -> None:
    police, school = world.organisations["police"], world.organisations["school"]
    facts: dict[str, Any] = {"actor": SYSTEM}
    edit_organisation(organisation_id=school.pk, changes={"parent_id": police.pk}, **facts)
    for below in (police, school):
        with pytest.raises(Invalid) as refusal:
            edit_organisation(organisation_id=police.pk, changes={"parent_id": below.pk}, **facts)
        assert [(one.pointer, one.code) for one in refusal.value.errors] == [("/parent", "circle")]


def test_units_go_five_levels_deep_however_they_are_joined(world: World) -> None:
    chain = [an_organisation(f"рівень {level}", Sector.POLICE, world.territory) for level in range(6)]
    for above, below in pairwise(chain[:5]):
        edit_organisation(actor=SYSTEM, organisation_id=below.pk, changes={"parent_id": above.pk})
    for below, above in ((chain[5], chain[4]), (chain[0], chain[5])):
        with pytest.raises(Invalid) as refusal:
            edit_organisation(actor=SYSTEM, organisation_id=below.pk, changes={"parent_id": above.pk})
        assert refusal.value.errors[0].code == "too_deep"


def test_nobody_draws_an_organisation_into_a_territory_of_others(world: World, elsewhere: World) -> None:
    coordinator, police = a_coordinator(world), world.organisations["police"]
    both = [world.territory.pk, elsewhere.territory.pk]
    with pytest.raises(Forbidden):
        edit_organisation(actor=coordinator, organisation_id=police.pk, changes={"territory_ids": both})
    edit_organisation(actor=SYSTEM, organisation_id=police.pk, changes={"territory_ids": both})
    with pytest.raises(Forbidden):
        edit_organisation(
            actor=coordinator, organisation_id=police.pk, changes={"territory_ids": [world.territory.pk]}
        )
    with pytest.raises(Forbidden):
        edit_organisation(
            actor=coordinator,
            organisation_id=elsewhere.organisations["school"].pk,
            changes={"territory_ids": both},
        )


# ---- the mark ----------------------------------------------------------------------------------------------


def test_the_mark_comes_on_a_document_and_goes_with_a_reason(world: World) -> None:
    coordinator, police = coordinator_of(world), world.organisations["police"]
    where = path(police, "/verification")
    assert coordinator.ask("POST", where, {"document": "Витяг № 5"})[0] == 428
    assert coordinator.ask("DELETE", where, {"reason": "Так"}, **IF)[1]["code"] == "not_verified"
    status, verified = coordinator.ask("POST", where, {"document": "Витяг № 5"}, **IF)
    assert (status, verified["verified_document"]) == (200, "Витяг № 5")
    assert verified["verified_by"] is not None
    again = {"If-Match": '"2"'}
    assert coordinator.ask("POST", where, {"document": "Інший"}, **again)[1]["code"] == "already_verified"
    assert coordinator.ask("DELETE", where, {"reason": " "}, **again)[0] == 422
    status, bare = coordinator.ask("DELETE", where, {"reason": "Документ скасовано"}, **again)
    assert (status, bare["verified_at"], bare["verified_document"]) == (200, None, "")
    (told,) = coordinator.get(where)["items"]
    assert (told["document"], told["reason"]) == ("Витяг № 5", "Документ скасовано")
    assert told["verified_by"] == told["withdrawn_by"] == verified["verified_by"]
    assert browser(world, "outsider").ask("GET", where)[0] == 403
    with pytest.raises(Exception, match=r"Cannot (update|delete)"):
        WithdrawnMark.objects.all().delete()


# ---- its own administrators --------------------------------------------------------------------------------


def test_an_administrator_appoints_and_dismisses_for_its_organisation_and_units_alone(
    world: World,
) -> None:
    police, school = world.organisations["police"], world.organisations["school"]
    unit = register_organisation(
        actor=SYSTEM,
        name_uk="Патруль",
        short_name_uk="Патруль",
        on_behalf_uk="патруля",
        sector=Sector.POLICE,
        territory_ids=[world.territory.pk],
        parent_id=police.pk,
    )
    actor, representative = Actor.for_person(administrator(police).pk), person("representative")
    appointing: dict[str, Any] = {
        "actor": actor,
        "person_id": representative.pk,
        "position_uk": "інспектор",
        "document": "Наказ № 3",
        "starts_on": today("Europe/Kyiv"),
    }
    for one in (police, unit):
        mandate = appoint_mandate(organisation_id=one.pk, **appointing)
        end_mandate(actor=actor, mandate_id=mandate.pk, reason="Так")
    with pytest.raises(Forbidden):
        appoint_mandate(organisation_id=school.pk, **appointing)
    theirs = Browser(User.objects.get(pk=actor.person_id or ""))
    listed = theirs.get("organisations?administered_by=me")["items"]
    assert {one["id"] for one in listed} == {str(police.pk), str(unit.pk)}
    assert {one for row in listed for one in row["allowed"]} == {
        "read",
        "see_record",
        "edit_contacts",
        "appoint",
    }


def test_those_for_which_one_appoints_are_found_on_the_server(world: World) -> None:
    everywhere = register_organisation(
        actor=SYSTEM,
        name_uk="Спілка",
        short_name_uk="Спілка",
        on_behalf_uk="спілки",
        sector=Sector.INTERNATIONAL,
        territory_ids=[],
    )
    elsewhere = an_organisation("Далека", Sector.POLICE, a_territory("Далека громада"))
    theirs = Browser(administrator(world.organisations["police"]))
    known = {one.pk for one in world.organisations.values()}
    for reader, expected in (
        (coordinator_of(world), known),
        (coordinator_of_the_country(), {*known, everywhere.pk, elsewhere.pk}),
        (theirs, {world.organisations["police"].pk}),
        (browser(world, "facilitator"), set()),
    ):
        listed = reader.get("organisations?appointed_by=me&limit=100")["items"]
        assert {one["id"] for one in listed} == {str(pk) for pk in expected}
        offered = reader.get("organisations?limit=100")["items"]
        assert {one["id"] for one in offered if "appoint" in one["allowed"]} == {str(pk) for pk in expected}
    (found,) = coordinator_of(world).get("organisations?appointed_by=me&q=police")["items"]
    assert found["id"] == str(world.organisations["police"].pk)


def test_an_administrator_keeps_the_contacts_and_nothing_else(world: World) -> None:
    police = world.organisations["police"]
    theirs = Browser(administrator(police))
    status, out = theirs.ask(
        "PATCH", path(police, "/contacts"), {"phone": "102", "website": "https://example.org"}, **IF
    )
    assert (status, out["phone"], out["website"], out["version"]) == (200, "102", "https://example.org", 2)
    for method, where, body in (
        ("PATCH", path(police), {"name": "Моя"}),
        ("POST", path(police, "/verification"), {"document": "Моє"}),
        ("POST", path(police, "/administrators"), {"email": "a@example.org", "document": "Моє"}),
    ):
        assert theirs.ask(method, where, body, **{"If-Match": '"2"'})[0] == 403


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("phone", "немає", "not_a_phone"),
        ("email", "десь@", "not_an_email"),
        ("website", "javascript:alert(1)", "not_a_url"),
        ("website", "ftp://example.org", "not_a_url"),
    ],
)
def test_contacts_are_such_that_one_can_follow_them(world: World, field: str, value: str, code: str) -> None:
    where = path(world.organisations["police"], "/contacts")
    status, problem = coordinator_of(world).ask("PATCH", where, {field: value}, **IF)
    assert (status, problem["errors"][0]["pointer"], problem["errors"][0]["code"]) == (422, f"/{field}", code)


def test_administrators_are_named_once_and_end_with_a_reason(world: World) -> None:
    coordinator, police = coordinator_of(world), world.organisations["police"]
    where, somebody = path(police, "/administrators"), person("appointer")
    body = {"email": somebody.email.upper(), "document": "Лист № 2"}
    status, named = coordinator.ask("POST", where, body)
    assert (status, named["person"]["id"], named["until"]) == (201, str(somebody.pk), None)
    assert coordinator.ask("POST", where, body)[1]["code"] == "already_administrator"
    assert coordinator.ask("POST", where, {"document": "Лист"})[0] == 422
    assert Browser(somebody).get(where)["items"][0]["id"] == named["id"]
    one = f"{where}/{named['id']}"
    assert Browser(somebody).ask("DELETE", one, {"reason": "Так"})[0] == 403
    assert coordinator.ask("DELETE", f"{where}/{uuid7()}", {"reason": "Так"})[0] == 404
    other = path(world.organisations["school"], f"/administrators/{named['id']}")
    assert coordinator.ask("DELETE", other, {"reason": "Так"})[0] == 404
    assert coordinator.ask("DELETE", one, {"reason": "Інша робота"}) == (204, None)
    assert coordinator.ask("DELETE", one, {"reason": "Ще раз"})[1]["code"] == "already_ended"
    assert Browser(somebody).ask("GET", where)[0] == 403
    assert coordinator.ask("POST", where, body)[0] == 201
    assert OrganisationAdministrator.objects.filter(person=somebody).count() == 2


# ---- the list ----------------------------------------------------------------------------------------------


def test_organisations_are_found_by_name_place_and_mark(world: World, elsewhere: World) -> None:
    reader = browser(world, "outsider")
    Organisation.objects.filter(pk=world.organisations["ngo"].pk).update(name_uk="Об’єднання «Ґанок»")

    def found(query: str) -> set[str]:
        return {one["id"] for one in reader.get(f"organisations?{query}")["items"]}

    ngo = str(world.organisations["ngo"].pk)
    for words in ("ґанок", "ОБʼЄДНАННЯ", "обєднання"):
        assert found(f"q={words}") == {ngo}
    assert found("q=ганок") == set()
    here = {str(one.pk) for one in world.organisations.values()}
    assert found(f"inside={world.territory.pk}") == here
    assert found(f"inside={the_country().pk}") >= here | {
        str(one.pk) for one in elsewhere.organisations.values()
    }
    assert found("verified=true") == set()
    assert found(f"verified=false&territory={world.territory.pk}") == here
    assert reader.ask("GET", f"organisations?inside={uuid7()}")[0] == 404


def test_a_list_of_organisations_takes_the_same_queries_however_long(world: World) -> None:
    reader = Browser(administrator(world.organisations["police"]))
    before = queries_of(reader, "organisations")
    for number in range(5):
        unit = an_organisation(f"ще {number}", Sector.OTHER, world.territory)
        edit_organisation(
            actor=SYSTEM, organisation_id=unit.pk, changes={"parent_id": world.organisations["police"].pk}
        )
    assert queries_of(reader, "organisations") == before


def test_one_and_many_are_allowed_the_same(world: World, elsewhere: World) -> None:
    policy, rows = OrganisationPolicy(), list(Organisation.objects.all())
    for actor in (
        SYSTEM,
        a_coordinator(world),
        Actor.for_person(administrator(world.organisations["police"]).pk),
        world.actor("outsider"),
    ):
        assert policy.allowed_in(actor, rows) == [policy.allowed(actor, row) for row in rows]
