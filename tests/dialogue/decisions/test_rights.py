"""Who may lead, supersede and publish decisions, and whose seats stand in the roll."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogue.decisions.access import ActorDecisionAccess, list_voters_of
from dialogue.decisions.lifecycle import DecisionRole
from dialogue.decisions.policies import Action, DecisionPolicy
from dialogue.models import Method
from groups.initiative_groups.services import Charter, activate_group, create_group, edit_group, suspend_group
from groups.memberships.services import end_membership
from groups.models import Role, Visibility
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.dialogue.decisions.helpers import (
    TITLE,
    a_decision,
    a_draft,
    adopt,
    cast_secretly,
    move,
    shown,
    vote,
    voter_of,
)
from tests.dialogue.helpers import (
    a_group_beside,
    a_restricted_thread,
    a_thread,
    api,
    hand_over,
    if_match,
    pointers,
    restrict,
    standing_in,
    take,
)
from viche.kernel.errors import Conflict, Forbidden

pytestmark = pytest.mark.django_db


def test_who_leads_a_thread_decides_there_and_does_not_publish_in_the_name_of_the_group(world: World) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.PUBLIC})
    thread = hand_over(world, a_thread(world), "teacher")
    row = move(world, a_draft(world, thread), "open", by="teacher")
    row = adopt(world, row)
    url, body = f"decisions/{row.pk}/publication", {"text": "Поручні будуть"}
    assert api(world, "teacher").put(url, body, **if_match(row)).status_code == 403
    assert "publish" not in shown(world, row, "teacher")["allowed"]
    assert api(world, "facilitator").put(url, body, **if_match(row)).status_code == 200


def test_what_went_to_another_group_is_not_on_the_public_page_any_more(world: World) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.PUBLIC})
    thread = a_thread(world)
    row = adopt(world, a_decision(world, thread))
    url, body = f"decisions/{row.pk}/publication", {"text": "Поручні будуть"}
    api(world, "facilitator").put(url, body, **if_match(row))
    public = f"public/groups/{world.group.pk}/decisions"
    assert len(api(world, "anonymous").get(public).json()["items"]) == 1
    take(world, thread, a_group_beside(world, "facilitator", led_by="facilitator"))
    assert api(world, "anonymous").get(public).json()["items"] == []
    assert "publish" not in shown(world, row, "facilitator")["allowed"]


def test_what_binds_nobody_supersedes_nothing(world: World) -> None:
    first = adopt(world, a_decision(world))
    draft = a_draft(world, method=Method.ADVICE, supersedes_id=first.pk)
    with pytest.raises(Conflict, match="binds_nobody"):
        move(world, draft, "open")


def test_what_was_superseded_is_not_superseded_again(world: World) -> None:
    first = adopt(world, a_decision(world))
    late = a_draft(world, supersedes_id=first.pk)
    adopt(world, a_decision(world, supersedes_id=first.pk))
    with pytest.raises(Conflict, match="not_adopted"):
        move(world, late, "open")


def test_few_and_other_groups_supersede_no_decision_of_the_group(world: World) -> None:
    first = adopt(world, a_decision(world))
    body = {"title": TITLE, "method": "consent", "supersedes": str(first.pk)}
    few = a_restricted_thread(world, organisations=("police",))
    charter = Charter(name_uk="Підгрупа", purpose_uk="Дороги", quorum=1)
    part = create_group(
        actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=world.group.pk
    )
    a_seat(part, world.mandates["facilitator"], Role.FACILITATOR)
    for place in (f"threads/{few.pk}", f"groups/{part.pk}"):
        refused = api(world, "facilitator").post(f"{place}/decisions", body)
        assert pointers(refused) == [("/supersedes", "not_adopted")]


def test_both_seats_of_a_person_and_that_of_a_deputy_answer_in_a_restricted_thread(world: World) -> None:
    a_seat(world.group, a_mandate(world.people["officer"], world.organisations["school"]), Role.MEMBER)
    standing_in(world, "councillor")
    thread = a_restricted_thread(world, organisations=("police",), people=("deputy",))
    row = a_decision(world, thread)
    assert len(shown(world, row, "officer")["mine"]) == 2
    assert len(shown(world, row, "deputy")["mine"]) == 1


@pytest.mark.parametrize("unit", ["seat", "organisation"])
def test_no_voter_is_shut_out_of_the_thread_while_the_decision_is_open(world: World, unit: str) -> None:
    thread = a_thread(world)
    row = a_decision(world, thread, method=Method.MAJORITY, secret=True, unit=unit)
    cast_secretly(world, row, "teacher", "for")
    with pytest.raises(Conflict, match="decision_open"):
        restrict(world, thread, organisations=("police",))
    restrict(world, thread, organisations=("police", "council", "school"))
    move(world, row, "closed")
    restrict(world, thread, organisations=("police",))


def test_the_system_may_do_all_but_vote(world: World) -> None:
    row, policy = a_decision(world), DecisionPolicy()
    roles = ActorDecisionAccess.load(SYSTEM, [row]).roles[row.pk]
    assert roles == frozenset(DecisionRole) - {DecisionRole.VOTER}
    assert policy.visible_to(SYSTEM).filter(pk=row.pk).exists()
    assert policy.can(SYSTEM, Action.READ, row)
    assert not policy.can(SYSTEM, Action.VOTE, row)


def test_nobody_answers_in_a_suspended_group(world: World) -> None:
    row = a_decision(world)
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    with pytest.raises(Forbidden, match="group_not_working"):
        vote(world, row, "officer", "consent")
    assert shown(world, row, "officer")["allowed"] == ["read"]


def test_an_observers_seat_speaks_for_no_organisation(world: World) -> None:
    observing = a_mandate(world.people["officer"], world.organisations["council"])
    a_seat(world.group, observing, Role.OBSERVER)
    row = a_decision(world, unit="organisation")
    (mine,) = shown(world, row, "officer")["mine"]
    assert mine["id"] == str(voter_of(world, row, "officer").pk)
    with pytest.raises(Forbidden, match="not_your_seat"):
        vote(world, row, "councillor", "consent", by="officer")


def test_a_seat_in_another_group_speaks_for_nobody_here(world: World) -> None:
    beside = a_group_beside(world, "facilitator", led_by="facilitator")
    a_seat(beside, a_mandate(world.people["officer"], world.organisations["school"]), Role.MEMBER)
    for name, organisation in (("secretary", "council"), ("outsider", "police")):
        a_seat(beside, a_mandate(world.people[name], world.organisations[organisation]), Role.MEMBER)
    activate_group(actor=SYSTEM, group_id=beside.pk)
    worlds = (world, replace(world, group=beside))
    here, there = (a_decision(one, unit="organisation") for one in worlds)
    found = list_voters_of(world.people["officer"].pk, [here, there])
    sectors = {row: [voter.sector for voter in voters] for row, voters in found.items()}
    assert sectors == {here.pk: ["police"], there.pk: ["education"]}


def test_a_later_seat_does_not_answer_for_the_one_that_was_lost(world: World) -> None:
    row = a_decision(world, unit="organisation")
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason="Інша робота"
    )
    a_seat(world.group, a_mandate(world.people["outsider"], world.organisations["police"]), Role.MEMBER)
    assert shown(world, row, "outsider")["mine"] == []
    with pytest.raises(Forbidden, match="no_voter"):
        vote(world, row, "officer", "consent", by="outsider")
