"""Scores of Lighthouse reports: medians by page and category, their goals, and which audits failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.measure import Metric, build_metric, report_metric, spread

NAME = "browser"
Report = Mapping[str, Any]  # Lighthouse's result object ("LHR")
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
# Audits whose values explain a performance score, and the factor of the unit that is printed.
TIMINGS = {
    "first-contentful-paint": ("first_paint_s", 0.001),
    "largest-contentful-paint": ("largest_paint_s", 0.001),
    "speed-index": ("speed_index_s", 0.001),
    "total-blocking-time": ("blocked_ms", 1.0),
    "cumulative-layout-shift": ("layout_shift", 1.0),
    "total-byte-weight": ("kilobytes", 0.001),
}


@dataclass(frozen=True, slots=True)
class AuditedPage:
    """A page with the lowest score that it may have in each category; a category without one is reported."""

    key: str
    title: str
    path: str
    goals: Mapping[str, float]
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class PageScores:
    """The reports of one page: its scores from 0 to 100, one for each visit."""

    page: AuditedPage
    reports: Sequence[Report]

    def metrics(self) -> Iterator[Metric]:
        """Yield the median of each category, judged where the page has a goal for it."""
        for category in CATEGORIES:
            name = f"lighthouse_{self.page.key}_{category.replace('-', '_')}"
            facts: dict[str, Any] = (
                self._timings() if category == "performance" else self._failed_facts(category)
            )
            goal = self.page.goals.get(category)
            if goal is None:
                yield report_metric(NAME, name, self._scores(category), **facts)
            else:
                yield build_metric(NAME, name, self.score(category), at_least=goal, **facts)

    def score(self, category: str) -> tuple[float, float, float]:
        """Return median, lowest and highest score."""
        return spread(self._scores(category))

    def missed(self) -> Iterator[str]:
        """Yield a sentence for each goal that was missed."""
        for category, goal in self.page.goals.items():
            score = self.score(category)[0]
            if score < goal:
                failed = ", ".join(self.failed_audits(category)) or "none by itself"
                yield (
                    f"{self.page.title} scores {score:.0f} for {CATEGORIES[category]} and needs {goal:.0f}; "
                    f"failed audits: {failed}."
                )

    def failed_audits(self, category: str) -> list[str]:
        """Return the ids of the audits that lowered the score of a category in any visit."""
        return sorted({failed for report in self.reports for failed in _failed_audits(report, category)})

    def _scores(self, category: str) -> list[float]:
        return [round(report["categories"][category]["score"] * 100, 1) for report in self.reports]

    def _failed_facts(self, category: str) -> dict[str, Any]:
        failed = self.failed_audits(category)
        return {"failed": " ".join(failed)} if failed else {}

    def _timings(self) -> dict[str, Any]:
        timings: dict[str, Any] = {
            name: spread([report["audits"][audit]["numericValue"] * factor for report in self.reports])[0]
            for audit, (name, factor) in TIMINGS.items()
        }
        # Lighthouse's own measure of how fast the machine was during the visits: compare runs by it.
        machine = spread([report["environment"]["benchmarkIndex"] for report in self.reports])[0]
        return {**timings, "machine": machine}


def render_table(pages: Iterable[PageScores]) -> str:
    """Return the medians as a table with a row per page; a missed goal is marked."""
    lines = [f"  {'Lighthouse':16}" + "".join(f"{title:>24}" for title in CATEGORIES.values())]
    for scores in pages:
        cells = (_render_cell(scores, category) for category in CATEGORIES)
        lines.append(f"  {scores.page.title:16}" + "".join(f"{cell:>24}" for cell in cells))
    return "\n".join(lines)


def _render_cell(scores: PageScores, category: str) -> str:
    median, low, high = scores.score(category)
    goal = scores.page.goals.get(category)
    judged = "" if goal is None else f" ≥ {goal:.0f} {'ok' if median >= goal else 'MISSED'}"
    return f"{median:.0f} ({low:.0f} – {high:.0f}){judged}"


def _failed_audits(report: Report, category: str) -> Iterator[str]:
    for part in report["categories"][category]["auditRefs"]:
        score = report["audits"][part["id"]]["score"]
        if part["weight"] > 0 and score is not None and score < 1:
            yield part["id"]
