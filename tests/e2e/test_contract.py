"""The API keeps to its own description, whatever is sent: no crash, no answer in another shape."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests import campaigns
from tests.e2e.partner import PATIENCE, token_of
from tests.e2e.stack import running_stack
from viche.cli.places import ROOT

CHECKS = (
    "not_a_server_error",
    "content_type_conformance",
    "response_schema_conformance",
    "status_code_conformance",
    "negative_data_rejection",
)
# 412 beside the default statuses: the tus protocol refuses another version of it so.
REFUSED = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 415, 422, 428, 429, "5xx"]
"""
ONE_OF_EACH_KIND = 'hooks = "tests.e2e.boundaries"\n'
JSON = {"Accept": "application/vnd.oai.openapi+json"}
PLACE = 2  # of its ports, behind those of the two processes


@pytest.fixture
def contract_url() -> Iterator[str]:
    """Yield the address of a stack for this test alone: it tries to delete what others need."""
    with running_stack("contract", PLACE) as address:
        yield address


def test_what_the_schema_says_is_what_happens(contract_url: str, tmp_path: Path) -> None:
    """Send each kind of boundary of each field of every operation; in the long run, each boundary."""
    # The tool itself would wait ten seconds for it, which a busy machine exceeds.
    schema = httpx.get(f"{contract_url}/api/v1/schema/", headers=JSON, timeout=PATIENCE).raise_for_status()
    (tmp_path / "openapi.json").write_bytes(schema.content)
    program = [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--url", contract_url]
    token = token_of(contract_url, "facilitator@kalynodil.example")
    options = ["--header", f"Authorization: Bearer {token}", "--phases", "coverage", "--seed", "1"]
    # One after the other: two at once are no quicker on two cores, and got in each other's way in the tool.
    options += ["--checks", ",".join(CHECKS), "--workers", "1", "--no-color", "--request-timeout", "180"]
    hooks = "" if campaigns.LONG else ONE_OF_EACH_KIND
    (tmp_path / "schemathesis.toml").write_text(hooks + REFUSED)
    run = subprocess.run(
        [*program, *options],
        cwd=tmp_path,  # it leaves notes where it runs
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=1_800,
        check=False,
    )
    if run.returncode:
        _before, _found, faults = run.stdout.partition(" ERRORS ")  # what is only told of comes behind
        # An assertion would cut it short; what is last is shown where a long report is cut.
        pytest.fail(run.stdout[-1_500:] + run.stderr[-2_000:] + (faults or run.stdout)[:4_000])
