"""Hook for schemathesis: keep one generated case of each kind for each field of each operation.

The generator repeats itself: five wrong types of one field, seven unknown methods of one path. The long run
sends all of them.
"""

from __future__ import annotations

from typing import Any

import schemathesis
from schemathesis import Case, HookContext
from schemathesis.generation.meta import CoveragePhaseData, CoverageScenario

_known: set[tuple[str | None, ...]] = set()


def get_kind(case: Case[Any]) -> tuple[str | None, ...]:
    """Return the operation, the place and the scenario of a case."""
    assert case.meta is not None
    data = case.meta.phase.data
    assert isinstance(data, CoveragePhaseData)
    if data.scenario == CoverageScenario.UNSPECIFIED_HTTP_METHOD:
        return (case.operation.label, data.scenario)
    return (
        case.operation.label,
        data.scenario,
        data.parameter_location,
        data.parameter,
        data.description,
    )


@schemathesis.hook
def filter_case(context: HookContext, case: Case[Any]) -> bool:
    """Return whether this is the first case of its kind."""
    kind = get_kind(case)
    if kind in _known:
        return False
    _known.add(kind)
    return True
