"""Terms: days in a zone, overlaps, and the unbroken time that several terms cover."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, strategies as st

from groups.common.periods import Period, build_period, get_day_end, get_day_start
from groups.grants.materialise import compute_coverage

KYIV = "Europe/Kyiv"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_day_is_counted_in_its_zone() -> None:
    assert get_day_start(date(2026, 11, 24), KYIV) == datetime(2026, 11, 23, 22, tzinfo=UTC)
    assert get_day_end(date(2026, 11, 24), KYIV) == datetime(2026, 11, 24, 22, tzinfo=UTC)
    assert get_day_end(date(2026, 11, 24), "America/New_York") == datetime(2026, 11, 25, 5, tzinfo=UTC)


def test_days_on_which_the_clocks_change_are_whole() -> None:
    longer, shorter = date(2026, 10, 25), date(2026, 3, 29)
    assert get_day_end(longer, KYIV) - get_day_start(longer, KYIV) == timedelta(hours=25)
    assert get_day_end(shorter, KYIV) - get_day_start(shorter, KYIV) == timedelta(hours=23)


def test_the_last_day_is_included() -> None:
    term = build_period(date(2026, 11, 24), date(2026, 11, 24), KYIV)
    assert term.includes(NOON)
    assert not term.includes(datetime(2026, 11, 24, 22, tzinfo=UTC))


moments = st.integers(0, 12).map(lambda hours: NOON + timedelta(hours=hours))
terms = st.builds(Period, st.none() | moments, st.none() | moments)


@given(terms, terms, moments)
def test_an_intersection_includes_what_both_include(one: Period, other: Period, at: datetime) -> None:
    assert (one & other).includes(at) == (one.includes(at) and other.includes(at))


@given(st.lists(terms, max_size=5), moments)
def test_covered_time_ends_where_nothing_covers(found: list[Period], at: datetime) -> None:
    covered, until = compute_coverage(found, at)
    assert covered == any(term.includes(at) for term in found)
    if covered and until is not None:
        inside = at
        while inside < until:
            assert any(term.includes(inside) for term in found)
            inside += timedelta(hours=1)
        assert not any(term.includes(until) for term in found)
    elif covered:
        assert any(term.end is None and not term.is_empty for term in found)


def test_an_open_term_without_a_gap_has_no_end() -> None:
    later = Period(NOON + timedelta(hours=1), None)
    assert compute_coverage([Period(None, NOON + timedelta(hours=1)), later], NOON) == (True, None)
    assert compute_coverage([later], NOON)[0] is False
