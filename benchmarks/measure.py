"""Metrics: ratios of what was measured in turn, with the range in which they fell."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Metric:
    """One figure with its goal (None: it is only told). `at_most` says on which side of it it is good.

    `low` and `high` are the range over the repetitions; `at` says what it was measured at (how many sockets,
    rows …) and may carry the absolute figures behind a ratio, named with their unit.
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
        """The metric as one line of JSON."""
        figures = {"value": self.value, "goal": self.goal, "low": self.low, "high": self.high}
        rounded = {name: _rounded(value) for name, value in figures.items() if value is not None}
        facts = {
            name: _rounded(value) if isinstance(value, float) else value for name, value in self.at.items()
        }
        judged = {} if self.goal is None else {"comparison": "<=" if self.at_most else ">=", "ok": self.ok}
        frame = {"bench": self.bench, "metric": self.metric, **facts, **rounded, **judged}
        return json.dumps(frame, ensure_ascii=False)


def metric(
    bench: str,
    name: str,
    measured: tuple[float, float, float],
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    **at: object,
) -> Metric:
    """A metric from (median, low, high) and its goal on one side. Raises ValueError without one goal."""
    value, low, high = measured
    if (at_most is None) == (at_least is None):
        raise ValueError("A metric has one goal: at_most or at_least.")
    if at_most is not None:
        return Metric(bench, name, value, at_most, True, low, high, at)
    assert at_least is not None
    return Metric(bench, name, value, at_least, False, low, high, at)


def reported(bench: str, name: str, values: Sequence[float], **at: object) -> Metric:
    """A figure that is only told, by its median and range: it is of one machine, and no goal fits all."""
    value, low, high = spread(values)
    return Metric(bench, name, value, None, True, low, high, at)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """Ours by theirs, repetition by repetition: median, lowest, highest. Raises ValueError if uneven."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return spread(ratios)


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, lowest, highest."""
    return statistics.median(values), min(values), max(values)


def interleaved(arms: Mapping[str, Callable[[], T]], repetitions: int) -> dict[str, list[T]]:
    """Run arm after arm within each repetition, so that a slow moment of the machine strikes all alike.

    Each repetition begins with another arm. The results stand in the order of the repetitions.
    """
    results: dict[str, list[T]] = {name: [] for name in arms}
    names = list(arms)
    for turn in range(repetitions):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            results[name].append(arms[name]())
    return results


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of all lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def without_each(repetitions: Sequence[Sequence[float]]) -> list[list[float]]:
    """For each repetition, what all the others measured (the jackknife of Quenouille and Tukey).

    For figures that one repetition alone is too short for: the 99th percentile of 75 values is the worst one.
    """
    return [
        [value for other, values in enumerate(repetitions) if other != left_out for value in values]
        for left_out in range(len(repetitions))
    ]


def _rounded(value: float) -> float:
    """Four significant digits: more would be noise."""
    return float(f"{value:.4g}")
