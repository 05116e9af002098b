"""Recurrence of action items: the subset of RFC 5545 rules (section 3.3.10) that groups need.

Written as `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15;UNTIL=20271231`. Days are counted from the original due day
of the item, so that a late or moved one does not shift the following ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, Self

from dateutil.rrule import rrulestr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import Invalid

RULE_LENGTH = 120
MAX_INTERVAL, MAX_COUNT = 99, 100
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NOT_A_RULE = _("Write the recurrence as a rule of RFC 5545, for example FREQ=MONTHLY;INTERVAL=3.")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A recurrence rule.

    `weekdays` apply to weekly rules, `month_day` (-1: the last) to monthly ones. `times` counts the present
    item.
    """

    frequency: str
    interval: int = 1
    weekdays: tuple[str, ...] = ()
    month_day: int | None = None
    until: date | None = None
    times: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a rule. Raises Invalid at `/recurrence`."""
        pairs = [part.partition("=")[::2] for part in text.strip().upper().removeprefix("RRULE:").split(";")]
        parts = dict(pairs)
        if len(parts) != len(pairs) or not parts.keys() <= PART_PARSERS.keys() or "FREQ" not in parts:
            raise _build_error("not_a_rule", NOT_A_RULE)
        read: dict[str, Any] = {
            PART_PARSERS[name][0]: PART_PARSERS[name][1](value) for name, value in parts.items()
        }
        return cls(**read)._checked()

    def _checked(self) -> Self:
        if self.weekdays and self.frequency != "WEEKLY":
            raise _build_error("not_weekly", _("Days of the week go with FREQ=WEEKLY."))
        if self.month_day is not None and self.frequency != "MONTHLY":
            raise _build_error("not_monthly", _("A day of the month goes with FREQ=MONTHLY."))
        if self.until is not None and self.times is not None:
            raise _build_error("two_ends", _("Say either until when or how many times, not both."))
        return self

    def __str__(self) -> str:
        said = {
            "FREQ": self.frequency,
            "INTERVAL": self.interval if self.interval > 1 else None,
            "BYDAY": ",".join(self.weekdays) or None,
            "BYMONTHDAY": self.month_day,
            "UNTIL": self.until and f"{self.until:%Y%m%d}",
            "COUNT": self.times,
        }
        return ";".join(f"{name}={value}" for name, value in said.items() if value is not None)

    def following(self, day: date, not_before: date) -> tuple[date, str] | None:
        """Return the next day after `day`, at the earliest `not_before`, and the rule from there on.

        The rule is empty for the last occurrence. None when there is no further one. Skipped days count as
        occurrences.
        """
        start = datetime.combine(day, time.min)
        days = rrulestr(str(replace(self, times=None)), dtstart=start)
        for passed, moment in enumerate(days.xafter(start), start=1):
            left = self.times - passed if self.times is not None else None
            if left is not None and left < 1:
                return None
            if moment.date() >= not_before:
                return moment.date(), str(replace(self, times=left)) if left != 1 else ""
        return None


def _build_error(code: str, words: str | Promise) -> Invalid:
    return Invalid.field("/recurrence", code, words)


def _parse_frequency(value: str) -> str:
    if value not in FREQUENCIES:
        raise _build_error("not_a_rule", NOT_A_RULE)
    return value


def _parse_number(value: str, least: int, most: int) -> int:
    digits = value.removeprefix("-")
    number = int(value) if digits.isascii() and digits.isdecimal() and len(digits) < 5 else None
    if number is None or not (least <= number <= most) or number == 0:
        raise _build_error("out_of_range", _("A number in the rule of recurrence is too small or too large."))
    return number


def _parse_weekdays(value: str) -> tuple[str, ...]:
    named = value.split(",")
    if len(set(named)) != len(named) or not set(named) <= set(WEEKDAYS):
        raise _build_error("not_a_rule", NOT_A_RULE)
    return tuple(one for one in WEEKDAYS if one in named)


def _parse_until(value: str) -> date:
    try:
        if not value.isascii():
            raise ValueError
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise _build_error("not_a_day", _("Write the last day as YYYYMMDD.")) from None


PART_PARSERS = {
    "FREQ": ("frequency", _parse_frequency),
    "INTERVAL": ("interval", lambda value: _parse_number(value, 1, MAX_INTERVAL)),
    "BYDAY": ("weekdays", _parse_weekdays),
    "BYMONTHDAY": ("month_day", lambda value: _parse_number(value, -1, 31)),
    "UNTIL": ("until", _parse_until),
    "COUNT": ("times", lambda value: _parse_number(value, 2, MAX_COUNT)),
}
