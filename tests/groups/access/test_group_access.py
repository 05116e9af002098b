"""Who sees a group, for the data protection officer: found by the group, and written down."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.initiative_groups.services import edit_group
from groups.memberships.services import end_membership
from groups.models import OfficeKind
from tests.cast import SYSTEM, World, a_mandate, person
from tests.dialogue.helpers import a_restricted_thread, a_thread
from tests.groups.access.helpers import officer_of
from tests.groups.helpers import an_office, seat
from tests.groups.initiative_groups.test_api import Browser, browser
from viche.accounts.services.tokens import issue_token
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


def people_of(told: dict[str, Any]) -> set[str]:
    return {one["person"]["id"] for one in told["items"]}


def test_the_officer_looks_up_who_sees_a_group_and_who_did(world: World) -> None:
    page, path = officer_of(world), f"groups/{world.group.pk}/sight"
    end_membership(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        membership_id=world.seats["officer"].pk,
        reason="Ротація",
    )
    told, before = page.get(path), page.get(f"{path}?when=before")
    assert told["group"] == before["group"]
    assert told["group"]["name"]["uk"] == world.group.name_uk
    same = browser(world, "facilitator").get(f"groups/{world.group.pk}/access")["items"]
    assert told["items"] == same
    officer = str(world.people["officer"].pk)
    assert people_of(before) == {officer, str(world.people["former"].pk)}
    (over,) = next(one for one in before["items"] if one["person"]["id"] == officer)["ended"]
    assert over["ended_by"]["id"] == str(world.people["facilitator"].pk)


def test_it_opens_nothing_else_of_the_group(world: World) -> None:
    page, threads = (
        officer_of(world),
        [a_thread(world), a_restricted_thread(world, organisations=("police",))],
    )
    page.get(f"groups/{world.group.pk}/sight")
    group = f"groups/{world.group.pk}"
    for path in (group, f"{group}/access", f"{group}/members", f"{group}/threads"):
        assert page.ask("GET", path)[0] == 404
    for thread in threads:
        for path in ("", "/access", "/access?when=before"):
            assert page.ask("GET", f"threads/{thread.pk}{path}")[0] == 404


def test_everybody_who_is_named_sees_that_the_officer_looked(world: World) -> None:
    wider = an_office(world, OfficeKind.COORDINATOR).person
    told = officer_of(world).get(f"groups/{world.group.pk}/sight")
    rows = AccessRecord.objects.all()
    assert {str(row.subject_id) for row in rows} == people_of(told) >= {str(wider.pk)}
    assert {(row.kind, row.ground, row.way) for row in rows} == {("sight", "data_protection_officer", "list")}
    (seen,) = browser(world, "teacher").get("me/access-record")["items"]
    assert (seen["what"]["kind"], seen["ground"]["kind"]) == ("sight", "data_protection_officer")


def test_of_a_hidden_group_and_of_another_territory_they_are_told_nothing(
    world: World, elsewhere: World
) -> None:
    page, others = officer_of(world), officer_of(elsewhere)
    path = f"groups/{world.group.pk}/sight"
    assert others.ask("GET", path)[0] == 404
    assert [one["id"] for one in page.get("groups/in-care")["items"]] == [str(world.group.pk)]
    assert page.get("groups/in-care?q=немає")["items"] == []
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": "hidden"})
    assert page.ask("GET", path)[0] == 404
    assert page.get("groups/in-care")["items"] == []


@pytest.mark.parametrize("name", ["facilitator", "teacher", "outsider", "administrator"])
def test_nobody_else_is_told_anything(world: World, name: str) -> None:
    page = browser(world, name)
    assert page.ask("GET", f"groups/{world.group.pk}/sight")[0] == 404
    assert page.ask("GET", "groups/in-care")[0] == 403


def test_a_program_is_told_nothing(world: World) -> None:
    officer = an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person
    _token, secret = issue_token(actor=SYSTEM, person_id=officer.pk, name="сценарій", scopes=["groups:read"])
    for path in (f"groups/{world.group.pk}/sight", "groups/in-care"):
        assert Browser().ask("GET", path, Authorization=f"Bearer {secret}")[0] == 403


def test_a_longer_list_asks_no_more_questions(world: World) -> None:
    page, number = officer_of(world), iter(range(100))

    def one_more() -> None:
        name = f"extra{next(number)}"
        world.mandates[name] = a_mandate(person(name), world.organisations["police"])
        seat(world, name)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page.get(f"groups/{world.group.pk}/sight")
        return len(asked)

    few = queries()
    for _turn in range(4):
        one_more()
    assert queries() == few
