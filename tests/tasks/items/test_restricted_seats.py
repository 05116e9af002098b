"""A seat adds to a grant on a restricted item only for people who may speak about the item or work on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.guest_shares.services import share_with_guest
from groups.memberships.services import end_membership, start_membership
from groups.models import Membership, Role, ShareAccess
from tasks.items.access import ActorItemAccess, filter_eligible_verifiers
from tasks.items.policies import ActionItemPolicy
from tasks.items.workflow import ItemRole
from tasks.lifecycle.services.transition import transition_action_item
from tasks.models import ActionItem, State
from tests.cast import SYSTEM, World, a_mandate, person
from tests.dialogue.helpers import a_restricted_thread, widen
from tests.tasks.helpers import an_item, an_item_in, fresh, prove
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db
BY_SEAT = {
    ItemRole.SPEAKER,
    ItemRole.OWNER,
    ItemRole.VERIFIER,
    ItemRole.RECENT_VERIFIER,
    ItemRole.HOST,
}
READING = ["read", "see_access", "watch", "remind_me"]
STEPS = pytest.mark.parametrize("state", ["proposed", "accepted", "in_progress", "done"])
SEATS = pytest.mark.parametrize("organisation", ["council", "school"])  # the owner, and one without a part


def an_item_for_police(world: World, state: str) -> ActionItem:
    """Make an item of the council, from a restricted thread that names the police."""
    thread = a_restricted_thread(world, organisations=("police",))
    return fresh(an_item_in(world, state, thread_id=thread.pk))


def seat_newcomer(world: World, organisation: str) -> None:
    newcomer = world.people["newcomer"] = person("newcomer")
    mandate = a_mandate(newcomer, world.organisations[organisation])
    start_membership(actor=SYSTEM, group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER)


def share(world: World, kind: str, item: ActionItem, access: ShareAccess, name: str = "newcomer") -> None:
    container_id = item.pk if kind == "action" else item.thread_id
    assert container_id is not None
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type=kind,
        container_id=container_id,
        person_id=world.people[name].pk,
        access=access,
        until=now() + timedelta(days=1),
        reason="Консультація",
    )


def list_found(world: World, name: str) -> list[set[ActionItem]]:
    """Return the items that a person works on, could verify, and leads or records."""
    access = ActorItemAccess.of(world.actor(name))
    return [
        set(ActionItem.objects.filter(condition))
        for condition in (access.works_on_q(), access.could_verify_q(), access.records_q())
    ]


@SEATS
@STEPS
@pytest.mark.parametrize("kind", ["thread", "action"])
def test_a_seat_adds_nothing_to_a_share_to_read(
    world: World, kind: str, state: str, organisation: str
) -> None:
    item = an_item_for_police(world, state)
    seat_newcomer(world, organisation)
    share(world, kind, item, ShareAccess.READ)
    newcomer = world.actor("newcomer")
    assert ActorItemAccess.of(newcomer).can_read(item)
    assert not ActorItemAccess.of(newcomer).parts(item) & BY_SEAT
    assert ActionItemPolicy().allowed(newcomer, item) == READING
    assert list_found(world, "newcomer") == [set(), set(), set()]
    assert filter_eligible_verifiers(item, [world.people["newcomer"].pk]) == []


def test_the_services_refuse_the_steps_of_a_seat_with_a_share_to_read(world: World) -> None:
    item, proposed = (an_item_for_police(world, state) for state in ("done", "proposed"))
    seat_newcomer(world, "school")
    share(world, "action", item, ShareAccess.READ)
    with pytest.raises(Forbidden):
        prove(world, item, "newcomer")
    for to in (State.VERIFIED, State.IN_PROGRESS):
        with pytest.raises(Forbidden):
            transition_action_item(
                actor=world.actor("newcomer"),
                action_id=item.pk,
                to=to,
                expected_version=item.version,
                reason="Так треба",
            )
    share(world, "action", proposed, ShareAccess.READ)
    of_council = a_mandate(world.people["newcomer"], world.organisations["council"])
    start_membership(actor=SYSTEM, group_id=world.group.pk, mandate_id=of_council.pk, role=Role.MEMBER)
    with pytest.raises(Forbidden):
        transition_action_item(
            actor=world.actor("newcomer"),
            action_id=proposed.pk,
            to=State.ACCEPTED,
            expected_version=proposed.version,
        )


def test_a_person_who_speaks_in_the_thread_verifies_from_their_seat(world: World) -> None:
    item = an_item_for_police(world, "done")
    seat_newcomer(world, "school")
    share(world, "thread", item, ShareAccess.SPEAK)
    for name in ("officer", "newcomer"):
        assert ActorItemAccess.of(world.actor(name)).parts(item) >= {ItemRole.SPEAKER, ItemRole.VERIFIER}
        assert list_found(world, name)[1] == {item}
        assert filter_eligible_verifiers(item, [world.people[name].pk]) == [world.people[name].pk]


def test_an_earlier_seat_of_the_owner_works_on_the_item(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    item = an_item(world, thread_id=thread.pk, verifier_organisation_id=world.organisations["ngo"].pk)
    assert list_found(world, "councillor")[0] == {item}
    assert ItemRole.OWNER in ActorItemAccess.of(world.actor("councillor")).parts(item)


def test_every_seat_verifies_after_the_thread_was_widened(world: World) -> None:
    item = an_item_for_police(world, "done")
    seat_newcomer(world, "school")
    widen(world, ActionItem.objects.select_related("thread").get(pk=item.pk).thread)  # type: ignore[arg-type]
    item = fresh(item)
    assert ItemRole.VERIFIER in ActorItemAccess.of(world.actor("newcomer")).parts(item)
    assert list_found(world, "newcomer")[1] == {item}
    assert filter_eligible_verifiers(item, [world.people["newcomer"].pk]) == [world.people["newcomer"].pk]


def test_a_person_asked_to_work_on_the_item_uses_their_seat(world: World) -> None:
    item = an_item_for_police(world, "done")
    seat_newcomer(world, "school")
    share(world, "action", item, ShareAccess.WORK)
    parts = ActorItemAccess.of(world.actor("newcomer")).parts(item)
    assert parts & BY_SEAT == {ItemRole.SPEAKER, ItemRole.OWNER}
    assert list_found(world, "newcomer") == [{item}, set(), set()]


def test_a_verifier_who_now_only_reads_does_not_withdraw_the_verification(world: World) -> None:
    item = an_item_for_police(world, "verified")
    assert ItemRole.RECENT_VERIFIER in ActorItemAccess.of(world.actor("officer")).parts(item)
    mandate, seats = world.mandates["officer"], Membership.objects.filter(group=world.group)
    end_membership(
        actor=SYSTEM,
        group_id=world.group.pk,
        membership_id=seats.get(mandate=mandate).pk,
        reason="Вихід",
    )
    start_membership(actor=SYSTEM, group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER)
    share(world, "thread", item, ShareAccess.READ, "officer")
    officer = ActorItemAccess.of(world.actor("officer"))
    assert officer.can_read(item)
    assert not officer.parts(item) & BY_SEAT


def test_grants_that_are_too_many_to_load_are_queried_once_for_each_item(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.items.access.MAX_INLINE_IDS", 0)
    item = an_item_for_police(world, "done")
    access = ActorItemAccess.of(world.actor("councillor"))
    assert access.own is None
    with CaptureQueriesContext(connection) as queries:
        assert ItemRole.OWNER in access.roles_for(item)
    asked = [one for one in queries if "tasks_actionitemuserpermission" in one["sql"]]
    assert len(asked) == 1
