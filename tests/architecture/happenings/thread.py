"""What may happen in generated worlds: threads."""

from __future__ import annotations

from typing import Any

from dialogue.lifecycle.services import create_thread, transition_thread
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import Purpose, Thread, ThreadState, Visibility
from dialogue.posting.services import post_message
from dialogue.transfer.services.move import move_to_group
from groups.memberships.services import start_membership
from groups.models import InitiativeGroup, Membership, Organisation, Role
from tests.architecture.happenings.town import WHY, Facts, Town
from tests.cast import SYSTEM
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.ids import uuid7


def _audience(town: Town, one: int, other: int, how: int) -> Facts:
    if how % 2:
        return {"visibility": Visibility.GROUP}
    named = [town.of(Organisation, one).pk]
    people = [town.person(other).pk] if how % 3 else []
    return {"visibility": Visibility.RESTRICTED, "organisation_ids": named, "person_ids": people}


def table_of(town: Town, number: int) -> tuple[Actor, Any]:
    """One of the two groups at whose table everybody sits, with who leads it."""
    role, world = (("facilitator", town.stage.here), ("stranger", town.stage.elsewhere))[number % 4 == 0]
    return town.stage.actor(role), world.group.pk


def _thread(town: Town, one: int, other: int, how: int) -> None:
    leader, group_id = table_of(town, one)
    facts: Facts = {"title_uk": "Укриття", "purpose": Purpose.CONSULT, "draft": how % 5 == 0}
    thread = create_thread(actor=leader, group_id=group_id, **facts, **_audience(town, one, other, how))
    if thread.state == ThreadState.OPEN:
        words: Facts = {"client_id": uuid7(), "body": "Так", "on_behalf": False}
        post_message(actor=leader, thread_id=thread.pk, **words)


def _thread_moved(town: Town, number: int, one: int, how: int) -> None:
    thread = town.of(Thread, number)
    facts: Facts = {"actor": SYSTEM, "thread_id": thread.pk, "expected_version": thread.version}
    if how % 2:
        set_audience(**facts, **_audience(town, one, number, how // 2))
    else:
        state = list(ThreadState)[how // 2 % 4]
        transition_thread(
            to=state, outcome_uk="Домовились" if state == ThreadState.CLOSED else None, **facts, **WHY
        )


def _thread_taken(town: Town, number: int, where: int, how: int) -> None:
    """To a group in which who takes it there has a seat, perhaps since then."""
    thread, group_id = town.of(Thread, number), town.of(InitiativeGroup, where).pk
    facts: Facts = {"group_id": group_id, "mandate_id": town.stage.here.mandates["facilitator"].pk}
    if not Membership.objects.filter(group=group_id, mandate=facts["mandate_id"]).exists():
        start_membership(actor=SYSTEM, since=now(), role=list(Role)[how % 4], **facts)
    facts = {"group_id": group_id, "expected_version": thread.version, "widens": True, **WHY}
    move_to_group(actor=town.stage.actor("facilitator"), thread_id=thread.pk, **facts)


HAPPENINGS = (
    _thread,
    _thread_moved,
    _thread_taken,
)
