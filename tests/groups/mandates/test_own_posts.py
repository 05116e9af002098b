"""A coordinator neither appoints themselves nor makes a group leaderless to sit in it: a second person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from groups.mandates.deputies import appoint_deputy
from groups.mandates.own_posts import APPROVAL_KIND, appoint_or_request_approval
from groups.mandates.services import edit_mandate, end_mandate, resume_mandate, suspend_mandate
from groups.memberships.services import change_role, start_membership
from groups.models import Mandate, OfficeKind, Role
from groups.offices.services import give_office
from groups.organisations.administrators import name_administrator
from tests.cast import SYSTEM, World, a_mandate, person
from tests.groups.helpers import a_coordinator, an_office, at, later, stand_in
from tests.groups.memberships.test_own_seats import a_seated_coordinator
from tests.privacy.conftest import Browser
from viche.accounts.approvals.kinds import describe_approvals
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.services import confirm_approval, decide_on_server
from viche.accounts.models import User
from viche.accounts.services.people import rename_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Forbidden, NotFound
from viche.kernel.events.outbox import drain_outbox

pytestmark = pytest.mark.django_db


def appoint_oneself(actor: Actor, world: World) -> Approval:
    made = appoint_or_request_approval(
        actor=actor,
        step="appoint",
        organisation_id=world.organisations["police"].pk,
        person_id=actor.person_id,
        position_uk="Інспектор",
        document="Наказ № 7",
        starts_on=today("Europe/Kyiv"),
    )
    assert isinstance(made, Approval)
    return made


def describe(made: Approval) -> str:
    return describe_approvals([made])[made.pk]["uk"]


def own_mandates(actor: Actor) -> Any:
    return Mandate.objects.filter(person=actor.person_id)


def test_a_coordinator_acts_for_an_organisation_once_a_second_one_confirms(world: World) -> None:
    coordinator, second = a_coordinator(world), an_office(world, OfficeKind.COORDINATOR)
    approval = appoint_oneself(coordinator, world)
    assert not own_mandates(coordinator).exists()
    with pytest.raises(Forbidden) as refusal:
        confirm_approval(actor=coordinator, approval_id=approval.pk)
    assert refusal.value.reason == "own_request"
    with pytest.raises(NotFound):
        confirm_approval(actor=world.actor("facilitator"), approval_id=approval.pk)
    confirm_approval(actor=Actor.for_person(second.person_id), approval_id=approval.pk)
    assert own_mandates(coordinator).get().document == "Наказ № 7"


def test_who_came_to_office_after_the_request_does_not_confirm_it(world: World) -> None:
    approval = appoint_oneself(a_coordinator(world), world)
    friend = person("friend")
    give_office(
        actor=SYSTEM,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Розпорядження",
        person_id=friend.pk,
    )
    with pytest.raises(NotFound):
        confirm_approval(actor=Actor.for_person(friend.pk), approval_id=approval.pk)


def test_a_request_is_carried_out_with_the_rights_of_who_made_it(world: World) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    approval = appoint_oneself(Actor.for_person(office.person_id), world)
    office.ends_at = now()
    office.save()
    with pytest.raises(Conflict) as refusal:
        confirm_approval(actor=world.actor("administrator"), approval_id=approval.pk)
    assert refusal.value.reason == "requester_lost_right"
    assert Approval.objects.get(pk=approval.pk).state == ApprovalState.PENDING


def test_over_the_api_the_request_is_shown_and_says_who_is_missing(world: World) -> None:
    coordinator = User.objects.get(pk=str(a_coordinator(world).person_id))
    User.objects.filter(is_superuser=True).update(is_active=False)
    mine = Browser(coordinator)
    sent = {
        "person": str(coordinator.pk),
        "position": "Інспектор",
        "document": "Наказ",
        "starts_on": "2026-01-01",
    }
    answer = mine.ask("POST", f"organisations/{world.organisations['police'].pk}/mandates", sent)
    assert answer.status_code == 202, answer.content
    shown = answer.json()
    assert (shown["kind"], shown["state"], shown["allowed"]) == (
        APPROVAL_KIND,
        "pending",
        ["read", "withdraw"],
    )
    assert "administrator" in shown["missing"]["en"]
    decide_on_server(
        actor=SYSTEM, approval_id=UUID(shown["id"]), confirm=True, reason="Громада мала, іншого немає"
    )
    assert own_mandates(Actor.for_person(coordinator.pk)).exists()
    drain_outbox()
    assert "Громада мала, іншого немає" in str(mine.get("notifications")["items"])


@pytest.mark.parametrize("step", ["pass_on", "name_deputy", "appoint_deputy"])
def test_nobody_becomes_a_deputy_or_successor_by_their_own_word(world: World, step: str) -> None:
    """Where nobody leads, so that the own seat is no reason to refuse it."""
    coordinator, mandate = a_seated_coordinator(world)
    facts: dict[str, dict[str, Any]] = {
        "pass_on": {"person_id": mandate.person_id, "document": "Наказ", "reason": "Заміна"},
        "name_deputy": {"person_id": mandate.person_id},
        "appoint_deputy": {"deputy_id": mandate.person_id, "starts_at": now(), "ends_at": later(days=1)},
    }
    target = a_mandate(person("inspector"), world.organisations["police"])
    made = appoint_or_request_approval(actor=coordinator, step=step, mandate_id=target.pk, **facts[step])
    assert isinstance(made, Approval)
    if step != "pass_on":
        assert f": {target.person.name_uk}, {target.document}" in describe(made)
    target.refresh_from_db()
    assert (target.deputy_id, target.ended_at, target.deputyships.count()) == (None, None, 0)
    confirm_approval(actor=world.actor("administrator"), approval_id=made.pk)
    target.refresh_from_db()
    assert {
        "pass_on": target.ended_at is not None,
        "name_deputy": target.deputy_id == mandate.person_id,
        "appoint_deputy": target.deputyships.filter(deputy=mandate.person_id).exists(),
    }[step]


@pytest.mark.parametrize("step", ["appoint", "appoint_deputy"])
def test_a_new_name_of_the_deputy_ends_the_request(world: World, step: str) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    deputy, target = (
        User.objects.get(pk=mandate.person_id),
        a_mandate(person("inspector"), mandate.organisation),
    )
    facts: dict[str, dict[str, Any]] = {
        "appoint": {
            "organisation_id": world.organisations["police"].pk,
            "person_id": target.person_id,
            "position_uk": "Інспектор",
            "document": "Наказ № 7",
            "starts_on": today("Europe/Kyiv"),
        },
        "appoint_deputy": {"mandate_id": target.pk, "starts_at": now(), "ends_at": later(days=1)},
    }
    made = appoint_or_request_approval(actor=coordinator, step=step, deputy_id=deputy.pk, **facts[step])
    assert isinstance(made, Approval)
    rename_person(
        actor=world.actor("administrator"),
        person_id=deputy.pk,
        expected_version=deputy.version,
        name_uk="Інше Ім’я",
        reason="Помилка",
    )
    made.refresh_from_db()
    assert made.state == ApprovalState.WITHDRAWN


# ---- a group stays led ------------------------------------------------------------------------------------


def seat_oneself(coordinator: Actor, mandate: Mandate, world: World) -> None:
    start_membership(actor=coordinator, group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER)


def name_to_administer(coordinator: Actor, organisation_id: UUID, person_id: UUID) -> None:
    name_administrator(
        actor=coordinator, organisation_id=organisation_id, person_id=person_id, document="Лист № 3"
    )


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("way", ["rest", "rest before the end", "end", "demote"])
def test_a_coordinator_does_not_make_a_group_leaderless_to_sit_in_it(
    world: World, way: str, named: bool
) -> None:
    """Also when they first name the facilitator administrator of the organisation."""
    coordinator, mandate = a_seated_coordinator(world)
    led = world.mandates["facilitator"]
    if named:
        name_to_administer(coordinator, led.organisation_id, led.person_id)
    led_by: dict[str, Any] = {"actor": coordinator, "mandate_id": led.pk}
    if way.startswith("rest"):
        suspend_mandate(reason="Перевірка", **led_by)
        if way != "rest":
            end_mandate(actor=SYSTEM, mandate_id=led.pk, reason="Звільнення")
    elif way == "end":
        end_mandate(reason="Перевірка", **led_by)
    else:
        change_role(
            actor=SYSTEM,
            group_id=world.group.pk,
            membership_id=world.seats["teacher"].pk,
            role=Role.FACILITATOR,
        )
        change_role(
            actor=coordinator,
            group_id=world.group.pk,
            membership_id=world.seats["facilitator"].pk,
            role=Role.OBSERVER,
        )
        end_mandate(actor=SYSTEM, mandate_id=world.mandates["teacher"].pk, reason="Звільнення")
    with pytest.raises(Conflict) as refusal:
        seat_oneself(coordinator, mandate, world)
    assert refusal.value.reason == "own_seat"
    with at(now() + timedelta(days=8)):
        if way == "rest":
            with pytest.raises(Conflict):
                seat_oneself(coordinator, mandate, world)
        else:
            seat_oneself(coordinator, mandate, world)


@pytest.mark.parametrize("way", ["rest", "end", "shorten"])
def test_a_facilitator_whom_the_coordinator_named_administrator_may_leave(world: World, way: str) -> None:
    """Their own step is not the coordinator's doing."""
    coordinator, mandate = a_seated_coordinator(world)
    led = world.mandates["facilitator"]
    name_to_administer(coordinator, led.organisation_id, led.person_id)
    left: dict[str, Any] = {"actor": world.actor("facilitator"), "mandate_id": led.pk}
    if way == "rest":
        suspend_mandate(reason="Відпустка", **left)
        end_mandate(actor=SYSTEM, mandate_id=led.pk, reason="Звільнення")
    elif way == "end":
        end_mandate(reason="Звільнення", **left)
    else:
        edit_mandate(changes={"ends_on": today("Europe/Kyiv")}, **left)
    with at(now() + timedelta(days=2)):
        seat_oneself(coordinator, mandate, world)


