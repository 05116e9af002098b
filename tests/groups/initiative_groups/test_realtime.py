"""The topic of a group: who hears it until when, and that its events lead to what a fresh load would give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.initiative_groups import presenters
from groups.initiative_groups.services import dissolve_group, edit_group, require_seats, suspend_group
from groups.mandates.deputies import end_deputyship
from groups.mandates.services import edit_mandate, end_mandate, resume_mandate, suspend_mandate
from groups.mandates.succession import transfer_mandate
from groups.memberships import presenters as memberships_presenters
from groups.memberships.services import change_role, end_membership
from groups.milestones.services import MilestoneChoice, set_milestones
from groups.models import Role, Sector, Visibility
from groups.organisations.services import edit_organisation
from groups.privacy.erasure import end_all_access_of
from groups.realtime import introduce, may_hear, may_hear_all
from groups.selectors import count_members_of, list_groups_for, list_members_of
from tests.cast import SYSTEM, World
from tests.groups.helpers import a_coordinator, at, colleague, fire_due, later, seat, stand_in
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.api.answers import JsonRenderer
from viche.kernel.clock import now
from viche.kernel.events import get_head, list_events_after
from viche.kernel.events.outbox import drain_outbox
from viche.realtime.frames import build_event_frames
from viche.realtime.registry import SubscriptionGrant

pytestmark = pytest.mark.django_db
State = dict[str, Any]


def plain(data: Any) -> Any:
    """What a client receives."""
    return orjson.loads(orjson.dumps(data, option=JsonRenderer.options))


def fresh(world: World) -> State:
    """What a load of the group gives to any reader."""
    group = list_groups_for(SYSTEM).get(pk=world.group.pk)
    facts = presenters.show_group_facts(group, count_members_of([group.pk])[group.pk])
    members = [memberships_presenters.show_membership_facts(one) for one in list_members_of(group.pk)]
    return plain({"group": facts, "members": members})  # type: ignore[no-any-return]


def frames_after(topic: str, seq: int) -> list[Any]:
    return [
        plain(one)
        for one in build_event_frames([(topic, n, event) for n, event in list_events_after(topic, seq)])
    ]


def applied(state: State, frames: list[Any]) -> State:
    """What a client makes of its state: one rule for every kind of event."""
    members = {one["id"]: one for one in state["members"]}
    group = state["group"]
    for frame in frames:
        data = frame["data"]
        group = data["group"]
        if "members" in data:
            members = {one["id"]: one for one in data["members"]}
        elif "membership_id" in data:
            members.pop(data["membership_id"], None)
            if data["membership"] is not None:
                members[data["membership_id"]] = data["membership"]
    return {"group": group, "members": members}


HAPPENINGS: dict[str, Callable[[World], object]] = {
    "seated": lambda world: seat(world, "outsider"),
    "seated later": lambda world: seat(world, "outsider", since=later(days=1)),
    "changed": lambda world: change_role(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, role=Role.OBSERVER
    ),
    "removed": lambda world: end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason="Досить"
    ),
    "dismissed": lambda world: end_mandate(
        actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення"
    ),
    "moved up": lambda world: edit_mandate(
        actor=SYSTEM, mandate_id=world.mandates["officer"].pk, changes={"position_uk": "начальниця"}
    ),
    "at rest": lambda world: suspend_mandate(
        actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Перевірка"
    ),
    "resumed": lambda world: resume_mandate(
        actor=SYSTEM,
        mandate_id=suspend_mandate(
            actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Перевірка"
        ).pk,
    ),
    "followed": lambda world: transfer_mandate(
        actor=SYSTEM,
        mandate_id=world.mandates["officer"].pk,
        person_id=colleague(world, "police").pk,
        document="Наказ № 9",
        reason="Ротація",
    ),
    "stood in for": lambda world: stand_in(
        world, "officer", colleague(world, "police"), now(), later(days=1)
    ),
    "back again": lambda world: end_deputyship(
        actor=SYSTEM,
        deputyship_id=stand_in(world, "officer", colleague(world, "police"), now(), later(days=1)).pk,
    ),
    "deactivated": lambda world: (
        deactivate_person(actor=SYSTEM, person_id=world.people["officer"].pk),
        drain_outbox(),
    ),
    "of another sector": lambda world: (
        edit_organisation(
            actor=SYSTEM, organisation_id=world.organisations["police"].pk, changes={"sector": Sector.HEALTH}
        ),
        drain_outbox(),
    ),
    "wanted": lambda world: require_seats(actor=SYSTEM, group_id=world.group.pk, seats={Sector.HEALTH: 1}),
    "renamed": lambda world: edit_group(
        actor=SYSTEM, group_id=world.group.pk, changes={"name_uk": "Інша", "visibility": Visibility.PUBLIC}
    ),
    "on the way": lambda world: set_milestones(
        actor=SYSTEM, group_id=world.group.pk, wanted=[MilestoneChoice(title_uk="Карта ризиків")]
    ),
    "erased": lambda world: end_all_access_of(actor=SYSTEM, person_id=world.people["officer"].pk),
    "suspended": lambda world: suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва"),
    "dissolved": lambda world: dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Кінець"),
}


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_old_state_and_events_make_the_new_state(world: World, happening: str) -> None:
    topic = f"group:{world.group.pk}"
    before, seq = fresh(world), get_head(topic)
    HAPPENINGS[happening](world)
    after = fresh(world)
    frames = frames_after(topic, seq)
    assert frames
    assert applied(before, frames) == {
        "group": after["group"],
        "members": {m["id"]: m for m in after["members"]},
    }


def test_terms_that_pass_are_an_event_too(world: World) -> None:
    seat(world, "outsider", since=later(days=1), until=later(days=2))
    stand_in(world, "officer", colleague(world, "police"), later(days=1), later(days=2))
    topic = f"group:{world.group.pk}"
    for day in (1, 2):
        before, seq = fresh(world), get_head(topic)
        with at(later(days=day)):
            fire_due()
            after = fresh(world)
            made = applied(before, frames_after(topic, seq))
        assert made == {"group": after["group"], "members": {m["id"]: m for m in after["members"]}}


def test_a_person_hears_of_themselves_in_references_alone(world: World) -> None:
    topic = f"user:{world.people['officer'].pk}"
    seq = get_head(topic)
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення")
    ended, dismissed = frames_after(topic, seq)
    assert ended["data"] == {
        "membership_id": str(world.seats["officer"].pk),
        "group_id": str(world.group.pk),
        "mandate_id": str(world.mandates["officer"].pk),
        "role": "member",
    }
    assert set(dismissed["data"]) == {"mandate_id", "organisation_id"}


def test_who_hears_and_until_when(world: World, elsewhere: World) -> None:
    deputy, end = colleague(world, "police"), later(days=1)
    stand_in(world, "officer", deputy, now(), end)
    pk = world.group.pk
    assert may_hear(world.actor("observer"), pk) == SubscriptionGrant(None, meets=True)
    assert may_hear(Actor.for_person(deputy.pk), pk) == SubscriptionGrant(end, meets=True)
    for actor in (
        *(world.actor(name) for name in ("outsider", "former", "administrator", "anonymous")),
        a_coordinator(world),
        elsewhere.actor("facilitator"),
    ):
        assert may_hear(actor, pk) is None
    token = Actor(person_id=world.people["officer"].pk, scopes=frozenset({"tasks:read"}))
    assert may_hear(token, pk) is None
    with at(end):
        assert may_hear(Actor.for_person(deputy.pk), pk) is None


def test_many_ask_in_one_query(world: World, elsewhere: World) -> None:
    worlds = (world, elsewhere)
    asked = [(place.actor(name), one.group.pk) for place in worlds for one in worlds for name in place.people]
    with CaptureQueriesContext(connection) as queries:
        together = may_hear_all(asked)
    assert len(queries) == 1
    assert together == [may_hear(actor, pk) for actor, pk in asked]
    assert sum(answer is not None for answer in together) == 12


def test_those_present_are_shown_with_their_organisation(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    ids: list[UUID] = [deputy.pk, world.people["teacher"].pk, world.people["outsider"].pk]
    shown = introduce(world.group.pk, ids)
    sectors = {pk: one["organisation"] and one["organisation"]["sector"] for pk, one in shown.items()}
    assert sectors == dict(zip(ids, ("police", "education", None), strict=True))
