"""Mutants are made and caught, and what is not wrong is let through."""

from __future__ import annotations

import math

import pytest

from tests.mutations.__main__ import originals
from tests.mutations.guards import modules
from tests.mutations.mutants import mutants_of
from tests.mutations.run import Verdict, tried
from tests.mutations.spared import SPARED

POLICY = "platform/viche/notifications/policies.py"
WRONG = "and obj.person_id == actor.person_id -> actor.person_id is not None or"


def test_every_module_has_mutants_that_can_be_told_apart_and_all_that_are_spared_are_there() -> None:
    made = {path: [one.name for one in mutants_of(path)] for path in modules()}
    assert all(made.values())
    names = [name for found in made.values() for name in found]
    assert len(set(names)) == len(names)
    assert set(names) >= set(SPARED)


@pytest.mark.slow
def test_a_mutant_is_caught_and_the_policy_as_it_is_passes() -> None:
    (wrong,) = (one for path in modules(POLICY) for one in mutants_of(path) if WRONG in one.name)
    found = dict(tried([*originals([POLICY]), wrong], 1, math.inf))
    assert {one.name: verdict for one, verdict in found.items()} == {
        POLICY: Verdict.SURVIVED,
        wrong.name: Verdict.CAUGHT,
    }
