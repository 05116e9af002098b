"""A published count is reproduced round by round. The files of `published/` name their sources."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from dialogue.decisions.counting import Ranking, count_ranked, merge_batches

PUBLISHED = Path(__file__).parent / "published"
OUT_AFTER_FIRST_ROUND = {"3", "4", "6"}


def read_ranking(text: str, *, ends_at_overvote: bool) -> Ranking:
    """Return the ranking without overvotes, which do not occur in the product.

    The city's figures show its rule: an overvote exhausts the ballot, unless all but one of its options are
    out by the time it is reached. One ballot of 8,980 is of that kind: `2,4,{3,5},1` counts for 5 at last.
    """
    clear, overvote, after = text.partition("{")
    ranking = [option for option in clear.split(",") if option]
    if overvote and ranking and not ends_at_overvote:
        tied, _, rest = after.partition("}")
        left = set(tied.split(",")) - OUT_AFTER_FIRST_ROUND
        if len(left) == 1:
            ranking += [*left, *filter(None, rest.split(","))]
    return tuple(ranking)


def read_ballots(*, ends_at_overvote: bool = False) -> dict[Ranking, int]:
    lines = (PUBLISHED / "burlington_2009.toi").read_text().splitlines()
    pairs = (line.split(": ") for line in lines if not line.startswith("#"))
    return merge_batches(
        (read_ranking(ranking, ends_at_overvote=ends_at_overvote), int(number)) for number, ranking in pairs
    )


def read_rounds() -> dict[str, Any]:
    published: dict[str, Any] = json.loads((PUBLISHED / "burlington_2009_rounds.json").read_text())
    return published


def test_burlington_2009_is_counted_as_the_city_published() -> None:
    published, ballots = read_rounds(), read_ballots()
    assert sum(ballots.values()) == published["valid_ballots"]
    count = count_ranked(list(published["candidates"]), ballots, "previous_rounds")
    assert (count.winner, count.tied) == (published["elected"], ())
    assert len(count.rounds) == len(published["rounds"])
    for counted, expected in zip(count.rounds, published["rounds"], strict=True):
        assert counted.tallies == expected["totals"]
        assert counted.exhausted == expected["exhausted"]
        assert list(counted.eliminated) == expected["defeated"]
        assert not counted.by_tie
        added: Counter[str] = Counter()
        for transfer in counted.transfers:
            added[transfer.target or "exhausted"] += transfer.number
        assert added == expected["added_next"]


def test_burlington_2009_is_counted_as_others_count_it_who_end_a_ballot_at_an_overvote() -> None:
    # 4313, 4060 and 607 exhausted: ranked.vote/us/vt/btv/2009/03/mayor, as asserted by github.com/
    # jontingvold/pyrankvote at commit 649ae9d130f608ed279bc54d52223b398503d108, tests/test_external_irv.py.
    last = count_ranked("123456", read_ballots(ends_at_overvote=True), "listed_order").rounds[-1]
    assert (last.tallies, last.exhausted) == ({"1": 4313, "5": 4060}, 607)
