"""What an actor is to a decision: by their rights in its thread, or else in its group, and by the roll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.decisions.lifecycle import DecisionRole
from dialogue.decisions.models import Decision, Voter
from dialogue.threads.access import ThreadAccess, visible_threads_q
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.visibility import load_grant_ends
from groups.models import InitiativeGroupUserPermission, Role
from groups.policies import FACILITATE, READ, RECORD, SPEAK, has_grant_q
from groups.selectors import Seat, list_seats_in
from viche.kernel.actor import Actor

Roles = frozenset[DecisionRole]
EVERY_ROLE: Roles = frozenset(DecisionRole) - {DecisionRole.VOTER}
RELATIONS = ("group", "thread__group")


def in_visible_thread_q(actor: Actor) -> Q:
    """Return the condition on decisions in threads that `actor` may read."""
    return Q(Exists(Thread.objects.filter(visible_threads_q(actor), pk=OuterRef("thread"))))


def in_visible_group_q(actor: Actor) -> Q:
    """Return the condition on decisions without a thread in groups that `actor` may read."""
    return Q(thread=None) & has_grant_q(InitiativeGroupUserPermission, actor, READ, "group")


def get_place_group_id(row: Decision) -> UUID:
    """Return the group whose rights apply: that of the thread, which may have moved since."""
    return row.thread.group_id if row.thread is not None else row.group_id


@dataclass(frozen=True, slots=True)
class ActorDecisionAccess:
    """The rights of an actor in some decisions, loaded in four queries however many they are."""

    actor: Actor
    roles: dict[UUID, Roles] = field(default_factory=dict)
    voters: dict[UUID, list[Voter]] = field(default_factory=dict)

    @classmethod
    def load(cls, actor: Actor, rows: Sequence[Decision]) -> ActorDecisionAccess:
        """Load the access to decisions, which need their group and thread."""
        if actor.is_system:
            return cls(actor, {row.pk: EVERY_ROLE for row in rows})
        if actor.person_id is None:
            return cls(actor, {row.pk: frozenset() for row in rows})
        voters = list_voters_of(actor.person_id, rows)
        held = _load_standings(actor.person_id, rows)
        return cls(
            actor,
            {row.pk: _list_roles(row, held[row.pk], voters.get(row.pk, ())) for row in rows},
            voters,
        )


def list_voters_of(person_id: UUID, rows: Sequence[Decision]) -> dict[UUID, list[Voter]]:
    """Return the voters for whom a person speaks now, by decision, in the order of the roll."""
    seats = list_seats_in(person_id, {row.group_id for row in rows})
    speaking = [seat for seat in seats if seat.role != Role.OBSERVER]
    if not speaking:
        return {}
    groups = {row.pk: row.group_id for row in rows}
    found: dict[UUID, list[Voter]] = {}
    for voter in _filter_voters_of(speaking).filter(decision__in=groups, lost_at=None).order_by("id"):
        if any(_speaks_for(seat, voter, groups[voter.decision_id]) for seat in speaking):
            found.setdefault(voter.decision_id, []).append(voter)
    return found


def _filter_voters_of(seats: Iterable[Seat]) -> QuerySet[Voter]:
    own = Q(membership__in=[seat.membership.pk for seat in seats])
    organisations = {seat.mandate.organisation_id for seat in seats}
    return Voter.objects.filter(own | Q(membership=None, organisation__in=organisations))


def _speaks_for(seat: Seat, voter: Voter, group_id: UUID) -> bool:
    if seat.membership.group_id != group_id:
        return False
    if voter.membership_id is not None:
        return voter.membership_id == seat.membership.pk
    return voter.organisation_id == seat.mandate.organisation_id


def _load_standings(person_id: UUID, rows: Sequence[Decision]) -> dict[UUID, ThreadAccess]:
    threads = {row.thread_id for row in rows if row.thread_id is not None}
    own = load_grant_ends(ThreadUserPermission, {person_id}, threads)
    of_group = load_grant_ends(
        InitiativeGroupUserPermission, {person_id}, {get_place_group_id(row) for row in rows}
    )
    return {
        row.pk: ThreadAccess(
            frozenset(own.get((person_id, row.thread_id), ())) if row.thread_id else frozenset(),
            frozenset(of_group.get((person_id, get_place_group_id(row)), ())),
        )
        for row in rows
    }


def _list_roles(row: Decision, held: ThreadAccess, voters: Sequence[Voter]) -> Roles:
    reads, speaks, records, leads = _list_rights(row, held)
    if not reads:
        return frozenset()
    found = {
        DecisionRole.READER: True,
        DecisionRole.SPEAKER: speaks,
        DecisionRole.RECORDER: records,
        DecisionRole.LEADER: leads,
        DecisionRole.HEAD: leads and FACILITATE in held.group and get_place_group_id(row) == row.group_id,
        DecisionRole.VOTER: speaks and bool(voters),
    }
    return frozenset(role for role, holds in found.items() if holds)


def _list_rights(row: Decision, held: ThreadAccess) -> tuple[bool, bool, bool, bool]:
    """Return whether the actor reads, speaks, records and leads where the decision is made."""
    thread = row.thread
    if thread is None:
        return READ in held.group, SPEAK in held.group, RECORD in held.group, FACILITATE in held.group
    return (
        held.can_read(thread),
        held.can_post(thread),
        held.is_facilitator_or_secretary(thread),
        held.can_facilitate(thread),
    )
