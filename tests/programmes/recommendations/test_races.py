"""Two steps of one recommendation at the same moment: one of them is taken, the other is told."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from groups.models import InitiativeGroup
from programmes.kit.dossiers.models import FIRST_RESTRICTED_NUMBER
from programmes.kit.evidence.services import withdraw_evidence
from programmes.models import Recommendation, TransitionTaken
from programmes.recommendations.services.issue import issue_recommendation, replace_recommendation
from programmes.recommendations.services.transition import move_recommendation
from tests.cast import World, a_world
from tests.dialogue.helpers import at_once
from tests.programmes.helpers import RESTRICTED, begin
from tests.programmes.recommendations.helpers import draft, fresh, issue, issued, move, prove
from viche.kernel.errors import DomainError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def reasons_of(outcomes: list[Any]) -> list[str]:
    return [one.reason for one in outcomes if isinstance(one, DomainError)]


def step(world: World, row: Recommendation, to: str, **facts: Any) -> partial[Recommendation]:
    return partial(
        move_recommendation,
        actor=world.actor("officer"),
        recommendation_id=row.pk,
        to=to,
        expected_version=row.version,
        **facts,
    )


def test_of_two_answers_one_is_stale() -> None:
    world = a_world("Тут")
    row = issued(world)
    answers = step(world, row, "accepted"), step(world, row, "rejected", reason="Ні")
    assert reasons_of(at_once(*answers)) == ["stale"]
    (taken,) = TransitionTaken.objects.filter(subject_id=row.pk)
    assert fresh(row).response == taken.after


def test_an_answer_and_a_better_wording_do_not_both_succeed() -> None:
    world = a_world("Тут")
    row = issued(world)
    better = partial(
        replace_recommendation,
        actor=world.actor("facilitator"),
        recommendation_id=row.pk,
        expected_version=row.version,
        text_uk="Краще",
    )
    assert reasons_of(at_once(step(world, row, "accepted"), better)) == ["stale"]
    found = fresh(row)
    assert (found.response == "accepted") != found.is_superseded


def test_nothing_is_implemented_by_evidence_that_is_withdrawn_meanwhile() -> None:
    world = a_world("Тут")
    row = issued(world)
    piece = prove(world, row)
    withdrawal = partial(
        withdraw_evidence, actor=world.actor("officer"), dossier_id=row.dossier_id, piece_id=piece.pk
    )
    told = reasons_of(at_once(step(world, fresh(row), "implemented"), withdrawal))
    assert told in ([], ["stale"])
    assert fresh(row).evidence_count == 0
    assert (fresh(row).implementation == "not_started") == bool(told)
    with pytest.raises(DomainError):
        move(world, row, "verified", by="teacher")


def test_numbers_are_given_once() -> None:
    world = a_world("Тут")
    rows = [draft(world, dossier=begin(world)) for _ in range(3)]
    issues = [
        partial(
            issue_recommendation,
            actor=world.actor("facilitator"),
            recommendation_id=row.pk,
            expected_version=row.version,
        )
        for row in (*rows, rows[0])
    ]
    assert reasons_of(at_once(*issues)) == ["stale"]
    assert sorted(fresh(row).number or 0 for row in rows) == [1, 2, 3]


@pytest.mark.parametrize("facts", [{}, RESTRICTED], ids=["shared", "restricted"])
def test_a_number_does_not_wait_for_a_change_of_seats(facts: dict[str, Any]) -> None:
    """A change of seats locks the group, then its dossiers: the other way round would be a deadlock."""
    world = a_world("Тут")
    row = draft(world, dossier=begin(world, **facts))

    def number() -> int | None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        return issue(world, row).number

    with transaction.atomic():
        InitiativeGroup.objects.select_for_update(no_key=True).get(pk=world.group.pk)
        (given,) = at_once(number)
    assert given == (FIRST_RESTRICTED_NUMBER if facts else 1)
