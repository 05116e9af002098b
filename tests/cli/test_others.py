"""The commands that use a running stack."""

import os
from typing import Any

import pytest

from viche.cli import commands


def test_what_is_set_by_hand_wins_over_the_running_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}

    def become(_program: str, _words: list[str], variables: dict[str, str]) -> Any:
        given.update(variables)
        raise SystemExit(0)

    running = {"VICHE_MODE": "development", "VICHE_DATA": "/data", "VICHE_ORIGINS": "http://localhost:1"}
    monkeypatch.setattr(commands, "_find_variables", lambda _folder: running)
    monkeypatch.setattr(os, "execve", become)
    for name in running:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VICHE_MODE", "production")

    with pytest.raises(SystemExit):
        commands.run_management_command(["check", "--deploy"])

    assert {name: given[name] for name in running} == running | {"VICHE_MODE": "production"}
