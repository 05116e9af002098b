"""A new seat of an organisation that a restricted thread names reads it once who leads the thread agrees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from dialogue.models import LateSeat, Thread, ThreadState
from dialogue.seat_admission.registration import find_deciders
from groups.grants import rebuild_grants
from groups.mandates.deputies import appoint_deputy, end_deputyship
from groups.mandates.services import resume_mandate, suspend_mandate
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import end_membership, start_membership
from groups.models import Membership, OfficeKind, Role
from groups.offices.services import give_office
from tests.cast import SYSTEM, World, a_mandate, person
from tests.dialogue.helpers import a_restricted_thread, restrict, say, step
from tests.dialogue.lifecycle.test_visibility import readers
from tests.groups.helpers import a_coordinator, nothing_to_rebuild
from tests.privacy.conftest import an_officer
from tests.tasks.lifecycle.test_notifications import forget
from viche.accounts.approvals.kinds import describe_approvals
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.services import confirm_approval
from viche.kernel.clock import now
from viche.kernel.errors import NotFound
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(world: World) -> Thread:
    """Between the police and the facilitator."""
    made = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", made)
    return made


def seat_inspector(world: World, by: str = "facilitator") -> Membership:
    """A new representative of the police comes to the table."""
    world.people["inspector"] = person("inspector")
    mandate = a_mandate(world.people["inspector"], world.organisations["police"])
    seat = start_membership(
        actor=world.actor(by), group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER
    )
    drain_outbox()
    return seat


def waiting() -> Approval:
    return Approval.objects.get(kind="dialogue.late_seat", state=ApprovalState.PENDING)


def deciders() -> set[UUID]:
    """Who may decide the one request that waits."""
    approval = waiting()
    return find_deciders([approval])[approval.pk]


def test_a_new_seat_reads_nothing_before_the_leader_confirms_and_the_readers_are_told(
    world: World, thread: Thread
) -> None:
    seat_inspector(world)
    assert readers(world, thread) == {"facilitator", "officer"}
    with pytest.raises(NotFound):
        confirm_approval(actor=world.actor("officer"), approval_id=waiting().pk)
    forget()
    confirm_approval(actor=world.actor("facilitator"), approval_id=waiting().pk)
    assert readers(world, thread) == {"facilitator", "officer", "inspector"}
    assert nothing_to_rebuild()
    drain_outbox()
    told = Notification.objects.filter(event__kind="dialogue.late_seat_admitted")
    assert {one.person_id for one in told} >= {world.people["officer"].pk, world.people["inspector"].pk}


def test_a_thread_that_names_the_organisation_after_its_seat_began_is_read_at_once(world: World) -> None:
    seat_inspector(world)
    thread = a_restricted_thread(world, organisations=("police",))
    assert readers(world, thread) == {"facilitator", "officer", "inspector"}
    assert not LateSeat.objects.exists()


def test_a_seat_that_began_between_draft_and_opening_waits_too(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",), draft=True)
    seat_inspector(world)
    step(world, thread, ThreadState.OPEN)
    drain_outbox()
    assert "inspector" not in readers(world, thread)
    confirm_approval(actor=world.actor("facilitator"), approval_id=waiting().pk)
    assert "inspector" in readers(world, thread)


def test_naming_another_organisation_does_not_admit_who_waits(world: World, thread: Thread) -> None:
    seat_inspector(world)
    restrict(world, thread, organisations=("police", "school"))
    assert "inspector" not in readers(world, thread)
    rebuild_grants()
    assert "inspector" not in readers(world, thread)


def test_one_request_for_all_threads_of_a_leader(world: World, thread: Thread) -> None:
    other = a_restricted_thread(world, organisations=("police", "school"))
    seat_inspector(world)
    confirm_approval(actor=world.actor("facilitator"), approval_id=waiting().pk)
    assert "inspector" in readers(world, thread) & readers(world, other)


def test_where_nobody_leads_the_officer_of_the_territory_confirms(world: World, thread: Thread) -> None:
    an_officer(world)
    seat_inspector(world)
    end_membership(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        membership_id=world.seats["facilitator"].pk,
        reason="Відпустка",
    )
    confirm_approval(actor=world.actor("dpo"), approval_id=waiting().pk)
    assert readers(world, thread) == {"officer", "inspector"}


def test_the_successor_of_who_leads_reads_and_leads_once_confirmed(world: World) -> None:
    """Else a coordinator would name whoever reads a restricted thread by passing its leader's post on."""
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    an_officer(world)
    world.people["successor"] = person("successor")
    after = transfer_mandate(
        actor=SYSTEM,
        mandate_id=world.mandates["facilitator"].pk,
        person_id=world.people["successor"].pk,
        document="Наказ",
        reason="Ротація",
    )
    drain_outbox()
    assert "successor" not in readers(world, thread)
    confirm_approval(actor=world.actor("dpo"), approval_id=waiting().pk)
    assert "successor" in readers(world, thread)
    thread.refresh_from_db()
    assert thread.facilitator_id == after.pk


