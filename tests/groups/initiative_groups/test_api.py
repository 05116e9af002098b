"""Groups over HTTP: what is answered to whom, what is refused, and how many queries a list takes."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups.common.hooks import _UNREAD, register_unread_counter
from groups.initiative_groups.services import Charter, create_group
from groups.models import InitiativeGroup, Membership, OfficeKind, Role
from groups.offices.services import give_office
from tests.cast import SYSTEM, World, a_mandate, a_seat, an_organisation, person
from tests.groups.helpers import a_coordinator, an_office, colleague, later, stand_in
from tests.groups.territories.test_registers import settlement
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


class Browser:
    """Somebody's browser that speaks JSON."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        data = json.dumps(body) if body is not None else ""
        path = f"/api/v1/{path}"
        answer = self.client.generic(method, path, data, content_type="application/json", headers=headers)
        return answer.status_code, json.loads(answer.content) if answer.content else None

    def get(self, path: str) -> Any:
        status, body = self.ask("GET", path)
        assert status == 200, body
        return body


def browser(world: World, name: str) -> Browser:
    return Browser(world.people.get(name))


def members_path(world: World, name: str | None = None) -> str:
    return f"groups/{world.group.pk}/members" + (f"/{world.seats[name].pk}" if name else "")


# ---- groups ------------------------------------------------------------------------------------------------


def test_a_group_as_its_reader_sees_it(world: World) -> None:
    group = browser(world, "officer").get(f"groups/{world.group.pk}")
    assert group == {
        "id": str(world.group.pk),
        "name": {"uk": "Група Тут", "en": "Група Тут"},
        "purpose": {"uk": "Безпека", "en": "Безпека"},
        "territory": {"id": str(world.territory.pk), "name": {"uk": "Тут", "en": "Тут"}, "level": "hromada"},
        "parent": None,
        "state": "active",
        "visibility": "listed",
        "mandate_document": "",
        "cadence": {"uk": "", "en": ""},
        "quorum": 3,
        "time_zone": "Europe/Kyiv",
        "founded_on": world.group.founded_on.isoformat(),
        "sectors": [
            {"sector": "police", "seated": 1, "required": 1},
            {"sector": "local_government", "seated": 2, "required": 1},
            {"sector": "education", "seated": 1, "required": 0},
            {"sector": "civil_society", "seated": 1, "required": 1},
        ],
        "member_count": 5,
        "observer_count": 1,
        "version": world.group.version,
        "role": "member",
        "unread": 0,
        "requests_waiting": None,
        "allowed": ["read", "see_access", "begin_dossier", "start"],
        "seq": get_head(f"group:{world.group.pk}"),
    }


def test_the_list_holds_what_one_reads_by_name(world: World, elsewhere: World) -> None:
    for name, letters in (("Ґ", "observer"), ("Г", "observer"), ("Є", "observer")):
        charter = Charter(name_uk=name, purpose_uk="Так")
        group = create_group(
            actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=world.group.pk
        )
        a_seat(group, world.mandates[letters], Role.OBSERVER)
    observer = browser(world, "observer")
    assert [one["name"]["uk"] for one in observer.get("groups")["items"]] == ["Г", "Група Тут", "Ґ", "Є"]
    assert [one["name"]["uk"] for one in observer.get("groups?state=active")["items"]] == ["Група Тут"]
    assert browser(elsewhere, "observer").get(f"groups?territory={world.territory.pk}")["items"] == []


def test_a_coordinator_finds_the_groups_of_each_territory_with_what_lies_in_it(
    world: World, elsewhere: World
) -> None:
    village = settlement(world)
    charter = Charter(name_uk="Сільська", purpose_uk="Так")
    create_group(actor=SYSTEM, territory_id=village.pk, charter=charter)
    office = an_office(world, OfficeKind.COORDINATOR)
    give_office(
        actor=SYSTEM,
        person_id=office.person_id,
        kind=OfficeKind.COORDINATOR,
        territory_id=elsewhere.territory.pk,
        document="Розпорядження № 2",
    )
    reader = Browser(office.person)

    def found(asked: str) -> list[str]:
        return [one["name"]["uk"] for one in reader.get(f"groups?{asked}")["items"]]

    assert found(f"inside={world.territory.pk}") == ["Група Тут", "Сільська"]
    assert found(f"inside={elsewhere.territory.pk}") == ["Група Деінде"]
    assert found(f"inside={village.pk}") == found(f"territory={village.pk}") == ["Сільська"]
    assert reader.ask("GET", f"groups?inside={uuid7()}")[0] == 404


