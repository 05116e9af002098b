"""Relative dates of the demo, from the day of loading, so that something is always due today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")
CLOCK = re.compile(r"^([+-]\d+)d (\d\d):(\d\d)$")
AGO = re.compile(r"^-(?:(\d+)h)?(?:(\d+)m)?$")
AHEAD = re.compile(r"^\+(\d+)m$")
PLACEHOLDER = re.compile(r"\{(date|dmy|on|year):([+-]?\d+)d\}")

MONTHS = {
    "uk": [
        "січня",
        "лютого",
        "березня",
        "квітня",
        "травня",
        "червня",
        "липня",
        "серпня",
        "вересня",
        "жовтня",
        "листопада",
        "грудня",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "uk": ["в понеділок", "у вівторок", "в середу", "в четвер", "у п’ятницю", "в суботу", "в неділю"],
    "en": ["on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday"],
}


@dataclass(frozen=True, slots=True)
class DemoCalendar:
    """Converts the relative notation of the demo files to datetimes.

    `loaded_at` is the moment of loading.
    """

    loaded_at: datetime

    def day(self, days: int) -> date:
        return self.loaded_at.astimezone(KYIV).date() + timedelta(days=days)

    def midnight(self, days: int) -> datetime:
        return datetime.combine(self.day(days), time(), KYIV)

    def moment(self, at: str) -> datetime:
        """Parse `-3d 16:20` (Kyiv time), `-1h20m` before loading, `+5m` after. Raises ValueError."""
        if clock := CLOCK.match(at):
            days, hours, minutes = (int(part) for part in clock.groups())
            return datetime.combine(self.day(days), time(hours, minutes), KYIV)
        if ago := AGO.match(at):
            hours, minutes = (int(part or 0) for part in ago.groups())
            return self.loaded_at - timedelta(hours=hours, minutes=minutes)
        if ahead := AHEAD.match(at):
            return self.loaded_at + timedelta(minutes=int(ahead.group(1)))
        raise ValueError(f"No moment: {at!r}")

    def text(self, template: str, language: str = "uk") -> str:
        """Fill the placeholders `{date:-5d}`, `{dmy:0d}`, `{on:+2d}` and `{year:0d}` of a text."""

        def write(found: re.Match[str]) -> str:
            return self._written(found[1], self.day(int(found[2])), language)

        return PLACEHOLDER.sub(write, template)

    @staticmethod
    def _written(form: str, day: date, language: str) -> str:
        if form == "date":
            space = "\u00a0" if language == "uk" else " "
            return f"{day.day}{space}{MONTHS[language][day.month - 1]}"
        if form == "on":
            return WEEKDAYS[language][day.weekday()]
        return f"{day:%d.%m.%Y}" if form == "dmy" else str(day.year)
