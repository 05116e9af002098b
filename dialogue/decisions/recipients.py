"""Whom an event of a decision concerns."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from dialogue.decisions.models import Answer, Decision, SectorAsk, Voter
from dialogue.threads.selectors import list_facilitating_reader_ids
from groups.models import Deputyship, Role
from groups.policies import FACILITATE, RECORD, list_grantees_of
from groups.seats.deputies import acting_deputyship_q
from groups.selectors import list_active_seats
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.registry import Recipient, build_recipients

VOTES, OBJECTS, LEADS, COUNTS = "votes_in_decision", "objects", "leads_decision", "counts_paper"


def load_decision(event: Event) -> Decision:
    return Decision.objects.select_related("group", "thread__group").get(pk=event.subject_id)


def list_people_of(row: Decision, voters: Iterable[Voter]) -> set[UUID]:
    """Return the people who speak for voters now, acting deputies included."""
    rows, at = list(voters), now()
    own = Q(pk__in=[one.membership_id for one in rows if one.membership_id is not None])
    named = {one.organisation_id for one in rows if one.membership_id is None}
    seats = list_active_seats(at).filter(own | Q(mandate__organisation__in=named), group=row.group_id)
    seats = seats.exclude(role=Role.OBSERVER)
    mandates, holders = seats.values("mandate"), seats.filter(mandate__person__is_active=True)
    acting = Deputyship.objects.filter(acting_deputyship_q(at), mandate__in=mandates, deputy__is_active=True)
    return {*acting.values_list("deputy", flat=True), *holders.values_list("mandate__person", flat=True)}


def list_people_with_votes(event: Event) -> Iterable[Recipient]:
    row = load_decision(event)
    return build_recipients(VOTES, list_people_of(row, row.voters.filter(lost_at=None)))


def list_people_to_tell_outcome(event: Event) -> Iterable[Recipient]:
    """Return who was asked, unless the words are those that they were told."""
    return list_people_with_votes(event) if event.data.get("is_new", True) else []


def list_people_to_remind(event: Event) -> Iterable[Recipient]:
    row = load_decision(event)
    return build_recipients(VOTES, list_people_of(row, row.voters.filter(lost_at=None, has_voted=False)))


def list_people_of_asked_sector(event: Event) -> Iterable[Recipient]:
    row, ask = load_decision(event), SectorAsk.objects.get(pk=event.data["ask_id"])
    silent = row.voters.filter(sector=ask.sector, lost_at=None, has_voted=False)
    return build_recipients(VOTES, list_people_of(row, silent))


def list_people_answered(event: Event) -> Iterable[Recipient]:
    row = load_decision(event)
    answered = row.voters.filter(replies=event.data["reply_id"], lost_at=None)
    return build_recipients(OBJECTS, list_people_of(row, answered))


def list_leaders(event: Event) -> Iterable[Recipient]:
    return build_recipients(LEADS, _list_leader_ids(load_decision(event)))


def list_people_of_vote(event: Event) -> Iterable[Recipient]:
    """Return who speaks for a seat whose answer another person recorded, and who leads if it objects."""
    leaders = list_leaders(event) if event.data["answer"] == Answer.OBJECT else []
    if not event.data["by_phone"]:
        return leaders
    row = load_decision(event)
    voters = row.voters.filter(pk=event.data["voter_id"], lost_at=None)
    return [*build_recipients(VOTES, list_people_of(row, voters)), *leaders]


def list_other_counters(event: Event) -> Iterable[Recipient]:
    """Return who may enter the ballots the second time; who entered them first is left out as the actor."""
    if event.data["entry"] != 1:
        return []
    row = load_decision(event)
    recorders = _list_leader_ids(row) | set(list_grantees_of(row.group, RECORD))
    return build_recipients(COUNTS, recorders)


def _list_leader_ids(row: Decision) -> set[UUID]:
    of_thread = list_facilitating_reader_ids(row.thread) if row.thread is not None else set()
    return of_thread | set(list_grantees_of(row.group, FACILITATE))
