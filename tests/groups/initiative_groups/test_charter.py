"""Founding and leading a group over HTTP: the charter, the states, milestones and the balance of sectors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.lifecycle.services import create_thread
from dialogue.models import Purpose, Visibility as ThreadVisibility
from dialogue.posting.services import post_message
from groups.initiative_groups.services import Charter, create_group, edit_group
from groups.memberships.services import change_role
from groups.models import InitiativeGroup, Role, Visibility
from tasks.models import ActionItem, Audience
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.groups.helpers import a_coordinator, kinds_after, last_event
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.tasks.helpers import an_item_in
from viche.accounts.models import User
from viche.kernel.clock import today
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def coordinator(world: World) -> Browser:
    return Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))


def versioned(group: InitiativeGroup | dict[str, Any]) -> dict[str, str]:
    version = group["version"] if isinstance(group, dict) else group.version
    return {"If-Match": f'"{version}"'}


# ---- founding and the charter ------------------------------------------------------------------------------


def test_a_coordinator_founds_a_group_and_takes_it_through_its_states(world: World) -> None:
    page, before = coordinator(world), last_event()
    body = {"name": "Річкова", "purpose": "Світло на набережній", "territory": str(world.territory.pk)}
    seats = [{"sector": "business", "count": 2}]
    status, group = page.ask("POST", "groups", {**body, "quorum": 4, "required_seats": seats})
    assert (status, group["state"], group["quorum"]) == (201, "proposed", 4)
    wanted = [(one["sector"], one["required"]) for one in group["sectors"]]
    assert wanted == [("police", 1), ("local_government", 1), ("business", 2), ("civil_society", 1)]
    assert kinds_after(before) == ["groups.group_founded"]
    path = f"groups/{group['id']}/transitions"
    status, problem = page.ask("POST", path, {"to": "active"}, **versioned(group))
    assert (status, problem["code"]) == (409, "sectors_missing")
    status, problem = page.ask("POST", path, {"to": "dissolved"}, **versioned(group))
    assert (status, problem["errors"][0]["pointer"]) == (422, "/reason")
    status, group = page.ask("POST", path, {"to": "dissolved", "reason": "Не зібралися"}, **versioned(group))
    assert (status, group["state"], group["allowed"]) == (
        200,
        "dissolved",
        ["read", "see_access", "see_sight", "clear_page"],
    )
    steps = page.get(f"{path}?limit=1")["items"]
    assert [(one["before"], one["after"], one["reason"]) for one in steps] == [
        ("proposed", "dissolved", "Не зібралися")
    ]


def test_one_finds_the_territories_that_one_coordinates(world: World, elsewhere: World) -> None:
    mine = coordinator(world).get("territories?coordinated_by=me")["items"]
    assert [one["id"] for one in mine] == [str(world.territory.pk)]
    assert "found_group" in mine[0]["allowed"]
    assert browser(world, "facilitator").get("territories?coordinated_by=me")["items"] == []
    assert browser(world, "facilitator").get(f"territories/{world.territory.pk}")["allowed"] == ["read"]
    assert coordinator(world).ask("GET", "territories?coordinated_by=you")[0] == 400


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"name": "  "}, 422, "/name"),
        ({"name": "Гр\u0079па"}, 422, "/name"),
        ({"name_en": "Gr\u043eup"}, 422, "/name_en"),
        ({"quorum": 0}, 422, "/quorum"),
        ({"quorum": "3"}, 422, "/quorum"),
        ({"visibility": "secret"}, 422, "/visibility"),
        ({"time_zone": "Europe/Nowhere"}, 422, "/time_zone"),
        ({"required_seats": [{"sector": "police", "count": 0}]}, 422, "/required_seats/0/count"),
        ({"founded_by": "me"}, 422, "/founded_by"),
    ],
)
def test_what_cannot_be_founded(world: World, change: dict[str, Any], status: int, pointer: str) -> None:
    body = {"name": "Група", "purpose": "Так", "territory": str(world.territory.pk), **change}
    refused, problem = coordinator(world).ask("POST", "groups", body)
    assert (refused, problem["errors"][0]["pointer"]) == (status, pointer)
    assert not InitiativeGroup.objects.filter(purpose_uk="Так").exists()


def test_a_name_that_was_there_stays_until_it_is_changed(world: World) -> None:
    InitiativeGroup.objects.filter(pk=world.group.pk).update(name_uk="Гр\u0079па")
    page, path = browser(world, "facilitator"), f"groups/{world.group.pk}"
    same = {"name": "Гр\u0079па", "cadence": "Щовівторка"}
    assert page.ask("PATCH", path, same, **versioned(world.group))[0] == 200
    world.group.refresh_from_db()
    status, problem = page.ask("PATCH", path, {"name": "Гр\u0079па Друга"}, **versioned(world.group))
    assert (status, problem["errors"][0]["pointer"]) == (422, "/name")


def test_the_charter_is_edited_by_who_leads_and_everybody_there_hears_it(world: World) -> None:
    path, before = f"groups/{world.group.pk}", last_event()
    status, group = browser(world, "facilitator").ask(
        "PATCH", path, {"cadence": "Щовівторка", "visibility": "public"}, **versioned(world.group)
    )
    assert (status, group["cadence"]["uk"], group["visibility"]) == (200, "Щовівторка", "public")
    assert group["name"]["uk"] == "Група Тут"
    assert kinds_after(before) == ["groups.group_edited"]
    edited = Event.objects.order_by("id").last()
    assert edited is not None
    known = edited.data["visibility_before"], edited.data["visibility_after"]
    assert known == (world.group.visibility, "public")
    status, _problem = browser(world, "facilitator").ask(
        "PATCH", path, {"quorum": 2}, **versioned(world.group)
    )
    assert status == 412
    assert browser(world, "secretary").ask("PATCH", path, {"quorum": 2}, **versioned(group))[0] == 403


def test_a_change_that_changes_nothing_is_no_event(world: World) -> None:
    before = last_event()
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"quorum": world.group.quorum})
    assert kinds_after(before) == []
    with pytest.raises(ValueError, match="territory"):
        edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"territory": None})


# ---- who may know ------------------------------------------------------------------------------------------


def test_the_directory_names_what_one_may_know_and_no_more(world: World, elsewhere: World) -> None:
    for name, visibility in (("Тиха", "hidden"), ("Відкрита", "public")):
        charter = Charter(name_uk=name, purpose_uk="Так", visibility=visibility)  # type: ignore[arg-type]
        create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter)
    page = browser(elsewhere, "officer").get(f"groups/directory?territory={world.territory.pk}")
    assert [one["name"]["uk"] for one in page["items"]] == ["Відкрита", "Група Тут"]
    card = next(one for one in page["items"] if one["name"]["uk"] == "Група Тут")
    assert (card["reads"], card["role"], card["missing"]) == (False, None, [])
    assert card["sectors"] == ["police", "local_government", "education", "civil_society"]
    assert "member_count" not in card
    hidden = InitiativeGroup.objects.get(name_uk="Тиха")
    assert browser(elsewhere, "officer").ask("GET", f"groups/directory/{hidden.pk}")[0] == 404
    assert browser(world, "officer").get(f"groups/directory/{world.group.pk}")["reads"] is True


def test_the_directory_is_searched_by_a_part_of_the_name(world: World, elsewhere: World) -> None:
    for name, above in (("Безпека в’їздів", world.group.pk), ("Світло", None), ("Тиха безпека", None)):
        hidden = Visibility.HIDDEN if name.startswith("Тиха") else Visibility.LISTED
        charter = Charter(name_uk=name, name_en="Lights", purpose_uk="Так", visibility=hidden)
        create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=above)
    reader = browser(elsewhere, "officer")
    for asked, names in {
        "q=безпека": ["Безпека в’їздів"],
        "q=В'ЇЗД": ["Безпека в’їздів"],
        "q=lights": ["Безпека в’їздів", "Світло"],
        f"q=безпека&parent={world.group.pk}": ["Безпека в’їздів"],
        "q=немає": [],
    }.items():
        found = reader.get(f"groups/directory?{asked}")["items"]
        assert [one["name"]["uk"] for one in found] == names, asked


def test_a_card_does_not_name_a_hidden_group_above_it(world: World, elsewhere: World) -> None:
    above, charter = world.group, Charter(name_uk="Підгрупа", purpose_uk="Так")
    below = create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=above.pk)
    stranger, path = browser(elsewhere, "officer"), f"groups/directory/{below.pk}"
    assert stranger.get(path)["parent"]["id"] == str(above.pk)
    edit_group(actor=SYSTEM, group_id=above.pk, changes={"visibility": "hidden"})
    assert stranger.get(path)["parent"] is None
    assert coordinator(world).get(path)["parent"]["id"] == str(above.pk)


def test_the_directory_names_the_subgroups_of_a_group_that_one_may_know(
    world: World, elsewhere: World
) -> None:
    above, charter = world.group, Charter(name_uk="Підгрупа", purpose_uk="Так")
    below = create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=above.pk)
    path = f"groups/directory?parent={above.pk}"
    stranger = browser(elsewhere, "officer")
    assert [one["id"] for one in stranger.get(path)["items"]] == [str(below.pk)]
    # Whoever may not know of the group does not learn what stands under it.
    edit_group(actor=SYSTEM, group_id=above.pk, changes={"visibility": "hidden"})
    assert stranger.get(path) == stranger.get(f"groups/directory?parent={uuid7()}")
    assert [one["id"] for one in browser(world, "officer").get(path)["items"]] == [str(below.pk)]
    assert stranger.ask("GET", "groups/directory?parent=none")[0] == 400


def test_a_public_page_needs_no_sign_in_and_any_other_group_is_as_absent(world: World) -> None:
    nobody, path = Browser(), f"public/groups/{world.group.pk}"
    listed, absent = nobody.ask("GET", path), nobody.ask("GET", f"public/groups/{uuid7()}")
    assert listed[0] == absent[0] == 404
    assert {**listed[1], "request_id": ""} == {**absent[1], "request_id": ""}
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": "public"})
    shown = nobody.get(path)
    assert shown["name"]["uk"] == "Група Тут"
    assert "mandate_document" not in shown
    assert "member_count" not in shown


def test_the_directory_takes_as_many_queries_for_many_as_for_one(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            browser(world, "officer").get("groups/directory")
        return len(seen)

    few = queries()
    for number in range(5):
        charter = Charter(name_uk=f"Група {number}", purpose_uk="Так")
        create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter)
    assert queries() == few


# ---- milestones --------------------------------------------------------------------------------------------


def milestones(page: Any) -> dict[str, bool]:
    return {one["check"] or one["title"]["uk"]: one["reached"] for one in page["items"]}


def test_milestones_look_by_themselves_or_are_told(world: World) -> None:
    path, secretary = f"groups/{world.group.pk}/readiness", browser(world, "secretary")
    found = milestones(secretary.get(path))
    assert found == {
        "mandate_signed": False,
        "facilitator_seated": True,
        "secretary_seated": True,
        "sectors_present": True,
        "cadence_agreed": False,
        "dialogue_begun": False,
        "action_verified": False,
        "Кворум на останньому засіданні": False,
    }
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"mandate_document": "Розпорядження № 7"})
    assert milestones(secretary.get(path))["mandate_signed"] is True
    quorum, signed = (
        next(one["id"] for one in secretary.get(path)["items"] if one["check"] == check)
        for check in ("", "mandate_signed")
    )
    day = today("Europe/Kyiv")
    told = {"reached_on": day.isoformat(), "note": "Протокол № 3"}
    known = versioned(secretary.get(path))
    assert secretary.ask("PATCH", f"{path}/{quorum}", told)[0] == 428
    status, page = secretary.ask("PATCH", f"{path}/{quorum}", told, **known)
    assert (status, page["reached"], page["items"][-1]["note"]) == (200, 5, "Протокол № 3")
    tomorrow = {"reached_on": (day + timedelta(days=1)).isoformat()}
    assert secretary.ask("PATCH", f"{path}/{quorum}", tomorrow, **known)[0] == 412
    known = versioned(page)
    assert secretary.ask("PATCH", f"{path}/{quorum}", tomorrow, **known)[0] == 422
    assert secretary.ask("PATCH", f"{path}/{signed}", told, **known)[0] == 422
    assert secretary.ask("PATCH", f"{path}/{uuid7()}", told, **known)[0] == 404


def test_milestones_do_not_tell_of_what_is_restricted(world: World) -> None:
    path, page = f"groups/{world.group.pk}/readiness", browser(world, "observer")
    facts: dict[str, Any] = {
        "actor": world.actor("facilitator"), "group_id": world.group.pk, "purpose": Purpose.CONSULT,
    }  # fmt: skip
    among_few = create_thread(
        **facts,
        title_uk="Декому",
        visibility=ThreadVisibility.RESTRICTED,
        organisation_ids=[world.organisations["police"].pk],
    )
    item = ActionItem.objects.filter(pk=an_item_in(world, "closed").pk)
    item.update(thread=among_few, audience=Audience.THREAD)
    found = milestones(page.get(path))
    assert (found["dialogue_begun"], found["action_verified"]) == (False, False)
    item.update(audience=Audience.GROUP)
    create_thread(**facts, title_uk="Усім")
    found = milestones(page.get(path))
    assert (found["dialogue_begun"], found["action_verified"]) == (True, True)


def test_a_group_chooses_its_milestones_and_keeps_what_was_told(world: World) -> None:
    path, page = f"groups/{world.group.pk}/readiness", browser(world, "facilitator")
    known = page.get(path)
    last = known["items"][-1]["id"]
    _status, known = page.ask("PATCH", f"{path}/{last}", {"reached_on": "2026-01-05"}, **versioned(known))
    items = [{"title": "Спільне навчання"}, {"id": last}, {"check": "mandate_signed"}]
    status, chosen = page.ask("PUT", path, {"items": items}, **versioned(known))
    assert status == 200
    assert [one["reached"] for one in chosen["items"]] == [False, True, False]
    for wrong, pointer in (
        ([{"check": "nonsense"}], "/items/0/check"),
        ([{"id": str(uuid7())}], "/items/0/id"),
        ([{}], "/items/0/title"),
        ([{"check": "mandate_signed"}, {"check": "mandate_signed"}], "/items"),
    ):
        status, problem = page.ask("PUT", path, {"items": wrong}, **versioned(chosen))
        assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert [one["reached"] for one in page.get(path)["items"]] == [False, True, False]


def test_a_milestone_of_the_groups_own_is_worded_anew_and_stays_reached(world: World) -> None:
    path, page = f"groups/{world.group.pk}/readiness", browser(world, "facilitator")
    known = page.get(path)
    last = known["items"][-1]["id"]
    _status, known = page.ask("PATCH", f"{path}/{last}", {"reached_on": "2026-01-05"}, **versioned(known))
    worded = {"id": last, "title": "Кворум на трьох засіданнях", "title_en": "Quorum three times"}
    status, chosen = page.ask("PUT", path, {"items": [worded]}, **versioned(known))
    (only,) = chosen["items"]
    assert (status, only["title"]) == (200, {"uk": "Кворум на трьох засіданнях", "en": "Quorum three times"})
    assert (only["id"], only["reached_on"]) == (last, "2026-01-05")


def test_a_check_keeps_its_own_words(world: World) -> None:
    path, page = f"groups/{world.group.pk}/readiness", browser(world, "facilitator")
    known = page.get(path)
    items = [{"id": known["items"][0]["id"], "title": "Інакше"}]
    status, problem = page.ask("PUT", path, {"items": items}, **versioned(known))
    assert (status, problem["errors"][0]["pointer"]) == (422, "/items/0/title")
    assert problem["errors"][0]["code"] == "looks_by_itself"


def test_who_chooses_milestones_overwrites_nothing_that_another_chose(world: World) -> None:
    path, page = f"groups/{world.group.pk}/readiness", browser(world, "facilitator")
    known = page.get(path)
    assert page.ask("PUT", path, {"items": []})[0] == 428
    mine = [{"id": one["id"]} for one in known["items"]]
    status, chosen = page.ask("PUT", path, {"items": [*mine, {"title": "Навчання"}]}, **versioned(known))
    assert (status, chosen["items"][-1]["title"]["uk"]) == (200, "Навчання")
    status, _problem = coordinator(world).ask("PUT", path, {"items": mine}, **versioned(known))
    assert status == 412
    assert page.get(path)["items"][-1]["title"]["uk"] == "Навчання"


# ---- the balance of sectors --------------------------------------------------------------------------------


def test_a_person_with_a_voice_and_the_seat_of_an_observer_is_counted_once_as_a_member(world: World) -> None:
    second = a_mandate(world.people["officer"], world.organisations["council"])
    a_seat(world.group, second, Role.OBSERVER)
    group = browser(world, "officer").get(f"groups/{world.group.pk}")
    assert (group["member_count"], group["observer_count"]) == (5, 1)


def test_who_only_watches_takes_no_seat_of_a_sector(world: World) -> None:
    """As where a group becomes active: police who only watch are missing at its table."""
    seat = world.seats["officer"].pk
    change_role(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, role=Role.OBSERVER)
    group = browser(world, "officer").get(f"groups/{world.group.pk}")
    assert group["sectors"][0] == {"sector": "police", "seated": 0, "required": 1}
    assert (group["member_count"], group["observer_count"]) == (4, 2)
    found = milestones(browser(world, "secretary").get(f"groups/{world.group.pk}/readiness"))
    assert found["sectors_present"] is False
    card = browser(world, "officer").get(f"groups/directory/{world.group.pk}")
    assert (card["sectors"][0], card["missing"]) == ("local_government", ["police"])


def test_the_balance_counts_institutions_and_nothing_that_is_restricted(world: World) -> None:
    group, facilitator = world.group.pk, world.actor("facilitator")
    common = create_thread(actor=facilitator, group_id=group, title_uk="Усім", purpose=Purpose.CONSULT)
    among_few = create_thread(
        actor=facilitator,
        group_id=group,
        title_uk="Декому",
        purpose=Purpose.CONSULT,
        visibility=ThreadVisibility.RESTRICTED,
        organisation_ids=[world.organisations["police"].pk],
    )
    for thread, name in (
        (common, "teacher"),
        (common, "facilitator"),
        (common, "teacher"),
        (among_few, "officer"),
    ):
        post_message(actor=world.actor(name), thread_id=thread.pk, client_id=uuid7(), body="Так")
    sectors = {
        one["sector"]: one for one in browser(world, "observer").get(f"groups/{group}/balance")["sectors"]
    }
    assert {name: (one["heard"], one["messages"]) for name, one in sectors.items()} == {
        "police": (False, 0),
        "local_government": (False, 0),
        "education": (True, 2),
        "civil_society": (True, 1),
    }
    # The market only observes: nobody waits to hear it.
    assert "business" not in sectors
    assert [one["heard"] for one in sectors["education"]["organisations"]] == [True]
