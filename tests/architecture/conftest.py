"""What the matrix and the addresses are tried on."""

from __future__ import annotations

from tests.architecture.stages import Stage
from tests.standing import Below, stands


@stands(on="elsewhere")
def stage(below: Below) -> Stage:
    return Stage.built(below["world"], below["elsewhere"])
