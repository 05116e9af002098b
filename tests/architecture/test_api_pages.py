"""The pages about the API name only what there is."""

from __future__ import annotations

import json
import re

from viche.cli.places import ROOT
from viche.config.api_pages.error_codes import collect_error_codes

DOCS = ROOT / "docs"
MOST_LINES, LONGEST_LINE = 200, 110
# A status and a code behind it, as in "409 `round_runs`".
NAMED = re.compile(r"\b(4\d\d) `([a-z_]+)`")


def test_each_code_that_is_named_exists() -> None:
    known = {(str(one.status), one.code) for one in collect_error_codes()}
    schema = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
    texts = [schema["info"]["description"]]
    texts += [one["description"] for path in schema["paths"].values() for one in path.values()]
    texts += [page.read_text(encoding="utf-8") for page in DOCS.glob("api*.md")]
    assert {pair for text in texts for pair in NAMED.findall(text)} - known == set()


def test_each_code_is_found_with_what_it_says() -> None:
    silent = {one.code for one, sentences in collect_error_codes().items() if not sentences}
    assert silent <= {"error", "changed", "too_many_rows"}  # what these say depends on what is refused


def test_the_start_is_short() -> None:
    for name in ("api.md", "api.uk.md"):
        lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
        assert len(lines) <= MOST_LINES, name
        assert [line for line in lines if len(line) > LONGEST_LINE] == [], name
