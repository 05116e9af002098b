"""Random histories of a decision: its count is a plain recount of the answers that stand at the close."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.db import transaction

from dialogue.decisions.services.closing import run_due_decision_terms
from dialogue.decisions.services.votes import cast_vote, settle_lost_seats, withdraw_vote
from dialogue.models import Decision, DecisionState, DecisionTerm, Method, TermKind, Vote, Voter
from groups.models import Membership
from tests.campaigns import examples
from tests.cast import SYSTEM, World
from tests.dialogue.decisions.helpers import VOTERS, a_decision, move, voter_of
from tests.dialogue.helpers import standing_in
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, DomainError, Forbidden

ANSWERS = ("for", "against", "abstain")
HISTORIES, STEPS = examples(50, 10_000), 12


@dataclass
class History:
    """What an unhurried clerk would write down: who has a seat, and what each of them answered last."""

    world: World
    row: Decision
    voters: dict[str, Voter]
    chance: random.Random
    answers: dict[str, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    def vote(self, name: str) -> None:
        """By the holder or by the deputy, who stands in for the officer and the teacher."""
        answer = self.chance.choice(ANSWERS)
        deputised = name in ("officer", "teacher") and self.chance.random() < 0.4
        actor = self.world.actor("deputy" if deputised else name)
        try:
            cast_vote(actor=actor, decision_id=self.row.pk, voter_id=self.voters[name].pk, answer=answer)
        except (Conflict, Forbidden):
            assert name in self.lost
        else:
            assert name not in self.lost
            self.answers[name] = answer

    def withdraw(self, name: str) -> None:
        try:
            withdraw_vote(
                actor=self.world.actor(name), decision_id=self.row.pk, voter_id=self.voters[name].pk
            )
        except (Conflict, Forbidden):
            assert name in self.lost
        else:
            self.answers.pop(name, None)

    def lose(self, name: str) -> None:
        Membership.objects.filter(pk=self.world.seats[name].pk).update(until=now())
        settle_lost_seats(actor=SYSTEM, group_id=self.world.group.pk)
        self.lost.add(name)
        self.answers.pop(name, None)

    def close(self) -> None:
        if self.chance.random() < 0.5:
            move(self.world, self.row, "closed")
            return
        terms = list(DecisionTerm.objects.filter(decision=self.row, kind=TermKind.CLOSE))
        with time_machine.travel(self.row.closes_at, tick=False):
            run_due_decision_terms(actor=SYSTEM, rows=terms)
            run_due_decision_terms(actor=SYSTEM, rows=terms)  # a job may run twice

    def recount(self) -> tuple[Counter[str], str]:
        """The answers, and the result of a simple majority with a quorum of three heads."""
        counted = Counter(self.answers.values())
        if sum(counted.values()) < 3:
            return counted, DecisionState.NO_QUORUM
        passed = counted["for"] > counted["against"]
        return counted, DecisionState.ADOPTED if passed else DecisionState.REJECTED

    def check_nothing_changes_after(self) -> None:
        actor = self.world.actor("secretary")
        voter = self.voters["secretary"].pk
        late: list[Callable[[], Any]] = [
            lambda: cast_vote(actor=actor, decision_id=self.row.pk, voter_id=voter, answer="for"),
            lambda: withdraw_vote(actor=actor, decision_id=self.row.pk, voter_id=voter),
            lambda: move(self.world, self.row, "closed"),
        ]
        for act in late:
            with pytest.raises(DomainError):
                act()


@pytest.mark.django_db
def test_the_count_of_random_histories_is_a_plain_recount(world: World) -> None:
    standing_in(world, "officer", "teacher")
    row = a_decision(world, method=Method.MAJORITY)
    voters = {name: voter_of(world, row, name) for name in VOTERS}
    drawn: Counter[str] = Counter()
    for seed in range(HISTORIES):
        with transaction.atomic():
            drawn[run_history(History(world, row, voters, random.Random(seed)), seed)] += 1
            transaction.set_rollback(True)
        row.refresh_from_db()
    assert set(drawn) == {DecisionState.ADOPTED, DecisionState.REJECTED, DecisionState.NO_QUORUM}


def run_history(history: History, seed: int) -> str:
    chance, row = history.chance, history.row
    for _step in range(chance.randrange(STEPS)):
        name = chance.choice(VOTERS)
        kind = chance.choices(("vote", "withdraw", "lose"), (8, 2, 1))[0]
        if kind == "lose" and name in ("facilitator", "secretary"):
            kind = "vote"  # somebody must close it, and try it afterwards
        getattr(history, kind)(name)
    counted, result = history.recount()
    history.close()
    row.refresh_from_db()
    stored = Counter(Vote.objects.filter(voter__decision=row).values_list("answer", flat=True))
    assert (stored, row.state) == (counted, result), seed
    assert Voter.objects.filter(decision=row, has_voted=True).count() == sum(counted.values()), seed
    history.check_nothing_changes_after()
    return row.state