def test_another_coordinator_ended_it_and_the_first_may_lead_what_nobody_leads(world: World) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    other = Actor.for_person(an_office(world, OfficeKind.COORDINATOR).person_id)
    end_mandate(actor=other, mandate_id=world.mandates["facilitator"].pk, reason="Звільнення")
    seat_oneself(coordinator, mandate, world)


def test_a_resumed_mandate_leads_again_and_the_coordinator_stays_outside(world: World) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    led_by: dict[str, Any] = {"actor": coordinator, "mandate_id": world.mandates["facilitator"].pk}
    suspend_mandate(reason="Перевірка", **led_by)
    with pytest.raises(Conflict):
        seat_oneself(coordinator, mandate, world)
    resume_mandate(**led_by)
    with pytest.raises(Conflict):
        seat_oneself(coordinator, mandate, world)


@pytest.mark.parametrize("usual", [True, False])
def test_a_mandate_whose_deputy_coordinates_gets_no_seat(world: World, usual: bool) -> None:
    """Who seats the representative in good faith does not know of the deputy."""
    _actor, own = a_seated_coordinator(world)
    deputy = User.objects.get(pk=own.person_id)
    inspector = a_mandate(person("inspector"), world.organisations["police"])
    if usual:
        Mandate.objects.filter(pk=inspector.pk).update(deputy=deputy)
    else:
        world.mandates["inspector"] = inspector
        stand_in(world, "inspector", deputy, now(), later(days=7))
    with pytest.raises(Conflict) as refusal:
        start_membership(
            actor=world.actor("facilitator"),
            group_id=world.group.pk,
            mandate_id=inspector.pk,
            role=Role.MEMBER,
        )
    assert refusal.value.reason == "deputy_coordinates"


