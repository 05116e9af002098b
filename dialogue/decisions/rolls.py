"""The roll of a decision as its count needs it: how many seats are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from dialogue.decisions.models import Decision, Voter

VOTED, WAITING = "voted", "waiting"


class SeatGroup(NamedTuple):
    """A `number` of seats of one sector with the same presence and the same open answer.

    `answer` is None where there is no open answer, as in every secret ballot.
    """

    sector: str
    is_present: bool | None
    has_voted: bool
    is_lost: bool
    answer: str | None
    ranking: tuple[str, ...]
    number: int

    @property
    def counts(self) -> bool:
        """Whether they belong to the seats of the count: lost seats only by their secret ballots."""
        return not self.is_lost or self.has_voted

    @property
    def took_part(self) -> bool:
        return self.has_voted or (self.is_present is True and not self.is_lost)


Roll = Sequence[SeatGroup]


def load_rolls(rows: Iterable[Decision]) -> dict[UUID, list[SeatGroup]]:
    """Return the rolls of decisions, in one query."""
    found: dict[UUID, list[SeatGroup]] = {row.pk: [] for row in rows}
    is_lost = ExpressionWrapper(Q(lost_at__isnull=False), BooleanField())
    query = Voter.objects.filter(decision__in=found).annotate(is_lost=is_lost)
    fields = ("sector", "is_present", "has_voted", "is_lost", "vote__answer", "vote__ranking")
    groups = query.order_by().values_list("decision", *fields).annotate(number=Count("pk"))
    for decision_id, sector, is_present, has_voted, lost, answer, ranking, number in groups:
        ranked = tuple(map(str, ranking or ()))
        found[decision_id].append(SeatGroup(sector, is_present, has_voted, lost, answer, ranked, number))
    return found


def count_marks(roll: Roll) -> Counter[tuple[str, str]]:
    """Return how many seats count by sector and by how they are marked: their answer, voted or waiting."""
    found = Counter[tuple[str, str]]()
    for one in roll:
        if one.counts:
            found[one.sector, one.answer or (VOTED if one.has_voted else WAITING)] += one.number
    return found


def count_turnout(roll: Roll) -> tuple[int, int]:
    """Return how many voters answered, and how many seats count."""
    answered = sum(one.number for one in roll if one.has_voted)
    return answered, sum(one.number for one in roll if one.counts)
