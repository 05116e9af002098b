"""Open a decision: fix its rule, number it and make the roll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.charters.selectors import get_charter
from dialogue.decisions.events import DecisionOpened, record_decision
from dialogue.decisions.lifecycle import STEPS, Step
from dialogue.decisions.models import (
    FIRST_RESTRICTED_NUMBER,
    Decision,
    DecisionTerm,
    Method,
    TermKind,
    Unit,
    Voter,
)
from dialogue.threads.selectors import list_poster_ids
from groups.grants import lock_for_share
from groups.models import Deputyship, InitiativeGroup, Membership, Role
from groups.seats.deputies import acting_deputyship_q
from groups.selectors import list_occupied_seats
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.versions import save_new_version

MIN_DURATION, MAX_DURATION = timedelta(minutes=1), timedelta(days=366)
REMINDER_LEAD = timedelta(days=1)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('dialogue.decisions', 0) # hashtextextended(%s, 0))"
"""Serialises the numbers of a register. Not the lock of the group: a change of seats holds that first."""


def open_locked_decision(actor: Actor, row: Decision) -> None:
    """Open a locked draft. Group and thread are locked for share, so no seat or audience changes meanwhile.

    Raises Invalid for a close that is missing or has passed, and Conflict where nobody could answer or it
    cannot supersede what it names.
    """
    _check_close(row.closes_at)
    if row.thread is not None:
        lock_for_share(row.thread)
        row.thread.refresh_from_db()
    charter = get_charter(row.group)
    row.state, row.opened_at = STEPS[Step.OPEN].target, now()
    row.quorum = row.group.quorum
    row.present_sectors, row.asked_sectors = charter.present_sectors, charter.asked_sectors
    row.silence = charter.silence
    row.binds = row.method != Method.ADVICE and (not row.on_paper or charter.paper_binds)
    _check_supersedes(row)
    row.number = _find_next_number(row)
    if not row.on_paper:
        row.quorum = make_roll(row)
    save_new_version(row, whole=True)
    _schedule_terms(row)
    record_decision(actor, DecisionOpened, row)


def make_roll(row: Decision) -> int:
    """Store the voters: the occupied seats, observers excepted, for which somebody may speak there.

    Return the quorum among them. That of the group counts seats; of organisations the same part is needed.
    """
    seats = list_speaking_seats(row)
    voters = list(_list_voters(row, seats))
    if not voters:
        raise Conflict("no_voters", _("No seat could answer here."))
    Voter.objects.bulk_create(voters)
    return ceil(Fraction(row.group.quorum * len(voters), len(seats)))


def list_voting_seats(row: Decision) -> QuerySet[Membership]:
    return list_occupied_seats(now()).filter(group=row.group_id).exclude(role=Role.OBSERVER)


def list_speaking_seats(row: Decision) -> list[Membership]:
    """Return the voting seats whose holder or acting deputy may post there."""
    seats = list_voting_seats(row)
    if row.thread is not None and not row.thread.is_shared_with_group:
        posters = list_poster_ids(row.thread)
        acting = Deputyship.objects.filter(acting_deputyship_q(now()), deputy__in=posters).values("mandate")
        seats = seats.filter(Q(mandate__person__in=posters) | Q(mandate__in=acting))
    return list(seats.select_related("mandate__organisation").order_by("since", "id"))


def _list_voters(row: Decision, seats: Iterable[Membership]) -> Iterator[Voter]:
    known = set()
    for seat in seats:
        organisation = seat.mandate.organisation
        facts = {"decision": row, "organisation": organisation, "sector": organisation.sector}
        if row.unit == Unit.SEAT:
            yield Voter(membership=seat, mandate=seat.mandate, **facts)
        elif organisation.pk not in known:
            known.add(organisation.pk)
            yield Voter(**facts)


def _check_close(closes_at: datetime | None) -> None:
    if closes_at is None:
        raise Invalid.field("/closes_at", "required", _("Say until when answers are taken."))
    if closes_at < now() + MIN_DURATION:
        raise Invalid.field("/closes_at", "too_soon", _("This time has passed. Choose a later one."))
    if closes_at > now() + MAX_DURATION:
        raise Invalid.field("/closes_at", "too_far", _("Choose a day within a year."))


def _check_supersedes(row: Decision) -> None:
    if row.supersedes is None:
        return
    if not row.binds:
        raise Conflict("binds_nobody", _("What binds nobody supersedes no decision."))
    if row.supersedes.state not in STEPS[Step.SUPERSEDE].sources:
        raise Conflict("not_adopted", _("The decision that it supersedes does not hold any more."))


def _find_next_number(row: Decision) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(row.register_id)])
    is_shared = row.is_shared_with_group
    first = 1 if is_shared else FIRST_RESTRICTED_NUMBER
    series = Q(number__lt=FIRST_RESTRICTED_NUMBER) if is_shared else Q(number__gte=first)
    numbered = Decision.objects.filter(series, register=row.register_id)
    last = numbered.aggregate(last=Max("number"))["last"]
    return first if last is None else last + 1


def _schedule_terms(row: Decision) -> None:
    """Schedule the close, and the reminder a day before. Ballots of paper are closed by who counted them."""
    closes_at = row.closes_at
    if row.on_paper or closes_at is None:
        return
    terms = [DecisionTerm(decision=row, kind=TermKind.CLOSE, due_at=closes_at)]
    if closes_at - REMINDER_LEAD > now():
        terms.append(DecisionTerm(decision=row, kind=TermKind.REMIND, due_at=closes_at - REMINDER_LEAD))
    DecisionTerm.objects.bulk_create(terms)


def lock_group_of(decision_id: UUID) -> None:
    """Lock the group of a decision for share, before the decision is locked."""
    for group in InitiativeGroup.objects.filter(decisions=decision_id):
        lock_for_share(group)
