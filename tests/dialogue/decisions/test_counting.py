"""Counts that were made by hand on paper: each table below is the hand count, round by round."""

from __future__ import annotations

from collections import Counter

import pytest

from dialogue.decisions.counting import (
    Ballots,
    Count,
    Difference,
    OptionsCount,
    RankedCount,
    Round,
    Transfer,
    calculate_needed,
    compare_entries,
    count_advice,
    count_approval,
    count_options,
    count_ranked,
    merge_batches,
    select_eliminated,
)


def paper(text: str) -> Ballots:
    """Return the ballots of batches like `13 A>B>C, 9 B>A`; `4 -` are four empty ones."""
    batches = (batch.split() for batch in text.split(", "))
    return merge_batches((() if r == "-" else tuple(r.split(">")), int(number)) for number, r in batches)


def row(votes: str, exhausted: int, out: str = "", moves: str = "", *, by_tie: bool = False) -> Round:
    """Return a round written as on paper: votes `A13 B9`, moves `E>D5 C>-2` (`-` is exhausted)."""
    tallies = {vote[0]: int(vote[1:]) for vote in votes.split()}
    transfers = (
        Transfer(move[0], None if move[2] == "-" else move[2], int(move[3:])) for move in moves.split()
    )
    return Round(tallies, exhausted, tuple(out), by_tie, tuple(transfers))


RIVERSIDE = "13 A>B>C, 9 B>A>C, 8 C>B>A, 6 D>A>B, 5 E>D>A"


@pytest.mark.parametrize("rule", ["previous_rounds", "listed_order"])
def test_the_41_ballots_of_riverside_choose_lighting_in_four_rounds(rule: str) -> None:
    # A lighting, B patrol, C cameras, D embankment, E youth club. 21 of 41 are a majority.
    #           A   B   C   D   E   exhausted   who goes out: alone, because the next sum is not smaller
    # round 1  13   9   8   6   5   0           E: 5 < 6, but E+D = 11 >= 8; its 5 go to D
    # round 2  13   9   8  11       0           C: 8 < 9, but C+B = 17 >= 11; its 8 go to B
    # round 3  13  17      11       0           D: 11 < 13, but D+A = 24 >= 17; its 6 and 5 go to A
    # round 4  24  17               0           A has 24 of 41
    assert count_ranked("ABCDE", paper(RIVERSIDE), rule) == RankedCount(
        (
            row("A13 B9 C8 D6 E5", 0, "E", "E>D5"),
            row("A13 B9 C8 D11", 0, "C", "C>B8"),
            row("A13 B17 D11", 0, "D", "D>A11"),
            row("A24 B17", 0),
        ),
        winner="A",
        tied=(),
    )