def test_a_list_is_read_page_by_page(world: World) -> None:
    for number in range(4):
        charter = Charter(name_uk=f"Підгрупа {number}", purpose_uk="Так")
        group = create_group(
            actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=world.group.pk
        )
        a_seat(group, world.mandates["teacher"], Role.MEMBER)
    teacher, names, path = browser(world, "teacher"), [], "groups?limit=2"
    while path:
        page = teacher.get(path)
        names += [one["name"]["uk"] for one in page["items"]]
        path = f"groups?limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert names == ["Група Тут", "Підгрупа 0", "Підгрупа 1", "Підгрупа 2", "Підгрупа 3"]


@pytest.mark.parametrize("name", [True, 10**18, 1.5, {}, ["x"], "a\0b", "\ud800"])
@pytest.mark.parametrize("key", ["01a20f41-98ee-75ec-bf16-d495d5eafda1", 5, True])
def test_a_cursor_of_other_types_is_refused(world: World, name: object, key: object) -> None:
    cursor = urlsafe_b64encode(json.dumps([name, key]).encode()).decode().rstrip("=")
    for path in ("groups", "organisations", "territories"):
        status, problem = browser(world, "teacher").ask("GET", f"{path}?cursor={cursor}")
        assert (status, problem["code"]) == (400, "bad_cursor")


def test_a_wrong_method_is_told_in_words(world: World) -> None:
    status, problem = browser(world, "teacher").ask("DELETE", "groups")
    assert (status, problem["code"]) == (405, "method_not_allowed")
    assert problem["title"]
    assert problem["detail"]


def queries_of(reader: Browser, path: str) -> int:
    reader.get(path)
    with CaptureQueriesContext(connection) as asked:
        reader.get(path)
    return len(asked)


def test_a_longer_list_asks_no_more_questions(world: World) -> None:
    teacher = browser(world, "teacher")
    below = Charter(name_uk="Перша підгрупа", purpose_uk="Так")
    first = create_group(
        actor=SYSTEM, territory_id=world.territory.pk, charter=below, parent_id=world.group.pk
    )
    a_seat(first, world.mandates["teacher"], Role.MEMBER)
    paths = ("groups", members_path(world), "me/mandates", "organisations", "territories")
    before = {path: queries_of(teacher, path) for path in paths}
    for number in range(5):
        charter = Charter(name_uk=f"Підгрупа {number}", purpose_uk="Так")
        group = create_group(
            actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=world.group.pk
        )
        a_seat(group, world.mandates["teacher"], Role.MEMBER)
        organisation = an_organisation(f"О{number}", world.organisations["police"].sector, world.territory)  # type: ignore[arg-type]
        a_seat(world.group, a_mandate(person("more"), organisation), Role.MEMBER)
        a_seat(group, a_mandate(world.people["teacher"], organisation), Role.MEMBER)
    stand_in(world, "officer", colleague(world, "police"), now(), later(days=1))
    assert {path: queries_of(teacher, path) for path in paths} == before
    assert max(before.values()) <= 16, before


def test_unread_is_counted_by_those_who_know(world: World) -> None:
    @register_unread_counter
    def count(actor: Actor, group_ids: Any) -> dict[UUID, int]:
        return dict.fromkeys(group_ids, 3)

    try:
        assert browser(world, "officer").get(f"groups/{world.group.pk}")["unread"] >= 3
    finally:
        _UNREAD.remove(count)


# ---- invisible, forbidden, malformed -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["outsider", "former", "administrator", "officer"])
def test_what_one_must_not_see_is_as_if_it_were_not(world: World, elsewhere: World, name: str) -> None:
    reader = browser(world, name)
    hidden = elsewhere if name == "officer" else world
    for path in ("groups/{}", "groups/{}/members"):
        seen, missing = (reader.ask("GET", path.format(pk)) for pk in (hidden.group.pk, uuid7()))
        for _status, problem in (seen, missing):
            problem.pop("request_id")
        assert seen == missing
        assert seen[0] == 404


