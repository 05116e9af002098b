"""Restricted threads: who is named sees them, everybody else loses them that second, nobody hears of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.models import Thread, ThreadUserPermission, Visibility
from dialogue.threads.events import group_topic, topic_of
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.visibility import ThreadVisibility, resolve_visibility
from groups.grants import rebuild_grants
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.memberships.services import change_role, end_membership
from groups.models import Role, ShareAccess
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread, restrict, say, widen
from tests.dialogue.timeline.replica import frames
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Forbidden, Invalid, NotFound
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7
from viche.kernel.models import AccessChange, Event

pytestmark = pytest.mark.django_db
POLICY = ThreadPolicy()


def readers(world: World, thread: Thread) -> set[str]:
    return {
        name for name in world.people if POLICY.visible_to(world.actor(name)).filter(pk=thread.pk).exists()
    }


def looked_at(topic: str) -> list[str]:
    """Why everybody who hears a topic was looked at again."""
    return list(AccessChange.objects.filter(topic=topic).order_by("seq").values_list("reason", flat=True))


WHOLE_GROUP = {"facilitator", "secretary", "officer", "teacher", "councillor", "observer"}


def test_restricting_takes_the_thread_away_at_once(world: World) -> None:
    thread = a_thread(world)
    say(world, "teacher", thread)
    restrict(world, thread, organisations=("police",))
    assert readers(world, thread) == {"facilitator", "officer"}
    assert looked_at(topic_of(thread.pk)) == ["thread_restricted"]
    with pytest.raises(NotFound):
        say(world, "teacher", thread)


def test_the_group_hears_that_it_is_gone_and_nothing_more(world: World) -> None:
    thread = a_thread(world)
    restrict(world, thread, organisations=("police",))
    after = get_head(group_topic(world.group.pk))
    say(world, "officer", thread)
    restrict(world, thread, organisations=("police", "school"))
    assert get_head(group_topic(world.group.pk)) == after
    assert Event.objects.filter(kind="dialogue.thread_changed").count() == 2


def test_naming_others_takes_it_from_those_who_were_named(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",), people=("teacher",))
    restrict(world, thread, people=("councillor",))
    assert readers(world, thread) == {"facilitator", "councillor"}
    lost = set(AccessChange.objects.filter(reason="thread_audience_changed").values_list("person", flat=True))
    assert {world.people["officer"].pk, world.people["teacher"].pk} <= lost


def test_widening_shows_it_to_the_whole_group(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", thread)
    before = get_head(group_topic(world.group.pk))
    widen(world, thread)
    assert readers(world, thread) == WHOLE_GROUP
    assert get_head(group_topic(world.group.pk)) == before + 1
    assert not thread.audience.exists()


def test_only_who_leads_changes_the_audience(world: World) -> None:
    thread = a_thread(world, by="officer")
    with pytest.raises(Forbidden):
        restrict(world, thread, organisations=("school",), by="teacher")
    restrict(world, thread, organisations=("school",), by="officer")
    assert readers(world, thread) == {"officer", "teacher"}


def test_nobody_leaves_themselves_out(world: World) -> None:
    """The facilitator of the group does not lead this thread: without their name it would be lost to them."""
    thread = a_thread(world, by="officer")
    with pytest.raises(Invalid) as refusal:
        restrict(world, thread, organisations=("school",))
    assert refusal.value.errors[0].code == "without_you"
    assert readers(world, thread) == WHOLE_GROUP


def test_nobody_begins_what_they_could_not_see(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        a_restricted_thread(world, people=("officer",), facilitator_id=world.mandates["teacher"].pk)
    assert refusal.value.errors[0].code == "without_you"
    assert not Thread.objects.exists()


def test_those_who_are_named_hear_of_it_on_their_own_topics(world: World) -> None:
    topics = {name: f"user:{world.people[name].pk}" for name in world.people}
    before = {name: get_head(topic) for name, topic in topics.items()}
    thread = a_restricted_thread(world, organisations=("police",))
    restrict(world, thread, people=("teacher",))
    say(world, "teacher", thread)
    told = {
        name: get_head(topic) - before[name]
        for name, topic in topics.items()
        if get_head(topic) > before[name]
    }
    assert told == {"facilitator": 2, "officer": 2, "teacher": 1}
    heard = frames(topics["officer"], before["officer"])
    assert [one["data"] for one in heard] == [{"thread_id": str(thread.pk)}] * 2


@pytest.mark.parametrize("named", ["outsider", "former", "administrator"])
def test_only_who_sits_in_the_group_can_be_named(world: World, elsewhere: World, named: str) -> None:
    with pytest.raises(Invalid) as refusal:
        a_restricted_thread(world, people=("teacher", named))
    assert [(one.pointer, one.code) for one in refusal.value.errors] == [("/people/1", "not_in_group")]
    with pytest.raises(Invalid) as refusal:
        a_thread(
            world,
            visibility=Visibility.RESTRICTED,
            organisation_ids=[elsewhere.organisations["police"].pk],
        )
    assert [(one.pointer, one.code) for one in refusal.value.errors] == [("/organisations/0", "not_in_group")]


def test_a_restricted_thread_names_somebody_and_an_open_one_nobody(world: World) -> None:
    with pytest.raises(Invalid):
        a_restricted_thread(world)
    with pytest.raises(Invalid):
        a_thread(world, person_ids=[world.people["officer"].pk])


# ---- what follows from the group -------------------------------------------------------------------------


def test_leaving_the_group_ends_every_thread(world: World) -> None:
    open_to_all = a_thread(world, by="officer")
    restricted = a_restricted_thread(world, organisations=("police",))
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason="Ротація"
    )
    assert not POLICY.visible_to(world.actor("officer")).exists()
    assert not ThreadUserPermission.objects.filter(user=world.people["officer"]).exists()
    for thread in (open_to_all, restricted):
        assert resolve_visibility([(world.actor("officer"), thread.pk)]) == [None]


def test_a_thread_that_is_not_there_is_seen_by_nobody(world: World) -> None:
    thread, officer = a_thread(world), world.actor("officer")
    nothing, known = resolve_visibility([(officer, uuid7()), (officer, thread.pk)])
    assert nothing is None
    assert known is not None


def test_a_lower_role_speaks_less(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    change_role(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, role=Role.OBSERVER
    )
    with pytest.raises(Forbidden):
        say(world, "officer", thread)
    assert POLICY.can(world.actor("officer"), Action.READ, thread)


def test_a_share_with_a_guest_ends_by_itself_and_by_hand(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    guest = Actor.for_person(person("guest").pk)
    end = now() + timedelta(hours=1)
    assert guest.person_id is not None
    share = share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=guest.person_id,
        access=ShareAccess.SPEAK,
        until=end,
        reason="Експертка з доступності",
    )
    (sight,) = resolve_visibility([(guest, thread.pk)])
    assert sight is not None
    assert sight.until == end
    assert list(POLICY.visible_to(guest)) == [thread]
    with replace_clock(lambda: end):
        assert not POLICY.visible_to(guest).exists()
        assert resolve_visibility([(guest, thread.pk)]) == [None]
    end_guest_share(actor=world.actor("facilitator"), share_id=share.pk)
    assert not POLICY.visible_to(guest).exists()


def test_a_seat_keeps_no_member_in_what_was_shared_with_them_until_a_moment(world: World) -> None:
    thread, end = a_restricted_thread(world, organisations=("police",)), now() + timedelta(hours=1)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=world.people["teacher"].pk,
        access=ShareAccess.READ,
        until=end,
        reason="Порада",
    )
    assert resolve_visibility([(world.actor("teacher"), thread.pk)]) == [
        ThreadVisibility(end, restricted=True, is_group_member=True)
    ]


def test_the_grants_are_what_the_sources_say(world: World) -> None:
    """Making them anew changes nothing."""
    a_restricted_thread(world, organisations=("police",), people=("observer",))
    thread = a_thread(world, by="officer")
    restrict(world, thread, organisations=("council",), by="officer")
    before = list(ThreadUserPermission.objects.order_by("pk").values())
    assert not rebuild_grants()
    assert list(ThreadUserPermission.objects.order_by("pk").values()) == before