HAND_COUNTS = {
    # Half of the ballots is no majority, one more is: it ends in the first round.
    "a majority at once": (
        *("AB", "6 A, 5 B>A", "listed_order"),
        [row("A6 B5", 0)],
        *("A", ""),
    ),
    #           A  B  C   exhausted
    # round 1   4  3  3   0     B+C = 6 >= 4, so one goes: never differed, C is listed last; its 3 go to B
    # round 2   4  6      0     B has 6 of 10
    "a tie for the last place": (
        *("ABC", "4 A, 3 B>A, 3 C>B", "previous_rounds"),
        [row("A4 B3 C3", 0, "C", "C>B3", by_tie=True), row("A4 B6", 0)],
        *("B", ""),
    ),
    # The same ballots with another list: B is the last one, its 3 go to A.
    "a tie for the last place, listed differently": (
        *("ACB", "4 A, 3 B>A, 3 C>B", "listed_order"),
        [row("A4 C3 B3", 0, "B", "B>A3", by_tie=True), row("A7 C3", 0)],
        *("A", ""),
    ),
    #           A  B  C  D   exhausted
    # round 1   6  3  4  1   0    D: 1 < 3, but D+B = 4 >= 4; its 1 goes to B
    # round 2   6  4  4      0    B+C = 8 >= 6; in round 1 B had 3, C had 4: B goes; 3 to C, 1 ends
    # round 3   6     7      1    C has 7 of 13
    "a tie in the middle, by the round before": (
        *("ABCD", "6 A, 3 B>C, 4 C>A, 1 D>B", "previous_rounds"),
        [
            row("A6 B3 C4 D1", 0, "D", "D>B1"),
            row("A6 B4 C4", 0, "B", "B>C3 B>-1", by_tie=True),
            row("A6 C7", 1),
        ],
        *("C", ""),
    ),
    # round 2   6  4  4      0    by the list C goes; its 4 go to A
    # round 3  10  4         0    A has 10 of 14
    "a tie in the middle, by the list": (
        *("ABCD", "6 A, 3 B>C, 4 C>A, 1 D>B", "listed_order"),
        [
            row("A6 B3 C4 D1", 0, "D", "D>B1"),
            row("A6 B4 C4", 0, "C", "C>A4", by_tie=True),
            row("A10 B4", 0),
        ],
        *("A", ""),
    ),
    #           A  B  C  D   exhausted
    # round 1   5  3  3  1   0    D alone goes: B and C are equal, but not the lowest; its 1 goes to B
    # round 2   5  4  3      0    C: 3 < 4, but C+B = 7 >= 5; its 3 go to B
    # round 3   5  7         0    B has 7 of 12
    "equal options above the lowest need no rule": (
        *("ABCD", "5 A, 3 B, 3 C>B, 1 D>B", "listed_order"),
        [
            row("A5 B3 C3 D1", 0, "D", "D>B1"),
            row("A5 B4 C3", 0, "C", "C>B3"),
            row("A5 B7", 0),
        ],
        *("B", ""),
    ),
    #           A  B  C   exhausted
    # round 1   4  5  1   0    C: 1 < 4, but C+A = 5 >= 5; its 1 goes to A
    # round 2   5  5      0    tie for the win: in round 1 A had 4, B had 5: A goes; 4 to B, 1 ends
    # round 3      9      1    B has 9 of 9
    "a tie for the win, by the round before": (
        *("ABC", "4 A>B, 5 B, 1 C>A", "previous_rounds"),
        [
            row("A4 B5 C1", 0, "C", "C>A1"),
            row("A5 B5", 0, "A", "A>B4 A>-1", by_tie=True),
            row("B9", 1),
        ],
        *("B", "AB"),
    ),
    # round 2   5  5      0    by the list B goes; its 5 end
    # round 3   5         5    A has 5 of 5
    "a tie for the win, by the list": (
        *("ABC", "4 A>B, 5 B, 1 C>A", "listed_order"),
        [
            row("A4 B5 C1", 0, "C", "C>A1"),
            row("A5 B5", 0, "B", "B>-5", by_tie=True),
            row("A5", 5),
        ],
        *("A", "AB"),
    ),
    #           A  B  C   exhausted
    # round 1   2  2  2   0    all equal: C is listed last; its 2 end
    # round 2   2  2      2    all equal, and were: B is listed last; its 2 end
    # round 3   2         4    A has 2 of 2
    "a tie of all": (
        *("ABC", "2 A, 2 B, 2 C", "previous_rounds"),
        [
            row("A2 B2 C2", 0, "C", "C>-2", by_tie=True),
            row("A2 B2", 2, "B", "B>-2", by_tie=True),
            row("A2", 4),
        ],
        *("A", "AB"),
    ),
    #           A   B  C  D  E   exhausted
    # round 1  10   8  3  2  1   0    C+D+E = 6 < 8 go at once, C+D+E+B = 14 >= 10;
    #                                 C>D>B is for B since D is out too, E>C ends
    # round 2  12  11            1    A has 12 of 23
    "several at once": (
        *("ABCDE", "10 A, 8 B, 3 C>D>B, 2 D>A, 1 E>C", "listed_order"),
        [row("A10 B8 C3 D2 E1", 0, "CDE", "C>B3 D>A2 E>-1"), row("A12 B11", 1)],
        *("A", ""),
    ),
    #           A  B  C  D   exhausted
    # round 1   8  5  2  2   0    C and D are equal, but C+D = 4 < 5: both go, no rule is asked
    # round 2   8  9         0    B has 9 of 17
    "several equal ones at once": (
        *("ABCD", "8 A, 5 B, 2 C>B, 2 D>B", "listed_order"),
        [row("A8 B5 C2 D2", 0, "CD", "C>B2 D>B2"), row("A8 B9", 0)],
        *("B", ""),
    ),
    #           A  B  C  D   exhausted
    # round 1   6  3  2  1   0    C+D = 3 is not fewer than B's 3: D goes alone; its 1 goes to C
    # round 2   6  3  3      0    B+C = 6 is not fewer than A's 6; in round 1 C had 2, B 3: C goes; 3 to B
    # round 3   6  6         0    in round 2 A had 6, B 3: B goes; its 6 end
    # round 4   6            6    A has 6 of 6
    "a sum equal to the next is not fewer": (
        *("ABCD", "6 A, 3 B, 2 C>B, 1 D>C>B", "previous_rounds"),
        [
            row("A6 B3 C2 D1", 0, "D", "D>C1"),
            row("A6 B3 C3", 0, "C", "C>B3", by_tie=True),
            row("A6 B6", 0, "B", "B>-6", by_tie=True),
            row("A6", 6),
        ],
        *("A", "AB"),
    ),
    #           A  B  C   exhausted
    # round 1   4  3  2   1    one is empty; C: 2 < 3, but C+B = 5 >= 4; its 2 end
    # round 2   4  3      3    A has 4 of the 7 that continue, though not of all 10
    "exhausted ballots": (
        *("ABC", "4 A, 3 B, 2 C, 1 -", "listed_order"),
        [row("A4 B3 C2", 1, "C", "C>-2"), row("A4 B3", 3)],
        *("A", ""),
    ),
    # Options that nobody ranks first go together: 0 < 1.
    "options without votes": (
        *("ABCD", "1 A>C, 1 B", "previous_rounds"),
        [row("A1 B1 C0 D0", 0, "CD"), row("A1 B1", 0, "B", "B>-1", by_tie=True), row("A1", 1)],
        *("A", "AB"),
    ),
    "a repeated and an unknown option": (
        *("AB", "2 A>A>B, 1 X>B, 1 X", "listed_order"),
        [row("A2 B1", 1)],
        *("A", ""),
    ),
    "one option": ("A", "1 A, 3 -", "previous_rounds", [row("A1", 3)], "A", ""),
    "one option, all exhausted": ("A", "3 -", "previous_rounds", [row("A0", 3)], None, ""),
    "all exhausted": ("AB", "3 -", "listed_order", [row("A0 B0", 3)], None, ""),
    "a batch of none": ("AB", "0 A", "listed_order", [row("A0 B0", 0)], None, ""),
}


