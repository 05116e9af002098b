"""Dates as each language of the product writes them (viche.config.formats)."""

from datetime import UTC, date, datetime

import pytest
from django.utils.formats import date_format, time_format
from django.utils.translation import override

from viche.kernel.text import format_short_day

MOMENT = datetime(2027, 3, 5, 16, 5, tzinfo=UTC)
FORMS = {
    "DATE_FORMAT": ("5 березня 2027", "5 Mar 2027"),
    "DATETIME_FORMAT": ("5 березня 2027, 16:05", "5 Mar 2027, 16:05"),
    "MONTH_DAY_FORMAT": ("5 березня", "5 Mar"),
    "YEAR_MONTH_FORMAT": ("03.2027", "Mar 2027"),
    "SHORT_DATE_FORMAT": ("05.03.2027", "5 Mar 2027"),
}


@pytest.mark.parametrize("name", FORMS)
def test_dates_follow_the_rules_of_each_language(name: str) -> None:
    found = []
    for language in ("uk", "en"):
        with override(language):
            found.append(date_format(MOMENT, name))
    assert tuple(found) == FORMS[name]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_times_have_24_hours_in_both_languages(language: str) -> None:
    with override(language):
        assert time_format(MOMENT) == "16:05"


def test_september_has_three_letters_in_english() -> None:
    with override("en"):
        assert date_format(date(2026, 9, 1)) == "1 Sep 2026"


def test_a_short_day_is_the_day_of_an_instant_in_its_zone() -> None:
    late = datetime(2027, 3, 5, 22, 30, tzinfo=UTC)
    with override("uk"):
        shown = [format_short_day(one, "Europe/Kyiv") for one in (late, late.date(), None)]
    assert shown == ["06.03.2027", "05.03.2027", ""]
