"""The import contracts cover every room, and no module imports itself by way of others."""

from __future__ import annotations

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from viche.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {one["id"]: one for one in LINTER["contracts"]}


def test_the_contracts_name_every_room_in_its_order() -> None:
    assert set(LINTER["root_packages"]) == {"viche", *ROOMS}
    assert tuple(one for one in CONTRACTS["rooms"]["layers"] if one in ROOMS) == ROOMS
    for room in ROOMS:
        assert CONTRACTS[room]["containers"] == [room]
        assert CONTRACTS[room]["exhaustive"]
        for contract in ("effects", "hands"):
            # `**` is a slice at any depth.
            modules = {one.replace("**", "*") for one in CONTRACTS[contract]["source_modules"]}
            assert {f"{room}.models", f"{room}.*.models", f"{room}.*.services"} <= modules


def test_imports_go_round_in_no_circle() -> None:
    graph = grimp.build_graph("viche", *ROOMS)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