def test_nobody_is_asked_to_sign_in(world: World) -> None:
    for path in ("groups", f"groups/{world.group.pk}", "organisations", "territories", "me/mandates"):
        assert Browser().ask("GET", path)[0] == 401


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("groups?limit=0", "bad_limit"),
        ("groups?limit=1000000000", "bad_limit"),
        ("groups?cursor=abc", "bad_cursor"),
        ("groups?state__in=active", "bad_query"),
        ("groups?state=gone", "bad_query"),
        ("groups?territory=1", "bad_query"),
        ("organisations?_connector=OR", "bad_query"),
        ("territories?level=planet", "bad_query"),
    ],
)
def test_a_wrong_address_is_named(world: World, path: str, code: str) -> None:
    status, problem = browser(world, "officer").ask("GET", path)
    assert (status, problem["code"]) == (400, code)


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/mandate", "required"),
        ({"mandate": "1", "role": "member"}, "/mandate", "invalid"),
        ({"mandate": 5, "role": "member"}, "/mandate", "invalid"),
        ({"mandate": True, "role": "member"}, "/mandate", "invalid"),
        ({"mandate": uuid7().hex, "role": "member"}, "/mandate", "invalid"),
        ({"mandate": uuid7().urn, "role": "member"}, "/mandate", "invalid"),
        ({"mandate": str(uuid7()), "role": "king"}, "/role", "invalid_choice"),
        ({"mandate": str(uuid7()), "role": "member"}, "/mandate", "not_found"),
        ({"mandate": str(uuid7()), "role": "member", "person": "x"}, "/person", "unknown"),
        ({"mandate": str(uuid7()), "role": "member", "until": "soon"}, "/until", "no_offset"),
        ({"mandate": str(uuid7()), "role": "member", "since": "2026-12-31T00:00"}, "/since", "no_offset"),
    ],
)
def test_a_wrong_seat_is_named(world: World, body: Any, pointer: str, code: str) -> None:
    status, problem = browser(world, "facilitator").ask("POST", members_path(world), body)
    assert status == 422, problem
    assert (pointer, code) in {(one["pointer"], one["code"]) for one in problem["errors"]}


# ---- members -----------------------------------------------------------------------------------------------


