"""Count decisions: consensus, consent, majority, options, advice, ranked choice, and counts on paper.

Pure functions of answers and numbers, in whole numbers and fractions only. A decision that nobody answered,
has one option or only empty rankings has a defined result: it never raises. An unknown name of a rule is an
error of the caller and raises ValueError.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import NamedTuple

Ranking = tuple[str, ...]
"""Options of a ballot, the most preferred first. An empty one is a ballot that ranks nothing."""

Ballots = Mapping[Ranking, int]
"""How many ballots have each ranking."""


@dataclass(frozen=True, slots=True)
class Count:
    """The count of one proposal. `needed` is how many votes for it would have been enough.

    `abstained` counts every other answer: abstentions, and those who stand aside.
    """

    passed: bool
    for_: int
    against: int
    abstained: int
    needed: int


@dataclass(frozen=True, slots=True)
class OptionsCount:
    """The count of several options, one vote each. `leaders` have the most votes, none when all have zero.

    `winner` is the only leader with at least `needed` votes, otherwise None. Advice has no winner.
    """

    tallies: Mapping[str, int]
    abstained: int
    needed: int
    winner: str | None
    leaders: tuple[str, ...]


class Transfer(NamedTuple):
    """Votes that leave an eliminated option. `target` is None when the ballots are exhausted by it."""

    source: str
    target: str | None
    number: int


@dataclass(frozen=True, slots=True)
class Round:
    """A round of a ranked count: first the votes, then who goes out and where those votes go.

    `tallies` has the options that continue, in the order of the list. `exhausted` are the ballots that rank
    none of them, in all rounds so far. The last round eliminates nothing. `by_tie` tells that the tie rule
    chose among equal options.
    """

    tallies: Mapping[str, int]
    exhausted: int
    eliminated: Ranking = ()
    by_tie: bool = False
    transfers: tuple[Transfer, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedCount:
    """The rounds of a ranked count. `winner` is None when no ballot ranks any option.

    `tied` are the options that were all equal in the last round but one, where only the tie rule chose.
    """

    rounds: tuple[Round, ...]
    winner: str | None
    tied: Ranking


class Difference(NamedTuple):
    """A ranking, or an answer, whose number of ballots differs between two entries of a paper count."""

    ranking: Ranking
    first: int
    second: int


def calculate_needed(threshold: str, base: int, decisive: int) -> int:
    """Return how many votes reach the threshold; at least one, so that silence adopts nothing.

    `simple` is more than half of `decisive`, the votes for and against; `absolute` more than half of the
    base; `two_thirds` and `four_fifths` at least that part of the base. Raise ValueError for another name.
    """
    match threshold:
        case "simple":
            needed = decisive // 2 + 1
        case "absolute":
            needed = base // 2 + 1
        case "two_thirds":
            needed = ceil(Fraction(2, 3) * base)
        case "four_fifths":
            needed = ceil(Fraction(4, 5) * base)
        case _:
            raise ValueError(f"unknown threshold: {threshold}")
    return max(needed, 1)


def count_approval(
    method: str, threshold: str, base: str, answers: Mapping[str, int], *, present: int, seated: int
) -> Count:
    """Count the answers to one proposal.

    `consensus` and `consent` pass when nobody objects and at least one answer is `consent`: abstaining and
    standing aside hinder neither. They ignore `threshold` and `base`. `majority` passes when the answers
    `for` reach the threshold. Raise ValueError for another method, threshold or base.
    """
    match method:
        case "consensus" | "consent":
            for_, against, needed = answers.get("consent", 0), answers.get("object", 0), 1
            passed = for_ >= needed and against == 0
        case "majority":
            for_, against = answers.get("for", 0), answers.get("against", 0)
            needed = calculate_needed(threshold, _select_base(base, present, seated), for_ + against)
            passed = for_ >= needed
        case _:
            raise ValueError(f"unknown method: {method}")
    return Count(passed, for_, against, sum(answers.values()) - for_ - against, needed)


def count_options(
    options: Sequence[str],
    answers: Mapping[str, int],
    threshold: str,
    base: str,
    *,
    present: int,
    seated: int,
) -> OptionsCount:
    """Count a majority between options, each voter for one of them.

    For `simple` it is more than half of the votes for any option. An answer that names no option, such as
    `abstain`, is an abstention. Nothing wins when no option reaches the threshold: there is no second vote.
    Raise ValueError for an unknown threshold or base.
    """
    advice = count_advice(options, answers)
    decisive = sum(advice.tallies.values())
    needed = calculate_needed(threshold, _select_base(base, present, seated), decisive)
    reached = [option for option in advice.leaders if advice.tallies[option] >= needed]
    winner = reached[0] if len(reached) == 1 else None
    return OptionsCount(advice.tallies, advice.abstained, needed, winner, advice.leaders)


def count_advice(options: Sequence[str], answers: Mapping[str, int]) -> OptionsCount:
    """Count a show of hands for advice: tallies and leaders. It binds nobody: nothing wins."""
    tallies = {option: answers.get(option, 0) for option in options}
    highest = max(tallies.values(), default=0)
    leaders = tuple(option for option, votes in tallies.items() if votes == highest > 0)
    return OptionsCount(tallies, sum(answers.values()) - sum(tallies.values()), 0, None, leaders)


def count_ranked(options: Sequence[str], ballots: Ballots, tie_rule: str) -> RankedCount:
    """Count ranked choice by instant run-off, until an option has more than half of the continuing ballots.

    Each ballot counts for its first option that continues, and is exhausted when it ranks none of them.
    Repeated and unknown options of a ranking are passed over. `select_eliminated` says who goes out; the tie
    rule chooses between the last equal options, too, and `tied` then names them.

    One option wins with one ballot. With no ballots, or only empty ones, there is one round of zeros and no
    winner. Raise ValueError for a tie rule other than `previous_rounds` and `listed_order`.
    """
    if tie_rule not in {"previous_rounds", "listed_order"}:
        raise ValueError(f"unknown tie rule: {tie_rule}")
    continuing, rounds = tuple(options), list[Round]()
    while True:
        tallies, exhausted = _tally_ballots(continuing, ballots)
        active = sum(tallies.values())
        winner = next((option for option, votes in tallies.items() if 2 * votes > active), None)
        if winner is not None or not active:
            rounds.append(Round(tallies, exhausted))
            return RankedCount(tuple(rounds), winner, _find_tied(rounds))
        eliminated, by_tie = select_eliminated(tallies, rounds, tie_rule)
        rest = tuple(option for option in continuing if option not in eliminated)
        transfers = _trace_transfers(continuing, rest, ballots)
        rounds.append(Round(tallies, exhausted, eliminated, by_tie, transfers))
        continuing = rest


def select_eliminated(
    tallies: Mapping[str, int], earlier: Sequence[Round], tie_rule: str
) -> tuple[Ranking, bool]:
    """Return the options that go out after this round, in the order of the list, and if the tie rule chose.

    Several go out at once when all their votes together are fewer than those of the next option up: none of
    them can still overtake it, so their order does not matter. The largest such set is taken. Maine calls
    it batch elimination (21-A M.R.S. §723-A); the strict comparison is that of bill LD 212 of Maine's 121st
    legislature: "the number of total votes credited for those candidates is fewer than the number of total
    votes credited for the candidate with the next greatest number of votes".

    Where there is no such set, the lowest options are equal and one goes out: by `previous_rounds` the one
    with fewer votes in the latest earlier round where they differ, compared further back among those that
    are still equal; by `listed_order`, and where they never differed, the one listed last.
    """
    ascending = sorted(tallies, key=lambda option: tallies[option])
    for size in range(len(ascending) - 1, 0, -1):
        if sum(tallies[option] for option in ascending[:size]) < tallies[ascending[size]]:
            return tuple(option for option in tallies if option in ascending[:size]), False
    lowest = _keep_lowest(tuple(tallies), tallies)
    if tie_rule == "previous_rounds":
        for one in reversed(earlier):
            lowest = _keep_lowest(lowest, one.tallies)
    return lowest[-1:], True


def merge_batches(batches: Iterable[tuple[Sequence[str], int]]) -> dict[Ranking, int]:
    """Return how many paper ballots have each ranking, or answer, from batches of equal ones.

    Batches of the same ranking add up; an empty batch is as if it were not there.
    """
    numbers: Counter[Ranking] = Counter()
    for ranking, number in batches:
        numbers[tuple(ranking)] += number
    return {ranking: number for ranking, number in numbers.items() if number}


def compare_entries(first: Ballots, second: Ballots) -> list[Difference]:
    """Return where two entries of the same paper ballots differ, by ranking; nothing when they agree."""
    pairs = ((ranking, first.get(ranking, 0), second.get(ranking, 0)) for ranking in {*first, *second})
    return sorted(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def _select_base(base: str, present: int, seated: int) -> int:
    if base not in {"present", "seated"}:
        raise ValueError(f"unknown base: {base}")
    return present if base == "present" else seated


def _find_top(ranking: Ranking, continuing: Sequence[str]) -> str | None:
    return next((option for option in ranking if option in continuing), None)


def _tally_ballots(continuing: Sequence[str], ballots: Ballots) -> tuple[dict[str, int], int]:
    """Return the votes of each option in the order of the list, and the number of exhausted ballots."""
    votes: Counter[str | None] = Counter()
    for ranking, number in ballots.items():
        votes[_find_top(ranking, continuing)] += number
    return {option: votes[option] for option in continuing}, votes[None]


def _trace_transfers(
    continuing: Sequence[str], rest: Sequence[str], ballots: Ballots
) -> tuple[Transfer, ...]:
    """Return where the votes of the options that are no longer in `rest` go, in the order of the list."""
    moved: Counter[tuple[str | None, str | None]] = Counter()
    for ranking, number in ballots.items():
        moved[_find_top(ranking, continuing), _find_top(ranking, rest)] += number
    return tuple(
        Transfer(source, target, moved[source, target])
        for source in continuing
        if source not in rest
        for target in (*rest, None)
        if moved[source, target]
    )


def _keep_lowest(options: Ranking, tallies: Mapping[str, int]) -> Ranking:
    lowest = min(tallies[option] for option in options)
    return tuple(option for option in options if tallies[option] == lowest)


def _find_tied(rounds: Sequence[Round]) -> Ranking:
    last = rounds[-2].tallies if len(rounds) > 1 else {}
    return tuple(last) if len(set(last.values())) == 1 else ()
