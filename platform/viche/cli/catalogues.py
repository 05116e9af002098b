"""Compile every gettext catalogue (`locale/<language>/LC_MESSAGES/*.po`) next to its source.

Runs in the installed environment (`python -m viche.cli.catalogues`), which has polib; no gettext tools
needed.
"""

import sys
from pathlib import Path

from viche.cli.places import ROOT, SOURCES


def list_sources(root: Path) -> list[Path]:
    """Return the .po files of all apps in the checkout `root`."""
    return sorted(path for source in SOURCES for path in (root / source).glob("**/locale/*/LC_MESSAGES/*.po"))


def list_stale(root: Path) -> list[Path]:
    """Return the sources whose compiled catalogue is missing or older."""
    return [path for path in list_sources(root) if _age(path.with_suffix(".mo")) < _age(path)]


def compile_all(root: Path) -> int:
    """Compile stale catalogues and return how many there were."""
    import polib  # noqa: PLC0415 - not there before the installation

    paths = list_stale(root)
    for path in paths:
        fresh = path.with_suffix(f".mo.{path.stat().st_mtime_ns}")
        polib.pofile(str(path)).save_as_mofile(str(fresh))
        fresh.replace(path.with_suffix(".mo"))
    return len(paths)


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


if __name__ == "__main__":
    compile_all(ROOT)
    sys.exit(0)
