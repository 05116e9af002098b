"""What holds for every count, and agreement with plain recounts that share no code with the product."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given, strategies as st

from dialogue.decisions.counting import (
    Ballots,
    Ranking,
    Round,
    compare_entries,
    count_approval,
    count_ranked,
    merge_batches,
)

OPTIONS = "ABCDE"
RULES = st.sampled_from(["previous_rounds", "listed_order"])
LISTS = st.permutations(OPTIONS).flatmap(lambda order: st.integers(1, 5).map(lambda size: order[:size]))
RANKINGS = st.lists(st.sampled_from(OPTIONS), unique=True, max_size=5).map(tuple)
# Small numbers, so that ties and small sums are frequent.
BALLOTS = st.dictionaries(RANKINGS, st.integers(1, 4), max_size=12)


class Recount:
    """A count as on a table: sheets of paper are dealt to piles, and the piles of those who are out again."""

    def __init__(self, options: list[str], ballots: Ballots, rule: str) -> None:
        self.options, self.rule = options, rule
        self.sheets = [ranking for ranking, number in ballots.items() for _ in range(number)]
        self.out: set[str] = set()
        self.history: list[dict[str, int]] = []
        self.exhausted: list[int] = []
        self.winner = self.play()

    def play(self) -> str | None:
        while True:
            piles = self.deal()
            if not any(piles.values()):
                return None
            best = max(piles, key=lambda option: len(piles[option]))
            if len(piles[best]) > Fraction(sum(map(len, piles.values())), 2):
                return best
            self.out |= self.drop()

    def deal(self) -> dict[str, list[Ranking]]:
        piles: dict[str, list[Ranking]] = {option: [] for option in self.options if option not in self.out}
        lost = 0
        for sheet in self.sheets:
            names = [name for name in sheet if name in piles]
            if names:
                piles[names[0]].append(sheet)
            else:
                lost += 1
        self.history.append({option: len(pile) for option, pile in piles.items()})
        self.exhausted.append(lost)
        return piles

    def drop(self) -> set[str]:
        """Try every set of options, the largest first; without one compare histories, then places."""
        votes = self.history[-1]
        for size in range(len(votes) - 1, 0, -1):
            for chosen in combinations(votes, size):
                others = min(votes[option] for option in votes if option not in chosen)
                if sum(votes[option] for option in chosen) < others:
                    return set(chosen)
        return {min(votes, key=self.rank)}

    def rank(self, option: str) -> tuple[list[int], int]:
        rounds = self.history[::-1] if self.rule == "previous_rounds" else self.history[-1:]
        return [votes[option] for votes in rounds], -self.options.index(option)


@given(LISTS, BALLOTS, RULES)
def test_a_plain_recount_agrees(options: list[str], ballots: Ballots, rule: str) -> None:
    count, recount = count_ranked(options, ballots, rule), Recount(options, ballots, rule)
    assert count.winner == recount.winner
    assert [dict(one.tallies) for one in count.rounds] == recount.history
    assert [one.exhausted for one in count.rounds] == recount.exhausted


@given(LISTS, BALLOTS, RULES)
def test_every_ballot_is_in_a_tally_or_exhausted(options: list[str], ballots: Ballots, rule: str) -> None:
    for one in count_ranked(options, ballots, rule).rounds:
        assert sum(one.tallies.values()) + one.exhausted == sum(ballots.values())


def list_piles(one: Round) -> dict[str | None, int]:
    """Return the votes of each option, and the exhausted ballots as those of None."""
    return {
        option: one.exhausted if option is None else one.tallies[option] for option in (*one.tallies, None)
    }


@given(LISTS, BALLOTS, RULES)
def test_transfers_lead_from_each_round_to_the_next(options: list[str], ballots: Ballots, rule: str) -> None:
    rounds = count_ranked(options, ballots, rule).rounds
    for before, after in pairwise(rounds):
        piles = list_piles(before)
        for source, target, number in before.transfers:
            piles[source] -= number
            piles[target] += number
        assert {piles.pop(option) for option in before.eliminated} == {0}
        assert piles == list_piles(after)


@given(LISTS, BALLOTS, RULES)
def test_the_winner_has_more_than_half_of_the_continuing_ballots(
    options: list[str], ballots: Ballots, rule: str
) -> None:
    count = count_ranked(options, ballots, rule)
    last = count.rounds[-1]
    assert len(count.rounds) <= len(options)
    assert last.eliminated == ()
    if count.winner is None:
        assert not any(last.tallies.values())
    else:
        assert 2 * last.tallies[count.winner] > sum(last.tallies.values())


@given(LISTS, BALLOTS, RULES, st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(
    options: list[str], ballots: Ballots, rule: str, random: Random
) -> None:
    sheets = [(ranking, 1) for ranking, number in ballots.items() for _ in range(number)]
    random.shuffle(sheets)
    shuffled = merge_batches(sheets)
    assert compare_entries(shuffled, ballots) == []
    assert count_ranked(options, shuffled, rule) == count_ranked(options, ballots, rule)


@given(LISTS, BALLOTS)
def test_without_a_tie_the_rule_changes_nothing(options: list[str], ballots: Ballots) -> None:
    first, second = (count_ranked(options, ballots, rule) for rule in ("previous_rounds", "listed_order"))
    if not any(one.by_tie for one in first.rounds):
        assert first == second


@given(LISTS, BALLOTS, RULES)
def test_tied_options_are_equal_and_the_rule_chose(options: list[str], ballots: Ballots, rule: str) -> None:
    count = count_ranked(options, ballots, rule)
    if count.tied:
        assert count.rounds[-2].by_tie
        assert set(count.rounds[-2].tallies) == set(count.tied)
        assert len(set(count.rounds[-2].tallies.values())) == 1


PARTS: dict[str, Callable[[int, int, int], bool]] = {
    "simple": lambda for_, against, _base: for_ > Fraction(for_ + against, 2),
    "absolute": lambda for_, _against, base: for_ > Fraction(base, 2),
    "two_thirds": lambda for_, _against, base: Fraction(for_, base) >= Fraction(2, 3),
    "four_fifths": lambda for_, _against, base: Fraction(for_, base) >= Fraction(4, 5),
}


@pytest.mark.parametrize("threshold", PARTS)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_majority_is_the_exact_part(
    threshold: str, for_: int, against: int, abstain: int, absent: int
) -> None:
    present = for_ + against + abstain
    seated = present + absent
    for base, number in (("present", present), ("seated", seated)):
        answers = {"for": for_, "against": against, "abstain": abstain}
        counted = count_approval("majority", threshold, base, answers, present=present, seated=seated)
        assert counted.passed == (number > 0 and PARTS[threshold](for_, against, number))
        assert counted.passed == (for_ >= counted.needed)
        assert counted.for_ + counted.against + counted.abstained == present