@pytest.mark.parametrize("name", HAND_COUNTS)
def test_a_count_is_the_one_made_by_hand(name: str) -> None:
    options, ballots, rule, rounds, winner, tied = HAND_COUNTS[name]
    assert count_ranked(options, paper(ballots), rule) == RankedCount(tuple(rounds), winner, tuple(tied))


@pytest.mark.parametrize("options", ["", "A", "AB"])
def test_no_ballots_make_one_round_of_zeros_and_no_winner(options: str) -> None:
    zeros = Round(dict.fromkeys(options, 0), 0)
    assert count_ranked(options, {}, "previous_rounds") == RankedCount((zeros,), None, ())


def test_a_tie_of_three_is_compared_further_back_among_those_still_equal() -> None:
    # round 1  A3 B2 C9   of A and B, B had fewer: it goes
    # round 2  A4 B4 C5   the latest round where they differ leaves A and B
    # round 3  A6 B6 C6   no difference
    earlier = [row("A3 B2 C9 D1 E1", 0), row("A4 B4 C5 D3", 0), row("A6 B6 C6", 0)]
    assert select_eliminated({"A": 6, "B": 6, "C": 6}, earlier, "previous_rounds") == (("B",), True)
    assert select_eliminated({"A": 6, "B": 6, "C": 6}, earlier, "listed_order") == (("C",), True)


