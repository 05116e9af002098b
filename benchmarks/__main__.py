"""`python -m benchmarks [NAME …] [--smoke] [--json FILE]`: run, print results, check goals."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.lab import Lab, describe_versions
from benchmarks.measure import Metric

# Run in this order: first the benchmarks that need idle servers; those that kill the Valkey of the arms after
# those that need it; last the ones that fill the database with millions of rows.
NAMES: tuple[str, ...] = (
    "idle",
    "fanout",
    "catchup",
    "overload",
    "post",
    "reminders",
    "digest",
    "board",
    "thread",
    "programmes",
    "lists",
    "permissions",
    "search",
)
EXTRA_NAMES: tuple[str, ...] = ("browser",)
"""Benchmarks that need more than a database (a browser, a front-end build): run only when named."""


def main(arguments: Sequence[str]) -> int:
    """Run the chosen benchmarks; return 1 when a goal is missed or one fails, else 0."""
    options = _parser().parse_args(arguments)
    lines: list[str] = []
    failed: list[str] = []
    print(describe_versions())
    with Lab(smoke=options.smoke) as lab:
        chosen = options.names or NAMES
        for name in (name for name in (*NAMES, *EXTRA_NAMES) if name in chosen):
            lines += _run(name, lab, failed)
    if options.json is not None:
        options.json.write_text("".join(f"{line}\n" for line in lines))
    if failed:
        print(f"\nmissed or failed: {', '.join(failed)}")
    return 1 if failed else 0


def _run(name: str, lab: Lab, failed: list[str]) -> list[str]:
    """Run one benchmark and return its JSON lines; missed goals and failures are added to `failed`."""
    print(f"\n{name}", flush=True)
    started, lines = time.monotonic(), []
    try:
        lab.django()  # before the module, which may import models
        found: Iterable[Metric] = import_module(f"benchmarks.{name}").run(lab)
        for metric in found:
            print(_row(metric))
            print(metric.line(), flush=True)
            lines.append(metric.line())
            if not metric.ok and not lab.smoke:
                failed.append(f"{name}.{metric.metric}")
    except Exception:  # noqa: BLE001 - the other benchmarks still run
        traceback.print_exc()
        failed.append(name)
    print(f"  {time.monotonic() - started:.0f} s", flush=True)
    return lines


def _row(metric: Metric) -> str:
    goal = "" if metric.goal is None else f"goal {'≤' if metric.at_most else '≥'} {metric.goal:g}"
    verdict = "" if metric.goal is None else "ok" if metric.ok else "MISSED"
    at = ", ".join(
        f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in metric.at.items()
    )
    figures = f"{metric.value:8.3g}  ({metric.low:.3g} – {metric.high:.3g})  {goal}"
    return f"  {metric.metric:40} {figures:44} {verdict:7} {at}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./viche bench", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        choices=[*NAMES, *EXTRA_NAMES, []],
        help=", ".join((*NAMES, *EXTRA_NAMES)),
    )
    parser.add_argument(
        "--smoke", action="store_true", help="only try whether they work: tiny sizes, no meaning"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON lines there too")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
