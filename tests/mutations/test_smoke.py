"""Mutants are made and caught, and what is not wrong is let through."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from tests.mutations.__main__ import originals
from tests.mutations.children import Verdict
from tests.mutations.guards import GUARDS, ROOT, modules
from tests.mutations.mutants import mutants_of, names_of
from tests.mutations.run import tried
from tests.mutations.spared import SPARED
from viche.kernel.policy import list_policies

POLICY = "platform/viche/notifications/policies.py"
TESTS = str(ROOT / "tests")
WRONG = "NotificationPolicy.permits: obj.person_id == actor.person_id -> obj.person_id != actor.person_id"


def test_every_module_has_mutants_that_can_be_told_apart_and_all_that_are_spared_are_there() -> None:
    made = {path: names_of(path) for path in modules()}
    assert all(made.values())
    names = [name for found in made.values() for name in found]
    assert len(set(names)) == len(names)
    assert set(names) >= set(SPARED)


def test_every_policy_has_its_mutants() -> None:
    found = {sys.modules[one.__module__].__file__ or "" for one in list_policies()}
    ours = {Path(one) for one in found if not one.startswith(TESTS)}
    # Where all is inherited there is nothing to make wrong.
    deciding = {one.relative_to(ROOT).as_posix() for one in ours if names_of(one)}
    assert deciding - set(GUARDS) == set()


@pytest.mark.slow
def test_a_mutant_is_caught_and_the_policy_as_it_is_passes() -> None:
    (wrong,) = (one for path in modules(POLICY) for one in mutants_of(path) if WRONG in one.name)
    found = dict(tried([*originals([POLICY]), wrong], 1, math.inf))
    assert {one.name: verdict for one, verdict in found.items()} == {
        POLICY: Verdict.SURVIVED,
        wrong.name: Verdict.CAUGHT,
    }