def test_the_latest_round_in_which_tied_options_differ_decides() -> None:
    # round 1  A3 B2   round 2  A4 B5   of them A had fewer at last, B at first
    earlier = [row("A3 B2 C9 D2 E1", 0), row("A4 B5 C9 D3", 0)]
    assert select_eliminated({"A": 6, "B": 6, "C": 9}, earlier, "previous_rounds") == (("A",), True)


# threshold, base that holds, for and against: needed. The edge is in `needed` and one vote below it.
EDGES = [
    *[("simple", 99, 10, 6), ("simple", 99, 11, 6), ("simple", 99, 1, 1), ("simple", 99, 0, 1)],
    *[("absolute", 12, 0, 7), ("absolute", 13, 0, 7), ("absolute", 1, 0, 1), ("absolute", 0, 0, 1)],
    *[("two_thirds", 9, 0, 6), ("two_thirds", 10, 0, 7), ("two_thirds", 11, 0, 8), ("two_thirds", 12, 0, 8)],
    *[("two_thirds", 1, 0, 1), ("two_thirds", 0, 0, 1), ("two_thirds", 3 * 10**17 + 1, 0, 2 * 10**17 + 1)],
    *[("four_fifths", 10, 0, 8), ("four_fifths", 11, 0, 9), ("four_fifths", 14, 0, 12)],
    *[
        ("four_fifths", 15, 0, 12),
        ("four_fifths", 0, 0, 1),
        ("four_fifths", 5 * 10**17 + 1, 0, 4 * 10**17 + 1),
    ],
]


@pytest.mark.parametrize(("threshold", "base", "decisive", "needed"), EDGES)
def test_a_threshold_is_exact(threshold: str, base: int, decisive: int, needed: int) -> None:
    assert calculate_needed(threshold, base, decisive) == needed


@pytest.mark.parametrize(
    ("threshold", "base", "votes", "needed", "passed"),
    [
        # For and against among 20 present of 30 seated; the rest of those present abstain.
        *[("simple", "seated", (3, 3), 4, False), ("simple", "seated", (4, 3), 4, True)],
        *[("absolute", "present", (10, 0), 11, False), ("absolute", "present", (11, 9), 11, True)],
        *[("absolute", "seated", (15, 0), 16, False), ("absolute", "seated", (16, 4), 16, True)],
        *[("two_thirds", "present", (13, 0), 14, False), ("two_thirds", "present", (14, 6), 14, True)],
        *[("two_thirds", "seated", (19, 0), 20, False), ("two_thirds", "seated", (20, 0), 20, True)],
        *[("four_fifths", "present", (15, 0), 16, False), ("four_fifths", "present", (16, 4), 16, True)],
        ("four_fifths", "seated", (20, 0), 24, False),
    ],
)
def test_a_majority_passes_at_its_edge_and_not_below(
    threshold: str, base: str, votes: tuple[int, int], needed: int, passed: bool
) -> None:
    for_, against = votes
    abstained = 20 - for_ - against
    answers = Counter({"for": for_, "against": against, "abstain": abstained})
    counted = count_approval("majority", threshold, base, answers, present=20, seated=30)
    assert counted == Count(passed, for_, against, abstained, needed)


@pytest.mark.parametrize("method", ["consensus", "consent"])
def test_one_objection_hinders_consent_and_standing_aside_does_not(method: str) -> None:
    def passes(**answers: int) -> bool:
        return count_approval(method, "", "", answers, present=9, seated=9).passed

    assert passes(consent=9)
    assert passes(consent=1, abstain=4, stand_aside=4)
    assert not passes(consent=8, object=1)
    assert not passes(abstain=9)
    assert not passes()
    answers = Counter(consent=5, abstain=1, stand_aside=2, object=1)
    counted = count_approval(method, "", "", answers, present=9, seated=9)
    assert counted == Count(passed=False, for_=5, against=1, abstained=3, needed=1)


