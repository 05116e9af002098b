"""What is said to who may not speak now."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, ngettext

from viche.kernel.errors import TooMany

MINUTE = 60

LONG = 2 * MINUTE  # from here on it is said in minutes


class NotYet(TooMany):
    """Whoever sends the same later is not refused."""

    title = _("Wait a little before your next message")


def too_soon(seconds: int) -> NotYet:
    """Somebody has posted where the next message waits; for `seconds` from now."""
    words = format_lazy("{} {}", _("Slow mode is on here."), _wait(seconds))
    return NotYet("slow_mode", words, retry_after=seconds)


def too_fast(seconds: int) -> NotYet:
    """Somebody has said as much as others can read; for `seconds` from now."""
    return NotYet(
        "too_fast", format_lazy("{} {}", _("You are writing very fast."), _wait(seconds)), retry_after=seconds
    )


def _waits(seconds: int) -> str:
    if seconds < LONG:
        said = ngettext(
            "Your next message can be sent in %(count)d second.",
            "Your next message can be sent in %(count)d seconds.",
            seconds,
        )
        return said % {"count": seconds}
    minutes = -(-seconds // MINUTE)
    said = ngettext(
        "Your next message can be sent in %(count)d minute.",
        "Your next message can be sent in %(count)d minutes.",
        minutes,
    )
    return said % {"count": minutes}


# In the language of who is told: that may be known later.
_wait = lazy(_waits, str)
