"""The start page of the API runs: its commands answer what it shows."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.e2e.documented import check_answer, list_blocks, list_steps, write_programs
from tests.e2e.partner import token_of

HOST = "http://localhost:8000"
END = "--- end of a step ---"
CURL = Path(__file__).with_name("curl.py")


def read_token_options(script: str) -> tuple[str, list[str]]:
    """Return the address and the scopes of the page's `./viche token …`."""
    command = script.partition("$(./viche token ")[2].partition(")")[0].replace("\\\n", " ")
    email, *options = shlex.split(command)
    assert options[::2] == ["--scope"] * len(options[1::2])
    return email, options[1::2]


def write_program(path: Path, *lines: str) -> None:
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)


def test_its_commands_answer_what_it_shows(base_url: str, tmp_path: Path) -> None:
    blocks = list_blocks("api.md")
    steps = list_steps(blocks)
    email, scopes = read_token_options(steps[0].commands)
    # The stack of this process is none that `./viche token` knows.
    write_program(tmp_path / "viche", f"echo {token_of(base_url, email, scopes)}")
    python = shlex.quote(sys.executable)
    write_program(tmp_path / "python3", f'exec {python} "$@"')
    if shutil.which("curl") is None:
        write_program(tmp_path / "curl", f'exec {python} {shlex.quote(str(CURL))} "$@"')
    write_programs(blocks, tmp_path)

    script = "".join(f"{step.commands}\necho\necho '{END}'\n" for step in steps).replace(HOST, base_url)
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    printed = done.stdout.split(END)
    for step, answer in zip(steps, printed, strict=False):
        check_answer(step, answer)
    assert len(printed) == len(steps) + 1


def test_both_languages_have_the_same_commands() -> None:
    assert list_blocks("api.uk.md") == list_blocks("api.md")
