"""Errors of rounds."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy as _

from dialogue.messages.models import Message
from groups.common.texts import local
from groups.models import Sector
from viche.kernel.errors import Forbidden


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
