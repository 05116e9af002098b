"""What a person sees and why, for those who may look it up: nobody learns of what they may not know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.lifecycle.services import create_thread
from dialogue.models import Purpose, Thread, Visibility
from groups.grants import sync_grants
from groups.initiative_groups.services import edit_group
from groups.mandates.services import end_mandate
from groups.memberships.services import end_membership
from groups.models import OfficeKind, Role
from tests.cast import SYSTEM, World, a_mandate, person
from tests.dialogue.helpers import a_restricted_thread, a_thread
from tests.groups.access.helpers import officer_of, shared, sight, titles
from tests.groups.helpers import an_office, colleague, seat, stand_in
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.tasks.helpers import an_item
from viche.accounts.services.tokens import issue_token
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


# ---- now ---------------------------------------------------------------------------------------------------


def test_everybody_sees_what_they_see_and_why(world: World) -> None:
    shelters, walk = (
        a_thread(world, title_uk="Укриття"),
        a_restricted_thread(world, organisations=("police",)),
    )
    item, mine = an_item(world), browser(world, "officer")
    (group,) = sight(mine, world.people["officer"])
    assert (group["kind"], group["title"]["uk"], group["url"]) == (
        "group",
        world.group.name_uk,
        f"/groups/{world.group.pk}",
    )
    assert [one["kind"] for one in group["grounds"]] == ["membership"]
    threads = sight(mine, world.people["officer"], kind="thread")
    assert [one["url"] for one in threads] == [f"/threads/{walk.pk}", f"/threads/{shelters.pk}"]
    assert [one["restricted"] for one in threads] == [True, False]
    assert threads[0]["group"]["id"] == str(world.group.pk)
    assert {ground["id"] for one in threads for ground in one["grounds"]} == {str(world.seats["officer"].pk)}
    items = sight(mine, world.people["officer"], kind="action")
    assert [one["url"] for one in items] == [f"/actions/{item.pk}"]
    assert AccessRecord.objects.filter(kind="sight").count() == 0


def test_a_guest_and_a_deputy_see_why_too(world: World) -> None:
    thread, guest = a_thread(world), world.people["outsider"]
    shared(world, thread, guest)
    (only,) = sight(browser(world, "outsider"), guest, kind="thread")
    assert [(one["kind"], one["reason"]) for one in only["grounds"]] == [("guest_share", "Порада лікаря")]
    assert only["group"]["id"] == str(world.group.pk)
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now() - timedelta(hours=1), now() + timedelta(days=1))
    (seen,) = sight(Browser(deputy), deputy, kind="thread")
    assert [one["kind"] for one in seen["grounds"]] == ["deputyship"]
    assert seen["grounds"][0]["instead_of"]["id"] == str(world.people["officer"].pk)


def test_who_leads_a_group_sees_of_its_people_what_they_see_there_themselves(world: World) -> None:
    """A thread of others is not there for them, nor what the person sees in other groups."""
    a_thread(world, title_uk="Укриття")
    hidden = create_thread(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        title_uk="Між поліцією і школою",
        purpose=Purpose.CONSULT,
        visibility=Visibility.RESTRICTED,
        organisation_ids=[world.organisations["police"].pk, world.organisations["school"].pk],
    )
    Thread.objects.filter(pk=hidden.pk).update(facilitator=world.mandates["officer"])
    hidden.refresh_from_db()

    sync_grants(hidden, reason="tests")
    leader, officer = browser(world, "facilitator"), world.people["officer"]
    assert titles(sight(browser(world, "officer"), officer, kind="thread")) == [hidden.title_uk, "Укриття"]
    assert titles(sight(leader, officer, kind="thread")) == ["Укриття"]
    assert sight(leader, officer, kind="thread", only=hidden.pk) == []
    assert titles(sight(leader, officer)) == [world.group.name_uk]


def test_who_coordinates_is_told_of_groups_alone(world: World) -> None:
    a_thread(world)
    coordinator = Browser(an_office(world, OfficeKind.COORDINATOR).person)
    teacher = world.people["teacher"]
    assert titles(sight(coordinator, teacher)) == [world.group.name_uk]
    assert sight(coordinator, teacher, kind="thread") == []


def test_the_officer_is_told_that_it_is_there_and_why_and_not_what_it_is(world: World) -> None:
    a_restricted_thread(world, organisations=("police",), title_uk="Схованки")
    draft = a_thread(world, draft=True)
    shared_one = a_thread(world, title_uk="Укриття")
    shared(world, shared_one, world.people["officer"])
    page = officer_of(world)
    found = sight(page, world.people["officer"], kind="thread")
    assert [(one["title"], one["url"], one["restricted"]) for one in found] == [
        (None, None, False),
        (None, None, True),
    ]
    assert {ground["kind"] for one in found for ground in one["grounds"]} == {"membership", "guest_share"}
    assert all(ground["reason"] is None for one in found for ground in one["grounds"])
    # Of a listed group everybody may know; of a hidden one they may not. A draft is its author's alone.
    assert found[0]["group"]["id"] == str(world.group.pk)
    assert sight(page, world.people["facilitator"], kind="thread", only=draft.pk) == []
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": "hidden"})
    (group,) = sight(page, world.people["officer"])
    assert (group["title"], group["url"]) == (None, None)
    assert sight(page, world.people["officer"], kind="thread")[0]["group"] is None


def test_the_officer_of_one_territory_is_not_told_of_another(world: World, elsewhere: World) -> None:
    officer = world.people["officer"]
    abroad = a_mandate(officer, elsewhere.organisations["police"])
    elsewhere.mandates["abroad"] = abroad
    seat(elsewhere, "abroad")
    a_thread(elsewhere)
    assert len(sight(browser(world, "officer"), officer)) == 2
    for page in (officer_of(world), browser(world, "facilitator")):
        assert len(sight(page, officer)) == 1
        assert sight(page, officer, kind="thread") == []


@pytest.mark.parametrize("name", ["teacher", "observer", "outsider", "administrator", "former"])
def test_nobody_else_is_told_anything(world: World, name: str) -> None:
    there = browser(world, name).ask("GET", f"people/{world.people['officer'].pk}/sight")
    nowhere = browser(world, name).ask("GET", f"people/{uuid7()}/sight")
    assert there[0] == nowhere[0] == 404
    assert there[1]["code"] == "not_found"


def test_a_guest_of_what_the_leader_does_not_see_is_nobody_to_them(world: World) -> None:
    guest, thread = person("guest"), a_restricted_thread(world, organisations=("police",))
    shared(world, thread, guest)
    leader = browser(world, "facilitator")
    assert len(sight(leader, guest, kind="thread")) == 1
    Thread.objects.filter(pk=thread.pk).update(facilitator=world.mandates["officer"])

    sync_grants(Thread.objects.get(pk=thread.pk), reason="tests")
    assert leader.ask("GET", f"people/{guest.pk}/sight?kind=thread")[0] == 404


def test_a_token_is_told_nothing(world: World) -> None:
    _token, secret = issue_token(
        actor=SYSTEM, person_id=world.people["teacher"].pk, name="сценарій", scopes=["groups:read"]
    )
    path = f"people/{world.people['teacher'].pk}/sight"
    assert Browser().ask("GET", path, Authorization=f"Bearer {secret}")[0] == 403


# ---- what is written down of it ----------------------------------------------------------------------------


def test_whoever_looks_is_written_down_and_so_is_what_they_read_by_it(world: World) -> None:
    guest, thread = world.people["outsider"], a_restricted_thread(world, organisations=("police",))
    shared(world, thread, guest)
    sight(browser(world, "facilitator"), guest, kind="thread")
    officer_page = officer_of(world)
    sight(officer_page, guest, kind="thread")
    rows = AccessRecord.objects.order_by("id").values_list("reader", "kind", "ground")
    leader = world.people["facilitator"].pk
    assert {row[1:] for row in rows if row[0] == leader} == {
        ("sight", "membership"),
        ("guest_share", "membership"),
        ("thread", "membership"),
    }
    assert [row[1:] for row in rows if row[0] != leader] == [("sight", "data_protection_officer")]
    told = browser(world, "outsider").get("me/access-record")["items"]
    assert {one["what"]["kind"] for one in told} == {"sight", "guest_share"}
    assert AccessRecord.objects.filter(kind="thread").get().way == "list"


def test_it_is_written_down_of_a_guest_by_leading_which_group_they_were_looked_up(
    world: World, elsewhere: World
) -> None:
    leader = world.people["facilitator"]
    elsewhere.mandates["abroad"] = a_mandate(leader, elsewhere.organisations["police"])
    abroad = seat(elsewhere, "abroad", Role.FACILITATOR)
    for there, led in ((world, world.seats["facilitator"]), (elsewhere, abroad)):
        guest = person("guest")
        shared(there, a_thread(there), guest)
        sight(Browser(leader), guest, kind="thread")
        row = AccessRecord.objects.get(kind="sight", subject=guest)
        assert (row.ground, row.ground_id) == ("membership", led.pk)


# ---- pages -------------------------------------------------------------------------------------------------


def test_a_page_leaves_no_gap_where_something_was_never_seen(world: World) -> None:
    """Else one could count what one does not see."""
    for number in range(3):
        a_thread(world, title_uk=f"Тема {number}")
        a_restricted_thread(world, organisations=("school",))
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення")
    page, path = browser(world, "facilitator"), f"people/{world.people['officer'].pk}/sight"
    first = page.get(f"{path}?kind=thread&when=before&limit=2")
    rest = page.get(f"{path}?kind=thread&when=before&limit=2&cursor={first['next_cursor']}")
    assert titles(first["items"] + rest["items"]) == ["Тема 2", "Тема 1", "Тема 0"]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("kind", ["group", "thread", "action"])
@pytest.mark.parametrize("when", ["now", "before"])
def test_many_take_as_many_queries_as_one(world: World, kind: str, when: str) -> None:
    def made() -> None:
        thread = a_restricted_thread(world, organisations=("police",))
        an_item(world, thread_id=thread.pk)
        shared(world, a_thread(world), world.people["officer"])

    def cost() -> int:
        page = browser(world, "facilitator")
        path = f"people/{world.people['officer'].pk}/sight?kind={kind}&when={when}"
        page.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert page.get(path)["items"] or kind == "group"
        return len(asked)

    made()
    if when == "before":
        end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення")
        world.mandates["again"] = a_mandate(world.people["officer"], world.organisations["police"])
        made_before = cost()
        again = seat(world, "again", Role.MEMBER)
        made()
        made()
        end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=again.pk, reason="Ротація")
    else:
        made_before = cost()
        made()
        made()
    assert cost() == made_before
