"""Package, both API documents and front end have one version, which the changelog names in short lines."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from viche import __version__

ROOT = Path(__file__).resolve().parents[2]
MAX_CHANGELOG_LINE = 140


def read_json(name: str) -> Any:
    return json.loads((ROOT / name).read_text())


def test_package_takes_its_version_from_the_constant() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "platform/viche/__init__.py"


def test_documents_and_front_end_have_the_version_of_the_package() -> None:
    lock = read_json("frontend/package-lock.json")
    versions = {
        "docs/openapi.json": read_json("docs/openapi.json")["info"]["version"],
        "docs/asyncapi.json": read_json("docs/asyncapi.json")["info"]["version"],
        "frontend/package.json": read_json("frontend/package.json")["version"],
        "frontend/package-lock.json": lock["version"],
        "frontend/package-lock.json, root package": lock["packages"][""]["version"],
    }
    assert {name: version for name, version in versions.items() if version != __version__} == {}


def test_changelog_begins_with_the_version_of_the_package() -> None:
    headings = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == __version__


def test_changelog_lines_are_short() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text().splitlines()
    long = {number: line for number, line in enumerate(lines, 1) if len(line) > MAX_CHANGELOG_LINE}
    assert long == {}
