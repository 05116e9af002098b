"""Errors of rounds."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy as _

from dialogue.messages.models import Message
from groups.models import Sector
from viche.kernel.errors import Forbidden
from viche.kernel.text import translate_field


def refuse_spoken_sector(sector: str, message: Message) -> Forbidden:
    """Return the error for an author whose sector has already spoken in the active round."""
    return Forbidden("round_spoken", _describe_turn_lazily(sector, message))


def refuse_without_sector() -> Forbidden:
    """Return the error for an author who has no seat for a sector in the active round."""
    return Forbidden(
        "round_no_sector",
        _(
            "A round is running: each sector speaks once, and you do not represent one here. Write "
            "when it has ended."
        ),
    )


def refuse_turn_by_mail() -> Forbidden:
    """Return the error for a reply by e-mail that would take the turn of its sector."""
    return Forbidden("round_by_mail", _("A round is running: each sector speaks once, and only on the page."))


def _describe_turn(sector: str, message: Message) -> str:
    said = gettext(
        "In this round %(name)s has spoken for the sector “%(sector)s”: message No. %(number)d. Write again "
        "when the round is over."
    )
    name = translate_field(message.author, "name")
    return said % {"name": name, "sector": Sector(sector).label, "number": message.number or 0}


_describe_turn_lazily = lazy(_describe_turn, str)
