"""Compiles every gettext catalogue (`locale/<language>/LC_MESSAGES/*.po`) beside its source.

Runs in the installed environment (`python -m viche.cli.catalogues`), since polib reads them; no gettext
tools needed.
"""

import sys
from pathlib import Path

from viche.cli.places import ROOT, SOURCES


def sources(root: Path) -> list[Path]:
    """The .po files of every room under the checkout `root`."""
    return sorted(path for source in SOURCES for path in (root / source).glob("**/locale/*/LC_MESSAGES/*.po"))


def stale(root: Path) -> list[Path]:
    """Those sources whose compiled catalogue is missing or older."""
    return [path for path in sources(root) if _age(path.with_suffix(".mo")) < _age(path)]


def compile_all(root: Path) -> int:
    """Compiles what is stale and returns how many catalogues that were."""
    import polib  # noqa: PLC0415 - not there before the installation

    paths = stale(root)
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