@pytest.mark.parametrize("threshold", ["simple", "absolute", "two_thirds", "four_fifths"])
def test_nothing_passes_without_a_vote(threshold: str) -> None:
    counted = count_approval("majority", threshold, "present", {}, present=0, seated=0)
    assert counted == Count(passed=False, for_=0, against=0, abstained=0, needed=1)
    none = count_options("AB", {}, threshold, "seated", present=0, seated=0)
    assert none == OptionsCount({"A": 0, "B": 0}, 0, 1, None, ())


def test_an_option_wins_with_the_majority_and_not_with_the_most_votes() -> None:
    #           A  B  C  abstain    12 present of 15 seated
    # simple    6  3  2  1          6 of 11 votes: more than half; absolute needs 7 of 12
    answers = Counter(A=6, B=3, C=2, abstain=1)
    tallies = {"A": 6, "B": 3, "C": 2}
    simple = count_options("ABC", answers, "simple", "present", present=12, seated=15)
    assert simple == OptionsCount(tallies, 1, 6, "A", ("A",))
    absolute = count_options("ABC", answers, "absolute", "present", present=12, seated=15)
    assert absolute == OptionsCount(tallies, 1, 7, None, ("A",))


def test_equal_options_win_nothing() -> None:
    counted = count_options("ABC", {"A": 3, "B": 3}, "simple", "seated", present=6, seated=6)
    assert (counted.winner, counted.leaders, counted.needed) == (None, ("A", "B"), 4)
    # Not even if fewer are said to be present than voted.
    assert count_options("AB", {"A": 3, "B": 3}, "absolute", "present", present=2, seated=2).winner is None


def test_one_option_is_a_majority_with_one_vote() -> None:
    assert count_options("A", {"A": 1}, "simple", "present", present=1, seated=1).winner == "A"


def test_advice_names_leaders_and_nothing_wins() -> None:
    assert count_advice("ABC", {"A": 9, "C": 9, "abstain": 2}) == OptionsCount(
        {"A": 9, "B": 0, "C": 9}, 2, 0, None, ("A", "C")
    )
    assert count_advice("", {}) == OptionsCount({}, 0, 0, None, ())


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown threshold"):
        calculate_needed("half", 10, 10)
    with pytest.raises(ValueError, match="unknown base"):
        count_options("AB", {}, "simple", "roll", present=0, seated=0)
    with pytest.raises(ValueError, match="unknown method"):
        count_approval("ranked", "simple", "present", {}, present=0, seated=0)
    with pytest.raises(ValueError, match="unknown tie rule"):
        count_ranked("AB", {}, "lot")


def test_batches_of_the_same_ranking_add_up() -> None:
    batches = [(["A", "B"], 13), (["B"], 2), (["A", "B"], 5), ([], 1), (["C"], 0)]
    assert merge_batches(batches) == {("A", "B"): 18, ("B",): 2, (): 1}


def test_two_entries_of_a_paper_count_differ_by_ranking() -> None:
    first = paper(RIVERSIDE)
    second = paper("13 A>B>C, 9 B>A>C, 7 C>B>A, 5 D>A>B, 1 D>B>A, 5 E>D>A, 1 C>A>B, 2 A, 1 -")
    assert compare_entries(first, first) == []
    assert compare_entries(first, second) == [
        Difference((), first=0, second=1),
        Difference(("A",), first=0, second=2),
        Difference(("C", "A", "B"), first=0, second=1),
        Difference(("C", "B", "A"), first=8, second=7),
        Difference(("D", "A", "B"), first=6, second=5),
        Difference(("D", "B", "A"), first=0, second=1),
    ]
