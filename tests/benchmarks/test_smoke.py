"""The benchmarks work: each says every figure that it promises. What the figures are is not asked here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

ROOT = Path(__file__).resolve().parents[2]
PROMISED: dict[str, set[str]] = {
    "fanout": {
        "rush_vs_floor",
        "rush_vs_usual",
        "rush_cpu_per_delivery_vs_floor",
        "lively_rush_vs_floor",
        "lively_rush_cpu_per_delivery_vs_floor",
        "cpu_per_delivery_vs_floor",
        "post_to_all_p50_vs_floor",
        "post_to_all_p99_vs_floor",
        "vote_cpu_per_delivery_vs_floor",
        "vote_post_to_all_p50_vs_floor",
        "vote_post_to_all_p99_vs_floor",
        "close_seconds",
        "many_rush_vs_floor",
        "many_rush_cpu_per_delivery_vs_floor",
        "many_cpu_per_delivery_vs_floor",
        "many_post_to_all_p50_vs_floor",
        "many_post_to_all_p99_vs_floor",
    },
    "overload": {
        "deliveries_per_second",
        "p50_beside_one_who_never_reads",
        "p99_beside_one_who_never_reads",
        "converged_after_valkey_s",
        "converged_after_web_s",
        "gaps",
        "duplicates",
        "acknowledged_lost",
    },
    "idle": {"memory_vs_floor"},
    "catchup": {
        "missed_in_one_topic_vs_select_1",
        "missed_in_many_topics_vs_select_1",
        "storm_vs_raw_connect",
    },
    "post": {"spread_vs_stock", "hot_vs_stock"},
    "reminders": {
        "rate_vs_bare",
        "rate_vs_bare_two",
        "rate_vs_task",
        "not_once",
        "memory_growth",
        "scan_vs_index",
    },
    "board": {"query_vs_hand", "flat"},
    "thread": {"query_vs_hand", "flat"},
    "programmes": {"list_vs_hand", "list_flat", "scorecard_cpu_ms", "scorecard_vs_hand", "step_vs_item"},
    "search": {"query_vs_open", "query_cpu_vs_open"},
    "digest": {"queries_per_person", "queries_much_vs_little", "memory_growth"},
    "lists": {
        f"{kind}_{what}"
        for kind in ("threads", "messages", "items")
        for what in ("query_vs_hand", "vs_stock")
    },
    "permissions": {
        f"{kind}_{what}"
        for kind in ("threads", "items")
        for what in ("vs_hand", "deep_vs_first", "vs_guardian")
    },
}


# The narrowest limits that there are: a benchmark that does not lift them is refused what it asks.
LIMITS = dict.fromkeys(
    ("VICHE_MESSAGES_A_MINUTE", "VICHE_RATE_READ", "VICHE_RATE_WRITE", "VICHE_RATE_ANONYMOUS"), "1"
)


@pytest.mark.slow
def test_every_benchmark_says_its_figures(tmp_path: Path) -> None:
    file = tmp_path / "metrics.json"
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--smoke", "--json", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        env={**os.environ, **LIMITS},
        check=False,
    )
    # What failed comes first: a long report is cut where it is shown.
    assert run.returncode == 0, f"{run.stderr}\n{run.stdout[-4_000:]}"
    said: dict[str, set[str]] = {name: set() for name in NAMES}
    for line in file.read_text().splitlines():
        frame = json.loads(line)
        assert isinstance(frame["ok"], bool)
        assert frame["low"] <= frame["value"] <= frame["high"]
        assert isinstance(frame["goal"], int | float)
        said[frame["bench"]].add(frame["metric"])
    assert said == PROMISED
