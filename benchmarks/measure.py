"""Metrics: ratios of interleaved measurements, with their range."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Metric:
    """A figure with its goal (None: only reported). `at_most` says that the goal is an upper limit.

    `low` and `high` are the range over the repetitions; `at` are the conditions of the measurement (number of
    sockets, rows …) and may hold the absolute figures behind a ratio, named with their unit.
    """

    bench: str
    metric: str
    value: float
    goal: float | None
    at_most: bool
    low: float
    high: float
    at: Mapping[str, object] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        if self.goal is None:
            return True
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def line(self) -> str:
        """Return the metric as one line of JSON."""
        figures = {"value": self.value, "goal": self.goal, "low": self.low, "high": self.high}
        rounded = {name: _round(value) for name, value in figures.items() if value is not None}
        facts = {
            name: _round(value) if isinstance(value, float) else value for name, value in self.at.items()
        }
        judged = {} if self.goal is None else {"comparison": "<=" if self.at_most else ">=", "ok": self.ok}
        frame = {"bench": self.bench, "metric": self.metric, **facts, **rounded, **judged}
        return json.dumps(frame, ensure_ascii=False)


def build_metric(
    bench: str,
    name: str,
    measured: tuple[float, float, float],
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    **at: object,
) -> Metric:
    """Build a metric from (median, low, high). Raises ValueError unless it has exactly one goal."""
    value, low, high = measured
    if (at_most is None) == (at_least is None):
        raise ValueError("A metric has one goal: at_most or at_least.")
    if at_most is not None:
        return Metric(bench, name, value, at_most, True, low, high, at)
    assert at_least is not None
    return Metric(bench, name, value, at_least, False, low, high, at)


def report_metric(bench: str, name: str, values: Sequence[float], **at: object) -> Metric:
    """Build a metric without a goal, from median and range: it depends on the machine."""
    value, low, high = spread(values)
    return Metric(bench, name, value, None, True, low, high, at)


def compute_ratio(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """Return median, lowest and highest of the ratios by repetition.

    Raises ValueError for uneven lengths.
    """
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return spread(ratios)


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Return median, lowest, highest."""
    return statistics.median(values), min(values), max(values)


def run_interleaved(arms: Mapping[str, Callable[[], T]], repetitions: int) -> dict[str, list[T]]:
    """Run arm after arm within each repetition, so that a slow moment of the machine hits all alike.

    Each repetition begins with another arm. The results are in the order of the repetitions.
    """
    results: dict[str, list[T]] = {name: [] for name in arms}
    names = list(arms)
    for turn in range(repetitions):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            results[name].append(arms[name]())
    return results


def compute_percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of all values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def leave_one_out(repetitions: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return, for each repetition, the values of all others (the jackknife of Quenouille and Tukey).

    For figures for which one repetition is too short: the 99th percentile of 75 values is their maximum.
    """
    return [
        [value for other, values in enumerate(repetitions) if other != left_out for value in values]
        for left_out in range(len(repetitions))
    ]


def _round(value: float) -> float:
    """Round to four significant digits: more would be noise."""
    return float(f"{value:.4g}")
