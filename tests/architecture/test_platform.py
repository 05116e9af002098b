"""`platform/` stays a plain source root, and our generic names are ours."""

import importlib
import platform
import sysconfig
from pathlib import Path

import pytest

from viche.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]


def test_platform_is_the_standard_librarys() -> None:
    assert Path(platform.__file__).parent == Path(sysconfig.get_path("stdlib"))
    assert platform.system()


def test_platform_holds_the_package_and_nothing_else() -> None:
    inside = {path.name for path in (ROOT / "platform").iterdir()} - {"__pycache__"}
    assert inside == {"viche"}
    assert not (ROOT / "tests" / "platform").exists()


@pytest.mark.parametrize("name", ["viche", *ROOMS, "tests"])
def test_generic_names_resolve_inside_the_repository(name: str) -> None:
    found = importlib.import_module(name).__file__
    assert found is not None
    assert Path(found).is_relative_to(ROOT)
