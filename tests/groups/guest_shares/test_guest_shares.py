"""Guest shares: one thing for one person until a moment; each goes alone, and who may share decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Thread, ThreadUserPermission
from groups.grants import sync_grants
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.models import GuestShare, ShareAccess
from groups.policies import list_live_grants
from groups.selectors import list_groups_for
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread
from tests.groups.helpers import at, codenames, fire_due, later, nothing_to_rebuild
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from viche.kernel.events import open_unit_of_work

pytestmark = pytest.mark.django_db


def share(thread: Thread, guest: User, **changes: Any) -> GuestShare:
    facts: dict[str, Any] = {
        "actor": SYSTEM,
        "container_type": "thread",
        "container_id": thread.pk,
        "person_id": guest.pk,
        "access": ShareAccess.READ,
        "until": later(days=1),
        "reason": "Порада",
    }
    return share_with_guest(**facts | changes)


def held_on(thread: Thread, guest: User) -> set[str]:
    rows = list_live_grants(ThreadUserPermission).filter(user=guest, content_object=thread)
    return set(rows.values_list("permission__codename", flat=True))


def test_two_shares_of_one_thing_go_alone(world: World) -> None:
    thread, guest = a_thread(world), person("guest")
    share(thread, guest, until=later(days=2))
    speaking = share(thread, guest, access=ShareAccess.SPEAK)
    assert held_on(thread, guest) == {"read_thread", "speak_thread"}
    end_guest_share(actor=SYSTEM, share_id=speaking.pk)
    assert held_on(thread, guest) == {"read_thread"}
    with pytest.raises(Conflict):
        end_guest_share(actor=SYSTEM, share_id=speaking.pk)
    with at(later(days=2)):
        assert held_on(thread, guest) == set()
        fire_due()
        assert nothing_to_rebuild()


def test_a_guest_sees_the_thing_and_not_the_group(world: World) -> None:
    guest = world.people["outsider"]
    share(a_thread(world), guest)
    assert codenames(world, "outsider") == set()
    assert list(list_groups_for(world.actor("outsider"))) == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"access": ShareAccess.WORK}, "/access"),
        ({"until": now() - timedelta(seconds=1)}, "/until"),
        ({"until": now() + timedelta(days=367)}, "/until"),
        ({"reason": " "}, "/reason"),
        ({"container_type": "group"}, "/container_type"),
        ({"container_type": "secret"}, "/container_type"),
    ],
)
def test_a_share_is_checked(world: World, changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        share(a_thread(world), person("guest"), **changes)
    assert refusal.value.errors[0].pointer == pointer


@pytest.mark.parametrize(
    ("name", "error"),
    [("secretary", Forbidden), ("officer", Forbidden), ("outsider", NotFound), ("administrator", NotFound)],
)
def test_who_may_not_share_nor_take_back(world: World, name: str, error: type[DomainError]) -> None:
    thread, guest = a_thread(world), person("guest")
    with pytest.raises(error):
        share(thread, guest, actor=world.actor(name))
    given = share(thread, guest, actor=world.actor("facilitator"))
    with pytest.raises(error):
        end_guest_share(actor=world.actor(name), share_id=given.pk)
    assert held_on(thread, guest) == {"read_thread"}


def test_another_worlds_thread_cannot_be_shared(world: World, elsewhere: World) -> None:
    with pytest.raises(NotFound):
        share(a_thread(elsewhere), person("guest"), actor=world.actor("facilitator"))


def test_a_change_of_the_group_takes_as_many_queries_for_many_threads(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked, open_unit_of_work():
            sync_grants(world.group, reason="test")
        return len(asked)

    for _number in range(2):
        a_restricted_thread(world, organisations=("police",))
    few = queries()
    for _number in range(4):
        a_restricted_thread(world, organisations=("police", "school"))
    assert queries() == few
