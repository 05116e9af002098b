"""Definitions in words of each accountability figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from django.utils.translation import gettext as _

FigureName = Literal[
    "seen", "worked_on", "late", "age", "lateness", "trend", "lead", "kept", "proved", "owners"
]

FIGURE_DEFINITIONS: dict[FigureName, Callable[[], str]] = {
    "seen": lambda: _(
        "Only the action items that you see are counted. People who see others have other figures."
    ),
    "worked_on": lambda: _(
        "Action items that were made by the last day of the period and had not ended before its first day, "
        "in the state in which they are today."
    ),
    "owners": lambda: _(
        "An action item counts once: for the organisation that answers for it now, and for the sector of "
        "that organisation. What an organisation works on as a co-owner stands in a line of its own and is "
        "in no total. People are not counted."
    ),
    "late": lambda: _(
        "The owner still has to do something, and the due day is over. It is counted by the due day as it is "
        "now, and by the one agreed at first, which never changes."
    ),
    "proved": lambda: _("Verified by another organisation; what was closed after that is among them."),
    "age": lambda: _("Of what is open: how many days ago it was made."),
    "lateness": lambda: _(
        "Of what is overdue: how many days ago it was due, by the present due day and by the first one."
    ),
    "trend": lambda: _("How many were made and how many were verified in each month of the period."),
    "lead": lambda: _(
        "Of what was verified in the period: half of it took no more days from when it was made until it was "
        "verified (the median)."
    ),
    "kept": lambda: _(
        "Of what was due in the period, up to yesterday: the share that its owner had reported done by the "
        "due day, and that was not returned since. What was declined or cancelled is left out. It is "
        "measured by the due day as it is now, and by the one agreed at first."
    ),
}
