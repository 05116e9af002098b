"""What tests make once lies in the tables again as it did the first time."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests import remembering
from tests.cast import World, a_world
from tests.emptying import LATER


@pytest.mark.django_db
def test_a_second_world_is_written_again_with_the_rows_that_it_changes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its seats raise the number of the access topic, which is a row of the first world."""
    monkeypatch.setattr(remembering, "MEMORIES", {})
    before = rows()
    found = []
    for _turn in range(2):
        with transaction.atomic():
            found.append((a_world("Деінде"), rows()))
            transaction.set_rollback(True)
    (memory,) = remembering.MEMORIES.values()
    assert memory.replaced
    assert found[0] == found[1]
    assert not before <= found[1][1]


def rows() -> set[tuple[str, bytes]]:
    return {(name, line) for name, lines in remembering._lines(LATER).items() for line in lines}
