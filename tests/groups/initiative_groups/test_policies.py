"""Who sees and does what: a table over the fixed cast in two worlds, and the agreement of both questions."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from dialogue.threads.policies import DialogueAction, DialoguePolicy
from groups.initiative_groups.services import Charter, create_group, dissolve_group, suspend_group
from groups.models import InitiativeGroup, Office, OfficeKind, Visibility
from groups.offices.services import give_office
from groups.organisations.services import edit_organisation
from groups.policies import (
    COUNTRY_PREFIX,
    READ,
    GroupAction,
    GroupPolicy,
    MandateAction,
    MandatePolicy,
    OfficeAction,
    OfficePolicy,
    OrganisationAction,
    OrganisationPolicy,
    TerritorialScope,
    TerritoryAction,
    TerritoryPolicy,
    get_codenames,
    get_permission_id,
    is_system_administrator,
)
from groups.selectors import list_groups_for
from tests.cast import SYSTEM, World, person, the_country
from tests.groups.helpers import a_coordinator, an_office, colleague, later, stand_in
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, SignedOut
from viche.kernel.ids import uuid7
from viche.kernel.policy import Level, Policy, require_person

pytestmark = pytest.mark.django_db

G = GroupAction
KEEPING = {G.REACH_MILESTONE}
SEATING = {G.ADD_MEMBER, G.INVITE, G.CHANGE_ROLE, G.END_MEMBERSHIP, G.REQUIRE_SEATS}
LEADING = KEEPING | SEATING | {G.EDIT, G.SET_MILESTONES, G.SEE_SIGHT}
READERS = {G.READ, G.SEE_ACCESS}
OVER = {G.DISSOLVE, G.FOUND_SUBGROUP, G.CLEAR_PAGE}
NOTHING: set[GroupAction] = set()

# (who, state of the group) → what is open to them there. Written by hand; everybody else finds nothing.
MATRIX: dict[tuple[str, str], set[GroupAction]] = {
    ("facilitator", "active"): READERS | LEADING,
    ("facilitator", "suspended"): READERS,
    ("facilitator", "dissolved"): READERS,
    ("secretary", "active"): READERS | KEEPING,
    ("secretary", "suspended"): READERS,
    ("secretary", "dissolved"): READERS,
    ("officer", "active"): READERS,
    ("officer", "suspended"): READERS,
    ("officer", "dissolved"): READERS,
    ("observer", "active"): READERS,
    ("observer", "suspended"): READERS,
    ("observer", "dissolved"): READERS,
    ("deputy", "active"): READERS,
    ("deputy", "suspended"): READERS,
    ("deputy", "dissolved"): READERS,
    ("coordinator", "active"): READERS | LEADING | OVER | {G.SUSPEND},
    ("coordinator", "suspended"): READERS
    | LEADING
    | {G.ACTIVATE, G.DISSOLVE, G.FOUND_SUBGROUP, G.CLEAR_PAGE},
    ("coordinator", "dissolved"): READERS | {G.SEE_SIGHT, G.CLEAR_PAGE},
    ("system", "active"): READERS | LEADING | OVER | {G.SUSPEND},
    ("system", "suspended"): READERS | LEADING | OVER | {G.ACTIVATE},
    ("system", "dissolved"): READERS | {G.SEE_SIGHT, G.CLEAR_PAGE},
}
STRANGERS = (
    "outsider",
    "former",
    "administrator",
    "anonymous",
    "data_protection_officer",
    "facilitator elsewhere",
    "coordinator elsewhere",
    "guest of nothing",
)
STATES = ("active", "suspended", "dissolved")


@pytest.fixture
def actors(world: World, elsewhere: World) -> dict[str, Actor]:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    return {
        **{name: world.actor(name) for name in (*world.people, "anonymous")},
        "deputy": Actor.for_person(deputy.pk),
        "coordinator": a_coordinator(world),
        "data_protection_officer": Actor.for_person(
            an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person_id
        ),
        "facilitator elsewhere": elsewhere.actor("facilitator"),
        "coordinator elsewhere": a_coordinator(elsewhere),
        "guest of nothing": Actor.for_person(colleague(world, "school").pk),
        "system": SYSTEM,
    }


def enter(world: World, state: str) -> InitiativeGroup:
    if state == "suspended":
        suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    if state == "dissolved":
        dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Кінець")
    return InitiativeGroup.objects.get(pk=world.group.pk)


@pytest.mark.parametrize("state", STATES)
def test_the_matrix(world: World, actors: dict[str, Actor], state: str) -> None:
    group, policy = enter(world, state), GroupPolicy()
    for name, actor in actors.items():
        expected = MATRIX.get((name, state), NOTHING)
        assert (name in STRANGERS) == (not expected) or name in ("teacher", "councillor")
        if name in ("teacher", "councillor"):
            expected = MATRIX["officer", state]
        assert {one for one in G if policy.can(actor, one, group)} == expected, name
        assert policy.visible_to(actor).filter(pk=group.pk).exists() == bool(expected), name
        assert policy.allowed(actor, group) == [one.partition(".")[2] for one in G if one in expected], name


def test_each_world_lists_its_own_group_alone(
    world: World, elsewhere: World, actors: dict[str, Actor]
) -> None:
    for name in ("facilitator", "officer", "observer", "deputy", "coordinator"):
        assert list(list_groups_for(actors[name])) == [world.group], name
    for name in ("facilitator elsewhere", "coordinator elsewhere"):
        assert list(list_groups_for(actors[name])) == [elsewhere.group], name
    for name in ("outsider", "former", "administrator", "anonymous", "data_protection_officer"):
        assert list(list_groups_for(actors[name])) == [], name


@pytest.mark.parametrize(
    ("visibility", "known_to_outsiders", "known_to_nobody"),
    [(Visibility.HIDDEN, False, False), (Visibility.LISTED, True, False), (Visibility.PUBLIC, True, True)],
)
def test_how_far_a_group_is_known(
    world: World, visibility: Visibility, known_to_outsiders: bool, known_to_nobody: bool
) -> None:
    InitiativeGroup.objects.filter(pk=world.group.pk).update(visibility=visibility)

    def knows(actor: Actor, level: Level) -> bool:
        return GroupPolicy().visible_to(actor, level).filter(pk=world.group.pk).exists()

    assert knows(world.actor("outsider"), Level.EXISTS) is known_to_outsiders
    assert knows(ANONYMOUS, Level.EXISTS) is known_to_nobody
    assert not knows(world.actor("outsider"), Level.READ)
    assert knows(world.actor("observer"), Level.EXISTS)


AGREEING: dict[str, tuple[Policy[Any], StrEnum]] = {
    "group": (GroupPolicy(), GroupAction.READ),
    "mandates": (MandatePolicy(), MandateAction.READ),
    "organisations": (OrganisationPolicy(), OrganisationAction.READ),
    "territory": (TerritoryPolicy(), TerritoryAction.READ),
}


@pytest.mark.parametrize("of", AGREEING)
def test_both_questions_agree(world: World, elsewhere: World, actors: dict[str, Actor], of: str) -> None:
    (policy, action), objs = AGREEING[of], []
    for place in (world, elsewhere):
        found = getattr(place, of)
        objs += list(found.values()) if isinstance(found, dict) else [found]
    for name, actor in actors.items():
        visible = set(policy.visible_to(actor).values_list("pk", flat=True))
        for obj in objs:
            assert policy.can(actor, action, obj) == (obj.pk in visible), (name, obj)


def test_who_knows_a_mandate(world: World, elsewhere: World, actors: dict[str, Actor]) -> None:
    unseated, seated = world.mandates["outsider"], world.mandates["officer"]
    policy = MandatePolicy()
    for name in ("outsider", "facilitator", "coordinator", "system"):
        assert policy.can(actors[name], MandateAction.READ, unseated), name
    for name in ("officer", "observer", "former", "deputy", "administrator", "coordinator elsewhere"):
        assert not policy.can(actors[name], MandateAction.READ, unseated), name
    for name in ("officer", "observer", "deputy"):
        assert policy.can(actors[name], MandateAction.READ, seated), name
    for name in ("outsider", "former", "administrator", "facilitator elsewhere"):
        assert not policy.can(actors[name], MandateAction.READ, seated), name


def scoped(actor: Actor, *scopes: str) -> Actor:
    return Actor(person_id=actor.person_id, scopes=frozenset(scopes))


def test_a_token_reaches_as_far_as_its_scopes(world: World) -> None:
    facilitator, policy = world.actor("facilitator"), GroupPolicy()
    reading = scoped(facilitator, "groups:read")
    assert policy.allowed(reading, world.group) == ["read", "see_access", "see_sight"]
    assert list(policy.visible_to(reading)) == [world.group]
    elsewhere = scoped(facilitator, "tasks:read", "tasks:write")
    assert policy.allowed(elsewhere, world.group) == []
    for each in (policy, MandatePolicy(), OrganisationPolicy(), TerritoryPolicy()):
        assert not each.visible_to(elsewhere).exists()


def test_why_somebody_sees_a_group(world: World, actors: dict[str, Actor]) -> None:
    policy = GroupPolicy()

    def reasons(name: str) -> list[tuple[str, bool]]:
        return [(one.kind, one.until is None) for one in policy.explain(actors[name], world.group)]

    assert reasons("officer") == [("membership", True)]
    assert reasons("deputy") == [("deputyship", False)]
    assert reasons("coordinator") == [("office", True)]
    for name in STRANGERS:
        assert reasons(name) == [], name


def test_there_is_a_reason_for_everything_seen(world: World, actors: dict[str, Actor]) -> None:
    policy = GroupPolicy()
    for name, actor in actors.items():
        if not actor.is_system:
            assert bool(policy.explain(actor, world.group)) == policy.can(
                actor, GroupAction.READ, world.group
            ), name


def test_who_asks_for_themselves_is_signed_in_and_reaches_that_far(world: World) -> None:
    officer = world.actor("officer")
    assert require_person(officer, "groups:read") == officer.person_id
    assert require_person(scoped(officer, "groups:read"), "groups:read") == officer.person_id
    with pytest.raises(Forbidden):
        require_person(scoped(officer, "tasks:read"), "groups:read")
    with pytest.raises(SignedOut):
        require_person(ANONYMOUS, "groups:read")


def test_who_works_nowhere_in_particular_is_known_to_who_coordinates_the_country(world: World) -> None:
    edit_organisation(
        actor=SYSTEM, organisation_id=world.organisations["market"].pk, changes={"territory_ids": []}
    )
    office = give_office(
        actor=SYSTEM,
        person_id=person("coordinator").pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=the_country().pk,
        document="№ 3",
    )
    known, mandate = MandatePolicy().visible_to, world.mandates["outsider"]
    assert known(Actor.for_person(office.person_id)).filter(pk=mandate.pk).exists()
    assert not known(a_coordinator(world)).filter(pk=mandate.pk).exists()


def test_a_group_of_a_group_has_no_step_to_found_another_below_it(world: World) -> None:
    charter = Charter(name_uk="Робоча група", purpose_uk="Безпека", quorum=3)
    below = create_group(
        actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=world.group.pk
    )
    coordinator, policy = a_coordinator(world), GroupPolicy()
    assert policy.can(coordinator, G.FOUND_SUBGROUP, world.group)
    assert "found_subgroup" in policy.allowed(coordinator, world.group)
    assert not policy.can(coordinator, G.FOUND_SUBGROUP, below)
    assert "found_subgroup" not in policy.allowed(coordinator, below)
    assert policy.can(coordinator, G.DISSOLVE, below)


def test_of_its_readers_those_lead_who_facilitate_or_coordinate(world: World) -> None:
    coordinator = a_coordinator(world)
    assert set(GroupPolicy().leaders(world.group)) == {
        world.people["facilitator"].pk,
        coordinator.person_id,
    }


def test_a_permission_that_is_none_of_ours_opens_nothing() -> None:
    assert get_codenames([-1, get_permission_id(READ)]) == {READ}


def test_the_system_holds_everything_and_a_person_what_they_were_given(world: World) -> None:
    policy = DialoguePolicy()
    assert policy.can(SYSTEM, DialogueAction.START, world.group)
    assert policy.can(world.actor("officer"), DialogueAction.START, world.group)
    for name in ("observer", "outsider"):
        assert not policy.can(world.actor(name), DialogueAction.START, world.group)


def test_an_administrator_runs_the_system_at_a_browser_and_not_by_a_token(world: World) -> None:
    administrator = world.actor("administrator")
    assert is_system_administrator(administrator)
    token = Actor(person_id=administrator.person_id, token_id=uuid7(), scopes=frozenset({"groups:write"}))
    assert not is_system_administrator(token)
    assert not is_system_administrator(world.actor("facilitator"))


def test_what_works_nowhere_lies_in_the_whole_country_and_in_no_part_of_it() -> None:
    assert TerritorialScope((COUNTRY_PREFIX,)).covers_all([])
    assert not TerritorialScope(("UA9900101",)).covers_all([])


def test_an_office_with_a_last_day_is_held_until_then(world: World) -> None:
    office, policy = an_office(world, OfficeKind.COORDINATOR), OfficePolicy()
    Office.objects.filter(pk=office.pk).update(ends_at=later(days=1))
    office.refresh_from_db()
    administrator, officer = world.actor("administrator"), world.actor("officer")
    assert policy.can(administrator, OfficeAction.END, office)
    assert policy.can(officer, OfficeAction.READ, office)
    assert not policy.can(officer, OfficeAction.END, office)
    assert not policy.permits(ANONYMOUS, OfficeAction.READ, office)