@pytest.mark.parametrize("named", [False, True])
def test_a_coordinator_does_not_let_the_lead_run_out_to_sit_in_the_group(world: World, named: bool) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    led = world.mandates["facilitator"]
    if named:
        name_to_administer(coordinator, led.organisation_id, led.person_id)
    edit_mandate(actor=coordinator, mandate_id=led.pk, changes={"ends_on": today("Europe/Kyiv")})
    with at(now() + timedelta(days=2)), pytest.raises(Conflict):
        seat_oneself(coordinator, mandate, world)
    with at(now() + timedelta(days=9)):
        seat_oneself(coordinator, mandate, world)


@pytest.mark.parametrize("step", ["resume", "prolong", "begin"])
def test_nobody_resumes_or_prolongs_their_own_mandate(world: World, step: str) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    if step == "resume":
        suspend_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Перевірка")
    else:
        day = today("Europe/Kyiv")
        days = {"ends_on": day} if step == "prolong" else {"starts_on": day + timedelta(days=9)}
        Mandate.objects.filter(pk=mandate.pk).update(**days)
    with pytest.raises(Conflict) as refusal:
        if step == "resume":
            resume_mandate(actor=coordinator, mandate_id=mandate.pk)
        else:
            changes = {"ends_on": None} if step == "prolong" else {"starts_on": today("Europe/Kyiv")}
            edit_mandate(actor=coordinator, mandate_id=mandate.pk, changes=changes)
    assert refusal.value.reason == "own_post"


def test_a_coordinator_is_not_sent_as_the_deputy_of_who_sits_in_the_group(world: World) -> None:
    _actor, own = a_seated_coordinator(world)
    with pytest.raises(Conflict) as refusal:
        appoint_deputy(
            actor=world.actor("officer"),
            mandate_id=world.mandates["officer"].pk,
            deputy_id=own.person_id,
            starts_at=now(),
            ends_at=later(days=7),
        )
    assert refusal.value.reason == "deputy_coordinates"


def test_who_is_only_the_deputy_does_not_become_the_representative(world: World) -> None:
    """Another person is named by their address, and the requester as the one who usually stands in."""
    coordinator, inspector = a_coordinator(world), person("inspector")
    made = appoint_or_request_approval(
        actor=coordinator,
        step="appoint",
        organisation_id=world.organisations["police"].pk,
        email=inspector.email,
        deputy_id=coordinator.person_id,
        position_uk="Інспектор",
        document="Наказ № 7",
        starts_on=today("Europe/Kyiv"),
    )
    assert isinstance(made, Approval)
    assert "заміщатиме" in describe(made)
    assert inspector.name_uk in describe(made)
    assert "Наказ № 7" in describe(made)
    confirm_approval(actor=world.actor("administrator"), approval_id=made.pk)
    assert not own_mandates(coordinator).exists()
    assert Mandate.objects.get(person=inspector).deputy_id == coordinator.person_id
