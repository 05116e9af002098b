"""Lighthouse scores are judged by their median, and a missed goal is a sentence that names what failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.lighthouse.scores import TIMINGS, AuditedPage, PageScores, render_table

PAGE = AuditedPage("today", "Today", "/", {"performance": 85.0, "accessibility": 100.0}, signed_in=True)
PERFECT = {"performance": 1.0, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}


def report(scores: Mapping[str, float], failed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A Lighthouse report with these category scores, in which these audits of a category failed."""
    audits: dict[str, Any] = {name: {"score": 1, "numericValue": 1.0} for name in TIMINGS}
    audits |= {"unweighted": {"score": 0}, "not-applicable": {"score": None}}
    audits |= {audit: {"score": 0} for audit in failed or {}}
    ignored = [{"id": "unweighted", "weight": 0}, {"id": "not-applicable", "weight": 7}]
    categories = {
        name: {
            "score": score,
            "auditRefs": ignored
            + [{"id": audit, "weight": 7} for audit, category in (failed or {}).items() if category == name],
        }
        for name, score in scores.items()
    }
    return {"categories": categories, "audits": audits, "environment": {"benchmarkIndex": 1000}}


def test_the_median_is_judged_and_not_the_worst_visit() -> None:
    reports = [report({**PERFECT, "performance": score}) for score in (0.5, 0.85, 0.9)]
    scores = PageScores(PAGE, reports)
    metrics = {metric.metric: metric for metric in scores.metrics()}

    performance = metrics["lighthouse_today_performance"]
    assert (performance.low, performance.value, performance.high) == (50, 85, 90)
    assert performance.ok
    assert metrics["lighthouse_today_seo"].goal is None
    assert list(scores.missed()) == []


def test_a_missed_goal_is_a_sentence_that_names_the_failed_audits() -> None:
    failing = report({**PERFECT, "accessibility": 0.96, "seo": 0.5}, {"label": "accessibility"})
    scores = PageScores(PAGE, [report(PERFECT), failing, failing])

    assert [metric.metric for metric in scores.metrics() if not metric.ok] == [
        "lighthouse_today_accessibility"
    ]
    assert list(scores.missed()) == ["Today scores 96 for accessibility and needs 100; failed audits: label."]
    row = render_table([scores]).splitlines()[1]
    assert "96 (96 – 100) ≥ 100 MISSED" in row
    assert "100 (100 – 100) ≥ 85 ok" in row
