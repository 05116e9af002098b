"""Commands that are carried out together: what is wrong with one of them is wrong for that one alone."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.errors import Conflict, Invalid
from viche.realtime.commands import _run_batch
from viche.realtime.registry import Batching


def asked(*numbers: Any) -> Any:
    socket = SimpleNamespace(actor=ANONYMOUS, language="en")
    return [(socket, {"number": number}) for number in numbers]


def read(payload: dict[str, Any]) -> Any:
    if payload["number"] is None:
        raise Invalid.field("/number", "required", "Say a number.")
    return payload["number"]


def test_one_that_breaks_it_breaks_it_for_nobody_else() -> None:
    turns: list[list[Any]] = []

    def run(turn: Sequence[tuple[Actor, Any]]) -> list[Any]:
        numbers = [number for _actor, number in turn]
        turns.append(numbers)
        if "poison" in numbers:
            raise ValueError
        return [Conflict() if number == 0 else {"said": number} for number in numbers]

    answers = _run_batch(Batching("number", read, run), asked(1, None, "poison", 0, 4))
    assert (answers[0], answers[4]) == ({"said": 1}, {"said": 4})
    assert [getattr(answers[place], "problem", {}).get("status") for place in (1, 3)] == [422, 409]
    assert isinstance(answers[2], ValueError)
    assert turns == [[1, "poison", 0, 4], [1], ["poison"], [0], [4]]


def test_without_the_database_nobody_is_tried_one_by_one() -> None:
    turns: list[int] = []

    def run(turn: Sequence[tuple[Actor, Any]]) -> list[Any]:
        turns.append(len(turn))
        raise OperationalError

    with pytest.raises(OperationalError):
        _run_batch(Batching("number", read, run), asked(1, 2, 3))
    assert turns == [3]
