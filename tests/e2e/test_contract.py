"""The API keeps to its own description, whatever is sent: no crash, no answer in another shape."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.partner import token_of

CHECKS = (
    "not_a_server_error",
    "content_type_conformance",
    "response_schema_conformance",
    "status_code_conformance",
    "negative_data_rejection",
)
# 412 beside what is looked for anyway: so the tus protocol refuses another version of it.
REFUSED = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 415, 422, 428, 429, "5xx"]
"""


def test_what_the_schema_says_is_what_happens(base_url: str, tmp_path: Path) -> None:
    """Each boundary of each parameter and field of every operation, within and beyond the schema."""
    program = [sys.executable, "-m", "schemathesis.cli", "run", f"{base_url}/api/v1/schema/"]
    token = token_of(base_url, "facilitator@kalynodil.example")
    options = ["--header", f"Authorization: Bearer {token}", "--phases", "coverage", "--seed", "1"]
    # One after the other: two at once are no quicker on two cores, and got in each other's way in the tool.
    options += ["--checks", ",".join(CHECKS), "--workers", "1", "--no-color", "--request-timeout", "60"]
    (tmp_path / "schemathesis.toml").write_text(REFUSED)
    run = subprocess.run(
        [*program, *options],
        cwd=tmp_path,  # it leaves notes where it runs
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if run.returncode:
        _before, _found, faults = run.stdout.partition(" ERRORS ")  # what is only told of comes behind
        # An assertion would cut it short; what is last is shown where a long report is cut.
        pytest.fail(run.stdout[-1_500:] + run.stderr[-2_000:] + (faults or run.stdout)[:4_000])
