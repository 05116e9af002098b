"""What is said to who may not speak now."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from dialogue.models import Message, Thread
from groups.models import Sector
from groups.texts import local
from viche.kernel.errors import Forbidden, TooMany

MINUTE = 60
LONG = 2 * MINUTE  # from here on it is said in minutes


class NotYet(TooMany):
    """Whoever sends the same later is not refused."""

    title = _("Wait a little before your next message")


def locked(thread: Thread) -> Forbidden:
    """Those who lead the thread alone post there."""
    paused = _("The discussion is paused: for now only those who lead it add messages.")
    if not thread.lock_reason:
        return Forbidden("thread_locked", paused)
    return Forbidden("thread_locked", format_lazy("{} {}: {}", paused, _("Reason"), thread.lock_reason))


def too_soon(seconds: int) -> NotYet:
    """Somebody has posted where the next message waits; for `seconds` from now."""
    words = format_lazy("{} {}", _("Slow mode is on here."), _wait(seconds))
    return NotYet("slow_mode", words, retry_after=seconds)


def too_fast(seconds: int) -> NotYet:
    """Somebody has said as much as others can read; for `seconds` from now."""
    return NotYet(
        "too_fast", format_lazy("{} {}", _("You are writing very fast."), _wait(seconds)), retry_after=seconds
    )


def sector_spoke(sector: str, message: Message) -> Forbidden:
    """In the round that runs somebody has spoken for this sector."""
    return Forbidden("round_spoken", _spoke(sector, message))


def no_sector() -> Forbidden:
    """In the round that runs sectors speak, and somebody sits here for none."""
    return Forbidden(
        "round_no_sector",
        _("A round is held: each sector speaks once, and you sit here for none. Write when it is over."),
    )


def turn_by_mail() -> Forbidden:
    """In the round that runs their sector has not spoken, and they write in a mail program."""
    return Forbidden("round_by_mail", _("A round is held: each sector speaks once, and on the page alone."))


def _spoken(sector: str, message: Message) -> str:
    said = gettext(
        "In this round %(name)s has spoken for the sector “%(sector)s”: message No. %(number)d. Write again "
        "when the round is over."
    )
    name = local(message.author, "name")
    return said % {"name": name, "sector": Sector(sector).label, "number": message.number or 0}


_spoke = lazy(_spoken, str)


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
