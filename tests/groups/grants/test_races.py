"""What happens at once: whichever comes first, the rules hold and the grants agree with their sources."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from time import sleep
from uuid import UUID

import pytest

from dialogue.lifecycle.visibility import set_audience
from dialogue.models import Thread, ThreadUserPermission, Visibility
from groups.break_glass.services import approve_break_glass, request_break_glass
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.initiative_groups.services import suspend_group
from groups.joining.invitations import InvitationOutcome, invite, use_invitation
from groups.joining.join_requests import admit_request, decline_request, request_seat
from groups.mandates.deputies import appoint_deputy
from groups.mandates.services import end_mandate
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import change_role, end_membership, start_membership
from groups.models import (
    BreakGlass,
    InitiativeGroupUserPermission,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    OfficeKind,
    RequestState,
    Role,
    ShareAccess,
)
from groups.offices.services import end_office, give_office
from groups.privacy.erasure import end_all_access_of
from groups.selectors import list_facilitator_ids
from tasks.models import ActionItem
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world
from tests.dialogue.helpers import a_restricted_thread, a_thread
from tests.groups.helpers import (
    a_coordinator,
    an_office,
    at,
    at_once,
    codenames,
    colleague,
    in_turn,
    later,
    nothing_to_rebuild,
    seat,
    stand_in,
)
from tests.tasks.helpers import an_item, edit
from viche.deadlines.engine import fire_due
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from viche.kernel.events import open_unit_of_work
from viche.kernel.models import Event as Recorded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return a_world("Тут")


def remove(world: World, name: str, by: str | None = None) -> Membership:
    actor = world.actor(by) if by else SYSTEM
    return end_membership(
        actor=actor, group_id=world.group.pk, membership_id=world.seats[name].pk, reason="Досить"
    )


def lead(world: World, name: str) -> None:
    seat = world.seats[name].pk
    change_role(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, role=Role.FACILITATOR)


def refusals(results: list[object]) -> list[DomainError]:
    """The refusals; any other error is a failure of the test."""
    errors = [one for one in results if isinstance(one, Exception)]
    for error in errors:
        if not isinstance(error, DomainError):
            raise error
    return [error for error in errors if isinstance(error, DomainError)]


def pass_on(world: World, name: str, person_id: UUID) -> Mandate:
    return transfer_mandate(
        actor=SYSTEM,
        mandate_id=world.mandates[name].pk,
        person_id=person_id,
        document="Наказ № 9",
        reason="Ротація",
    )


def test_a_post_passes_on_to_one_of_two(world: World) -> None:
    rivals = [colleague(world, "police"), colleague(world, "police")]
    results = at_once(*(partial(pass_on, world, "officer", one.pk) for one in rivals))
    (refusal,) = refusals(results)
    assert isinstance(refusal, Conflict | Forbidden)
    assert sorted(codenames(world, one) for one in rivals) == [set(), {"read", "speak"}]
    assert codenames(world, "officer") == set()
    assert nothing_to_rebuild()


def test_a_post_passes_on_while_its_item_is_reassigned_and_its_holder_removed(world: World) -> None:
    item, who = an_item(world, owner_id=world.mandates["councillor"].pk), colleague(world, "council")
    results = at_once(
        partial(pass_on, world, "councillor", who.pk),
        partial(edit, world, item, title_uk="Інша назва"),
        partial(remove, world, "councillor"),
    )
    refusals(results)
    assert codenames(world, "councillor") == set()
    taken_over = ActionItem.objects.get(pk=item.pk).owner
    assert taken_over is not None
    assert (taken_over.person == who) == bool(codenames(world, who))
    assert nothing_to_rebuild()


def test_two_facilitators_remove_each_other(world: World) -> None:
    lead(world, "secretary")
    elsewhere = a_world("Там")  # of which they go on to see the table
    for name in ("secretary", "facilitator"):
        a_seat(elsewhere.group, a_mandate(world.people[name], elsewhere.organisations["ngo"]), Role.MEMBER)
    results = at_once(
        partial(remove, world, "secretary", by="facilitator"),
        partial(remove, world, "facilitator", by="secretary"),
    )
    (refusal,) = refusals(results)
    assert isinstance(refusal, NotFound)  # who is out sees the table no more
    assert len(list_facilitator_ids(world.group.pk)) == 1
    assert nothing_to_rebuild()


def test_two_facilitators_leave(world: World) -> None:
    lead(world, "secretary")
    results = at_once(
        partial(remove, world, "facilitator", by="facilitator"),
        partial(remove, world, "secretary", by="secretary"),
    )
    # Nobody is kept: whoever goes last leaves the group to its coordinator, who is told once.
    assert refusals(results) == []
    assert list_facilitator_ids(world.group.pk) == []
    assert Recorded.objects.filter(kind="groups.lead_lost").count() == 1
    assert nothing_to_rebuild()


def test_the_last_two_facilitators_go_by_different_ways(world: World) -> None:
    lead(world, "secretary")
    results = at_once(
        partial(remove, world, "secretary"),
        partial(end_mandate, actor=SYSTEM, mandate_id=world.mandates["facilitator"].pk, reason="Ротація"),
    )
    # An organisation withdraws whom it likes; the seat stays where it went first.
    assert {refusal.reason for refusal in refusals(results)} <= {"last_facilitator"}
    assert codenames(world, "facilitator") == set()
    assert nothing_to_rebuild()


def test_a_mandate_is_seated_once(world: World) -> None:
    results = at_once(*[partial(seat, world, "outsider")] * 3)
    assert [refusal.reason for refusal in refusals(results)] == ["already_seated"] * 2
    assert codenames(world, "outsider") == {"read", "speak"}


def test_a_seat_ends_while_a_deputy_acts_and_another_is_sent(world: World) -> None:
    acting, sent = colleague(world, "police"), colleague(world, "police")
    stand_in(world, "officer", acting, now(), later(days=1))
    results = at_once(
        partial(remove, world, "officer"),
        partial(
            appoint_deputy,
            actor=SYSTEM,
            mandate_id=world.mandates["officer"].pk,
            deputy_id=sent.pk,
            starts_at=now(),
            ends_at=later(days=1),
        ),
    )
    assert refusals(results) == []
    for who in (world.people["officer"], acting, sent):
        assert codenames(world, who) == set()
    assert nothing_to_rebuild()


def test_a_mandate_ends_while_it_gets_a_seat(world: World) -> None:
    results = at_once(
        partial(end_mandate, actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason="Звільнення"),
        partial(
            start_membership,
            actor=SYSTEM,
            group_id=world.group.pk,
            mandate_id=world.mandates["outsider"].pk,
            role=Role.MEMBER,
        ),
    )
    assert len(refusals(results)) <= 1
    assert codenames(world, "outsider") == set()
    assert not Membership.objects.filter(mandate=world.mandates["outsider"], until=None).exists()
    assert nothing_to_rebuild()


def first_then(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """Begin `second` while `first` is done and not yet committed."""
    begun = Event()

    def hesitate() -> object:
        with open_unit_of_work():
            result = first()
            begun.set()
            sleep(0.4)
        return result

    def follow() -> object:
        begun.wait()
        return second()

    return at_once(hesitate, follow)


@pytest.mark.parametrize("opening_first", [True, False])
def test_a_seat_ends_while_a_restricted_thread_opens(world: World, opening_first: bool) -> None:
    opening = partial(a_restricted_thread, world, organisations=("council", "school"))
    ending = partial(remove, world, "councillor")
    acts = (opening, ending) if opening_first else (ending, opening)
    assert refusals(first_then(*acts)) == []
    assert not ThreadUserPermission.objects.filter(user=world.people["councillor"]).exists()
    for name in ("secretary", "teacher"):
        assert ThreadUserPermission.objects.filter(user=world.people[name]).exists()
    assert nothing_to_rebuild()


@pytest.mark.parametrize("restricting_first", [True, False])
def test_a_seat_ends_while_a_thread_becomes_restricted(world: World, restricting_first: bool) -> None:
    thread = a_thread(world)
    restricting = partial(
        set_audience,
        actor=world.actor("facilitator"),
        thread_id=thread.pk,
        expected_version=thread.version,
        visibility=Visibility.RESTRICTED,
        organisation_ids=[world.organisations["council"].pk],
    )
    ending = partial(remove, world, "councillor")
    acts = (restricting, ending) if restricting_first else (ending, restricting)
    assert refusals(first_then(*acts)) == []
    assert not ThreadUserPermission.objects.filter(user=world.people["councillor"]).exists()
    assert nothing_to_rebuild()


def test_a_group_rests_while_a_guest_is_let_in(world: World) -> None:
    thread, guest = a_thread(world), colleague(world, "market")
    sharing = partial(
        share_with_guest,
        actor=SYSTEM,
        container_type="thread",
        container_id=thread.pk,
        person_id=guest.pk,
        access=ShareAccess.SPEAK,
        until=later(days=1),
        reason="Порада",
    )
    resting = partial(suspend_group, actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert refusals(first_then(sharing, resting)) == []
    held = ThreadUserPermission.objects.filter(user=guest).values_list("permission__codename", flat=True)
    assert list(held) == ["read_thread"]
    assert nothing_to_rebuild()


def test_many_changes_of_one_group_at_once(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "school"))
    guest = colleague(world, "market")
    share = partial(
        share_with_guest,
        actor=SYSTEM,
        container_type="thread",
        container_id=thread.pk,
        person_id=guest.pk,
        access=ShareAccess.READ,
        until=later(days=1),
        reason="Порада",
    )
    given = share()
    results = at_once(
        partial(remove, world, "teacher"),
        partial(remove, world, "councillor"),
        partial(seat, world, "outsider"),
        share,
        partial(end_guest_share, actor=SYSTEM, share_id=given.pk),
    )
    assert refusals(results) == []
    assert nothing_to_rebuild()
    assert ThreadUserPermission.objects.filter(user=guest).count() == 1


def test_two_workers_look_again_at_the_same_terms(world: World) -> None:
    moment = later(minutes=1)
    seat(world, "outsider", until=moment)
    with at(moment):
        results = at_once(fire_due, fire_due, partial(remove, world, "teacher"))
    assert refusals(results) == []
    assert not InitiativeGroupUserPermission.objects.filter(user=world.people["teacher"]).exists()


def test_of_many_who_come_at_once_as_many_get_in_as_the_link_allows(world: World) -> None:
    _made, secret = invite(
        actor=a_coordinator(world),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        role=Role.MEMBER,
        expires_at=later(days=7),
        uses=2,
    )
    crowd = [Actor.for_person(colleague(world, "market").pk) for _number in range(4)]
    came = at_once(*(partial(use_invitation, actor=one, secret=secret) for one in crowd))
    outcomes = [one for one in came if isinstance(one, InvitationOutcome)]
    assert sum(isinstance(one.came_to, Membership) for one in outcomes) == 2
    assert sum(isinstance(one, NotFound) for one in came) == 2
    assert Invitation.objects.get().used == 2
    assert nothing_to_rebuild()


def test_of_two_answers_at_once_one_holds(world: World) -> None:
    asked = request_seat(
        actor=world.actor("outsider"),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        position_uk="директорка",
    )
    leader = world.actor("facilitator")
    answers = at_once(
        partial(admit_request, actor=leader, request_id=asked.pk),
        partial(decline_request, actor=leader, request_id=asked.pk, reason="Місць немає"),
        partial(admit_request, actor=leader, request_id=asked.pk),
    )
    assert sum(isinstance(one, JoinRequest) for one in answers) == 1
    assert all(isinstance(one, JoinRequest | DomainError) for one in answers), answers
    asked.refresh_from_db()
    seated = Membership.objects.filter(mandate=world.mandates["outsider"]).exists()
    assert seated == (asked.state == RequestState.ADMITTED)
    assert nothing_to_rebuild()


def asked_for(world: World, thread: Thread, person_id: UUID) -> BreakGlass:
    world.people["dpo"] = an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person
    actor, facts = Actor.for_person(person_id), {"reason": "Загроза життю"}
    return request_break_glass(actor=actor, container_type="thread", container_id=thread.pk, **facts)


def approval(world: World, glass: BreakGlass) -> Callable[[], BreakGlass]:
    return partial(approve_break_glass, actor=world.actor("dpo"), break_glass_id=glass.pk)


def test_an_office_is_taken_back_from_who_is_erased(world: World) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    thread = a_restricted_thread(world, organisations=("school",))
    glass = asked_for(world, thread, office.person_id)
    approval(world, glass)()
    results = in_turn(
        Thread.objects.filter(pk=thread.pk),
        partial(end_all_access_of, actor=SYSTEM, person_id=office.person_id),
        partial(end_office, actor=SYSTEM, office_id=office.pk, reason="Інша робота"),
    )
    (refusal,) = refusals(results)
    assert refusal.reason == "already_ended"
    glass.refresh_from_db()
    assert glass.ended_at is not None
    assert nothing_to_rebuild()


def test_emergency_access_is_approved_for_who_is_erased(world: World) -> None:
    thread, who = a_restricted_thread(world, organisations=("school",)), world.people["officer"]
    give_office(
        actor=SYSTEM,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Розпорядження № 1",
        person_id=who.pk,
    )
    glass = asked_for(world, thread, who.pk)
    results = in_turn(
        BreakGlass.objects.filter(pk=glass.pk),
        approval(world, glass),
        partial(end_all_access_of, actor=SYSTEM, person_id=who.pk),
    )
    assert refusals(results) == []
    glass.refresh_from_db()
    assert glass.ended_at is not None
    assert not ThreadUserPermission.objects.filter(user=who).exists()
    assert nothing_to_rebuild()
