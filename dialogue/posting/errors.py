"""Errors for authors who have to wait before they may post, or send another message under a known id."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, ngettext

from viche.kernel.errors import Conflict, TooMany

SECONDS_PER_MINUTE = 60

MIN_SECONDS_IN_MINUTES = 2 * SECONDS_PER_MINUTE  # from here on the wait is given in minutes


class RetryLater(TooMany):
    """The message may be sent again after `retry_after` seconds."""

    title = _("Wait a little before your next message")


def refuse_reused_client_id() -> Conflict:
    """Return the error for a `client_id` under which another message is stored."""
    return Conflict("client_id_reused", _("Another message was sent under this client_id. Take a new one."))


def refuse_by_slow_mode(seconds: int) -> RetryLater:
    """Return the error for an author whom slow mode makes wait `seconds` from now."""
    words = format_lazy("{} {}", _("Slow mode is on here."), _describe_wait_lazily(seconds))
    return RetryLater("slow_mode", words, retry_after=seconds)


def refuse_by_rate_limit(seconds: int) -> RetryLater:
    """Return the error for an author who exceeds the rate limit; they may retry in `seconds`."""
    return RetryLater(
        "too_fast",
        format_lazy("{} {}", _("You are writing very fast."), _describe_wait_lazily(seconds)),
        retry_after=seconds,
    )


def _describe_wait(seconds: int) -> str:
    if seconds < MIN_SECONDS_IN_MINUTES:
        said = ngettext(
            "Your next message can be sent in %(count)d second.",
            "Your next message can be sent in %(count)d seconds.",
            seconds,
        )
        return said % {"count": seconds}
    minutes = -(-seconds // SECONDS_PER_MINUTE)
    said = ngettext(
        "Your next message can be sent in %(count)d minute.",
        "Your next message can be sent in %(count)d minutes.",
        minutes,
    )
    return said % {"count": minutes}


# Lazy, since the language of the recipient may be known only later.
_describe_wait_lazily = lazy(_describe_wait, str)
