"""Selectors of decisions, narrowed to the reader unless they say otherwise."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dialogue.decisions.access import list_voters_of
from dialogue.decisions.loaders import join_cards
from dialogue.decisions.models import (
    Answer,
    Decision,
    DecisionState,
    ObjectionReply,
    PaperCount,
    Vote,
    Voter,
)
from dialogue.decisions.policies import Action, DecisionPolicy
from dialogue.threads.access import facilitated_q, moderatable_q
from dialogue.threads.models import Thread, Visibility
from groups.models import InitiativeGroup, InitiativeGroupUserPermission, Mandate
from groups.policies import FACILITATE, RECORD, has_grant_q
from groups.selectors import list_seats_taken_by
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import load

LATEST_FIRST = ("-proposed_at", "-id")
ONE_DAY = timedelta(days=1)
"""A local day may be one ahead of UTC."""


def get_decision_for(actor: Actor, decision_id: UUID) -> Decision:
    """Return a decision that `actor` may read. Raises SignedOut, NotFound, Forbidden."""
    return load(DecisionPolicy(), actor, decision_id, Action.READ)


def list_group_decisions(
    actor: Actor, group: InitiativeGroup, state: str | None = None, waits_for_me: bool = False
) -> QuerySet[Decision]:
    """Return the decisions of a group that `actor` may read, those in its threads too, the latest first."""
    rows = DecisionPolicy().visible_to(actor).filter(group=group).order_by(*LATEST_FIRST)
    if state is not None:
        rows = rows.filter(state=state)
    if waits_for_me:
        rows = rows.filter(pk__in=[row.pk for row in list_waiting_decisions(actor, group.pk)])
    return join_cards(rows)


def list_thread_decisions(actor: Actor, thread: Thread) -> QuerySet[Decision]:
    """Return the decisions of a thread, the latest first."""
    rows = DecisionPolicy().visible_to(actor).filter(thread=thread)
    return join_cards(rows.order_by(*LATEST_FIRST))


def list_waiting_decisions(actor: Actor, group_id: UUID | None = None, most: int = 500) -> list[Decision]:
    """Return the open decisions that wait for an answer of `actor`, those that close first."""
    if actor.person_id is None:
        return []
    seated = list_seats_taken_by(actor.person_id, now()).values("group")
    rows = DecisionPolicy().visible_to(actor).filter(group__in=seated)
    rows = rows if group_id is None else rows.filter(group=group_id)
    rows = rows.filter(state=DecisionState.OPEN, on_paper=False, closes_at__gt=now())
    found = list(rows.order_by("closes_at", "id")[:most])
    voters = list_voters_of(actor.person_id, found)
    waiting = [row for row in found if any(not one.has_voted for one in voters.get(row.pk, ()))]
    return list(DecisionPolicy().permitted(actor, Action.VOTE, waiting))


def list_waiting_among(actor: Actor, ids: Collection[UUID]) -> list[Decision]:
    """Return the open decisions among `ids` that wait for an answer of `actor`."""
    return [row for row in list_waiting_decisions(actor) if row.pk in ids]


def has_unanswered_objection_q() -> Q:
    """Return the condition on open decisions with an objection that nobody has answered."""
    answered = ObjectionReply.objects.filter(voter=OuterRef("voter"), at__gte=OuterRef("at"))
    objections = Vote.objects.filter(~Exists(answered), voter__decision=OuterRef("pk"), answer=Answer.OBJECT)
    return Q(Exists(objections), state=DecisionState.OPEN)


def list_objecting_among(actor: Actor, ids: Collection[UUID]) -> list[Decision]:
    """Return the decisions among `ids` with an unanswered objection that `actor` leads."""
    rows = list(list_visible_decisions(actor, ids).filter(has_unanswered_objection_q()))
    return list(DecisionPolicy().permitted(actor, Action.CLOSE, rows))


def list_drafted_decisions(actor: Actor) -> QuerySet[Decision]:
    """Return the led drafts, the oldest first."""
    return list_led_decisions(actor).filter(state=DecisionState.DRAFT).order_by("proposed_at", "id")


def list_objecting_decisions(actor: Actor) -> QuerySet[Decision]:
    """Return the led decisions with an unanswered objection, those that close first."""
    return list_led_decisions(actor).filter(has_unanswered_objection_q()).order_by("closes_at", "id")


def list_led_decisions(actor: Actor, *, or_recorded: bool = False) -> QuerySet[Decision]:
    """Return the visible decisions that `actor` leads, or of which they also keep the record."""
    of_group = has_grant_q(InitiativeGroupUserPermission, actor, FACILITATE, "group")
    of_thread = moderatable_q(actor, "thread") if or_recorded else facilitated_q(actor, "thread")
    if or_recorded:
        of_group |= has_grant_q(InitiativeGroupUserPermission, actor, RECORD, "group")
    led = (Q(thread=None) & of_group) | (Q(thread__isnull=False) & of_thread)
    return DecisionPolicy().visible_to(actor).filter(led)


def list_decisions_to_count(actor: Actor) -> QuerySet[Decision]:
    """Return the decisions whose ballots of paper another person than `actor` entered once."""
    theirs = PaperCount.objects.filter(decision=OuterRef("pk"), entered_by=actor.person_id)
    rows = list_led_decisions(actor, or_recorded=True).filter(state=DecisionState.OPEN, on_paper=True)
    once = rows.annotate(entries=Count("paper_counts")).filter(entries=1)
    return once.exclude(Exists(theirs)).order_by("opened_at", "id")


def list_overdue_paper_decisions(actor: Actor) -> QuerySet[Decision]:
    """Return the led decisions on paper that nobody closed in time, and that are not to be counted first."""
    rows = list_led_decisions(actor).filter(state=DecisionState.OPEN, on_paper=True, closes_at__lte=now())
    return rows.exclude(pk__in=list_decisions_to_count(actor).values("pk")).order_by("closes_at", "id")


def list_decisions_without_outcome(actor: Actor) -> QuerySet[Decision]:
    """Return the led decisions that were counted and have no outcome yet, the oldest first."""
    counted = [DecisionState.ADOPTED, DecisionState.REJECTED, DecisionState.NO_QUORUM]
    rows = list_led_decisions(actor).filter(state__in=counted, outcome_at=None)
    return rows.order_by("closed_at", "id")


def list_decisions_to_review(actor: Actor) -> list[Decision]:
    """Return the led adopted decisions whose review day has come, the earliest first."""
    last = now().date() + ONE_DAY
    rows = list_led_decisions(actor).filter(state=DecisionState.ADOPTED, review_on__lte=last)
    return [row for row in rows.order_by("review_on", "id") if row.is_review_due]


def list_visible_decisions(actor: Actor, ids: Collection[UUID]) -> QuerySet[Decision]:
    """Return the decisions among `ids` that `actor` may read."""
    return DecisionPolicy().visible_to(actor).filter(pk__in=ids)


def list_public_decisions(group: InitiativeGroup) -> QuerySet[Decision]:
    """Return the published decisions of a group with a public page, the latest first.

    One in a thread that was restricted or moved since is not among them.
    """
    shared = Q(thread=None) | Q(thread__visibility=Visibility.GROUP, thread__group=group)
    rows = Decision.objects.filter(shared, group=group, public_at__isnull=False)
    return rows.order_by("-public_at", "-id")


def count_open_decisions(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    """Return how many decisions that whole groups may read take answers of a seat of the post."""
    shared = Q(thread=None) | Q(thread__visibility=Visibility.GROUP)
    return list_open_decisions_of(mandate, group_ids).filter(shared).count()


def list_open_decisions_of(mandate: Mandate, group_ids: Collection[UUID]) -> QuerySet[Decision]:
    """Return the decisions that take answers of a seat of the post. Not narrowed to an actor."""
    held = Voter.objects.filter(membership__mandate=mandate, lost_at=None, decision=OuterRef("pk"))
    open_now = Decision.objects.filter(state=DecisionState.OPEN, closes_at__gt=now())
    return open_now.filter(Exists(held), group__in=group_ids)
