"""Problems are JSON whatever they quote."""

from __future__ import annotations

import orjson

from viche.kernel.api.problems import problem_of
from viche.kernel.errors import Invalid, NotFound


def test_lone_surrogates_that_are_quoted_are_replaced() -> None:
    fault = Invalid.field("/\ud800", "unknown", "\ud800 is not known")
    (written,) = orjson.loads(orjson.dumps(problem_of(fault)))["errors"]
    assert (written["pointer"], written["message"]) == ("/?", "? is not known")
    assert orjson.dumps(problem_of(NotFound(detail="\udfff")))