def test_members_with_their_deputies(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    items = browser(world, "observer").get(members_path(world))["items"]
    officer = next(one for one in items if one["person"]["id"] == str(world.people["officer"].pk))
    assert officer["organisation"]["sector"] == "police"
    assert officer["deputy"]["id"] == str(deputy.pk)
    assert {key: officer[key] for key in ("role", "ends_on", "until", "allowed", "version")} == {
        "role": "member",
        "ends_on": None,
        "until": None,
        "allowed": [],
        "version": 1,
    }
    led = browser(world, "facilitator").get(members_path(world))["items"]
    assert led[0]["allowed"] == ["change_role", "end_membership"]
    assert len(led) == 6


def test_a_facilitator_seats_changes_and_removes(world: World) -> None:
    facilitator = browser(world, "facilitator")
    body = {"mandate": str(world.mandates["outsider"].pk), "role": "observer"}
    status, seat = facilitator.ask("POST", members_path(world), body)
    assert (status, seat["role"]) == (201, "observer")
    assert browser(world, "outsider").get(f"groups/{world.group.pk}")["role"] == "observer"
    path = f"{members_path(world)}/{seat['id']}"
    assert facilitator.ask("PATCH", path, {"role": "member"})[0] == 428
    assert facilitator.ask("PATCH", path, {"role": "member"}, **{"If-Match": '"7"'})[0] == 412
    status, seat = facilitator.ask("PATCH", path, {"role": "member"}, **{"If-Match": '"1"'})
    assert (status, seat["role"], seat["version"]) == (200, "member", 2)
    assert facilitator.ask("DELETE", path, {})[0] == 422
    assert facilitator.ask("DELETE", path, {"reason": "Помилка"}) == (204, None)
    assert browser(world, "outsider").ask("GET", f"groups/{world.group.pk}")[0] == 404
    assert facilitator.ask("DELETE", path, {"reason": "Помилка"})[1]["code"] == "already_ended"


def test_a_seat_to_come_is_answered_too(world: World) -> None:
    body = {
        "mandate": str(world.mandates["outsider"].pk),
        "role": "observer",
        "since": later(days=1).isoformat(),
    }
    status, seat = browser(world, "facilitator").ask("POST", members_path(world), body)
    assert (status, seat["person"]["id"]) == (201, str(world.people["outsider"].pk))
    assert len(browser(world, "facilitator").get(members_path(world))["items"]) == 6


def test_a_seat_is_given_once_however_often_it_is_sent(world: World) -> None:
    body = {"mandate": str(world.mandates["outsider"].pk), "role": "observer"}
    facilitator = browser(world, "facilitator")
    first, again = (
        facilitator.ask("POST", members_path(world), body, **{"Idempotency-Key": "seat-1"}) for _ in range(2)
    )
    assert first == again
    assert Membership.objects.filter(mandate=world.mandates["outsider"]).count() == 1


def test_the_last_facilitator_leads_or_leaves(world: World) -> None:
    facilitator, path = browser(world, "facilitator"), members_path(world, "facilitator")
    status, problem = facilitator.ask("PATCH", path, {"role": "member"}, **{"If-Match": '"1"'})
    assert (status, problem["code"]) == (409, "last_facilitator")
    assert facilitator.ask("DELETE", path, {"reason": "Так"})[0] == 204
    assert facilitator.ask("GET", f"groups/{world.group.pk}")[0] == 404


def test_members_may_not_remove(world: World) -> None:
    status, problem = browser(world, "officer").ask(
        "DELETE", members_path(world, "teacher"), {"reason": "Так"}
    )
    assert (status, problem["code"]) == (403, "forbidden")


def test_refusals_speak_the_readers_language(world: World) -> None:
    path, body = members_path(world, "facilitator"), {"role": "member"}
    facilitator, known = browser(world, "facilitator"), {"If-Match": '"1"'}
    assert "Групу має хтось вести" in facilitator.ask("PATCH", path, body, **known)[1]["detail"]
    User.objects.filter(pk=world.people["facilitator"].pk).update(language="en")
    english = facilitator.ask("PATCH", path, body, **known, **{"Accept-Language": "en"})[1]["detail"]
    assert english == "The group needs a facilitator: add another one first."


def test_a_coordinator_has_no_role_in_the_group(world: World) -> None:
    coordinator = Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))
    (group,) = coordinator.get("groups")["items"]
    assert group["role"] is None
    assert set(group["allowed"]) == {
        "read",
        "see_access",
        "see_sight",
        "edit",
        "set_milestones",
        "invite",
        "reach_milestone",
        "add_member",
        "change_role",
        "end_membership",
        "require_seats",
        "suspend",
        "dissolve",
        "found_subgroup",
        "clear_page",
    }


# ---- territories, organisations, mandates ------------------------------------------------------------------


def test_territories_and_organisations(world: World, elsewhere: World) -> None:
    reader = browser(world, "outsider")
    country = reader.get("territories?level=country")["items"][0]
    assert country["code"] == "UA00000000000000000"
    inside = reader.get(f"territories?within={country['id']}")["items"]
    assert [one["name"]["uk"] for one in inside] == ["Деінде", "Тут"]
    assert reader.get(f"territories/{world.territory.pk}")["populations"] == []
    local = reader.get(f"organisations?territory={world.territory.pk}&sector=police")["items"]
    assert [one["id"] for one in local] == [str(world.organisations["police"].pk)]
    details = reader.get(f"organisations/{world.organisations['police'].pk}")
    assert details["territories"][0]["id"] == str(world.territory.pk)
    assert (details["verified_at"], details["allowed"]) == (None, ["read"])
    coordinator = Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))
    mine = coordinator.get(f"organisations?territory={world.territory.pk}&sector=police")["items"]
    assert {"verify", "appoint"} <= set(mine[0]["allowed"])
    there = coordinator.get(f"organisations?territory={elsewhere.territory.pk}&sector=police")["items"]
    assert [one["allowed"] for one in there] == [["read"]]
    assert reader.ask("GET", f"organisations/{uuid7()}")[0] == 404


def test_ones_own_mandates_with_their_seats(world: World) -> None:
    (mandate,) = browser(world, "secretary").get("me/mandates")["items"]
    assert (mandate["acting"], mandate["document"]) == (False, world.mandates["secretary"].document)
    assert [(seat["group"]["id"], seat["role"]) for seat in mandate["roles"]] == [
        (str(world.group.pk), "secretary")
    ]
    assert InitiativeGroup.objects.count() == 1