def test_nothing_waits_for_a_seat_that_is_over(world: World, thread: Thread) -> None:
    seat = seat_inspector(world)
    end_membership(
        actor=world.actor("facilitator"), group_id=world.group.pk, membership_id=seat.pk, reason="Помилка"
    )
    drain_outbox()
    assert not Approval.objects.filter(state=ApprovalState.PENDING).exists()


def test_the_request_names_no_thread(world: World, thread: Thread) -> None:
    seat_inspector(world)
    assert UUID(waiting().payload["threads"][0]) == thread.pk
    assert thread.title_uk not in str(describe_approvals([waiting()]))


def test_a_deputy_whom_another_than_the_holder_sends_does_not_read(world: World, thread: Thread) -> None:
    """A coordinator would send an account of their own in place of a representative who reads along."""
    colleague = person("colleague")
    a_mandate(colleague, world.organisations["police"])
    window: dict[str, Any] = {
        "deputy_id": colleague.pk,
        "starts_at": now(),
        "ends_at": now() + timedelta(days=1),
    }
    world.people["colleague"] = colleague
    sent = appoint_deputy(actor=a_coordinator(world), mandate_id=world.mandates["officer"].pk, **window)
    assert "colleague" not in readers(world, thread)
    assert nothing_to_rebuild()
    end_deputyship(actor=world.actor("officer"), deputyship_id=sent.pk)
    appoint_deputy(actor=world.actor("officer"), mandate_id=world.mandates["officer"].pk, **window)
    assert "colleague" in readers(world, thread)


def test_an_officer_who_coordinates_or_came_later_does_not_confirm(world: World, thread: Thread) -> None:
    both, later_one = an_officer(world, "both"), person("later")
    give_office(
        actor=SYSTEM,
        person_id=both.pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Розпорядження № 3",
    )
    seat_inspector(world)
    end_membership(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        membership_id=world.seats["facilitator"].pk,
        reason="Відпустка",
    )
    world.people["later"] = later_one
    give_office(
        actor=SYSTEM,
        person_id=later_one.pk,
        kind=OfficeKind.DATA_PROTECTION_OFFICER,
        territory_id=world.territory.pk,
        document="Розпорядження № 4",
    )
    assert deciders() == set()


def test_a_leader_whose_mandate_is_suspended_is_waited_for(world: World, thread: Thread) -> None:
    an_officer(world)
    seat_inspector(world)
    suspend_mandate(actor=SYSTEM, mandate_id=world.mandates["facilitator"].pk, reason="Перевірка")
    assert deciders() == set()
    resume_mandate(actor=SYSTEM, mandate_id=world.mandates["facilitator"].pk)
    assert deciders() == {world.people["facilitator"].pk}
