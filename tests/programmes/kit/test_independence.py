"""Who is independent of a dossier: not who made its report, and the workers of others do not count."""

from __future__ import annotations

import pytest

from programmes.kit.independence import list_independent, list_workers
from tests.cast import World
from tests.programmes.helpers import begin, hand_over
from tests.programmes.kit.helpers import TEAM, add_part, freeze

pytestmark = pytest.mark.django_db


def test_the_workers_of_a_dossier_are_not_those_of_others(world: World) -> None:
    dossier, other = begin(world), begin(world, "teacher")
    hand_over(world, other, "councillor")
    add_part(world, other, TEAM, "police")
    assert set(list_workers([dossier])) == {dossier.pk}
    assert [pk for pk, _since in list_workers([dossier])[dossier.pk]] == [world.organisations["ngo"].pk]


def test_whoever_made_an_edition_does_not_judge_it(world: World) -> None:
    edition = freeze(world, begin(world))
    edition.made_by = world.people["councillor"]
    people = [world.people[name].pk for name in ("teacher", "councillor", "facilitator")]
    assert list_independent(edition, people) == {world.people["teacher"].pk}
