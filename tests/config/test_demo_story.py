"""The decisions, meetings and minutes of the demo community, as its services made them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command

from dialogue.decisions.loaders import join_record
from dialogue.decisions.models import ObjectionReply
from dialogue.decisions.tally import Standing, assess_decisions
from dialogue.models import Decision, Meeting, Minutes
from viche.kernel.models import Link

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Counted by hand: E goes out first, then C, then D.
ROUNDS = [
    {"A": 13, "B": 9, "C": 8, "D": 6, "E": 5},
    {"A": 13, "B": 9, "C": 8, "D": 11},
    {"A": 13, "B": 17, "D": 11},
    {"A": 24, "B": 17},
]


def find(title: str) -> tuple[Decision, Standing]:
    (row,) = join_record(Decision.objects.filter(title_en__startswith=title))
    return row, assess_decisions([row])[row.pk]


def test_the_demo_decides_meets_and_keeps_minutes(settings: Any) -> None:
    settings.DEMO = True
    call_command("load_demo", stdout=io.StringIO())

    riverside, standing = find("Riverside")
    names = dict(zip((str(one.pk) for one in riverside.options.order_by("position")), "ABCDE", strict=True))
    assert standing.tally is not None
    assert standing.tally.ranked is not None
    rounds = [{names[pk]: votes for pk, votes in one.tallies.items()} for one in standing.tally.ranked.rounds]
    assert (rounds, names[str(standing.tally.winner)], standing.tally.ballots) == (ROUNDS, "A", 41)
    assert (riverside.state, riverside.binds, bool(riverside.outcome_uk)) == ("adopted", True, True)
    assert Link.objects.filter(source_type="decision", source_id=riverside.pk, target_type="action").exists()

    protocol, _standing = find("Do we adopt a joint response protocol")
    assert protocol.state == "adopted"
    assert ObjectionReply.objects.filter(voter__decision=protocol).count() == 1

    ramps, standing = find("Do we start with the three shelters")
    assert ramps.state == "open"
    assert standing.quorum is not None
    assert standing.quorum.answered >= standing.quorum.needed
    assert [one.sector for one in standing.quorum.sectors if not one.is_met] == ["police"]

    minutes = Minutes.objects.order_by("number").values_list("number", "state", "meeting__number")
    assert list(minutes) == [(6, "signed", 20), (7, "signed", 21)]
    coming = Meeting.objects.get(number=22)
    assert (coming.state, coming.agenda.count()) == ("convened", 4)
