"""Parts of the services of lines of minutes, which lock the minutes and authorise."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.minutes.models import LINE_LENGTH, Minutes, MinutesLine
from dialogue.minutes.record import list_readable_lines
from viche.kernel.actor import Actor
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, NotFound

MAX_LINES = 500


def get_line(minutes: Minutes, line_id: UUID) -> MinutesLine:
    """Return a line of minutes. Raises NotFound."""
    line = list_readable_lines(minutes).filter(pk=line_id).first()
    if line is None:
        raise NotFound
    return line


def append_line(minutes: Minutes, **facts: Any) -> MinutesLine:
    """Add a line to locked minutes as the last one. Raises Conflict for too many."""
    if minutes.lines.count() >= MAX_LINES:
        raise Conflict("too_many_lines", _("These minutes have too many lines."))
    last = minutes.lines.aggregate(last=Max("position"))["last"] or 0
    return MinutesLine.objects.create(minutes=minutes, position=last + 1, **facts)


def validate_line(
    actor: Actor, texts: dict[str, str], before: Collection[str] = ()
) -> tuple[Actor, dict[str, str]]:
    """Return the texts of a line as they are stored. Raises Invalid, PersonalData."""
    pointers = {"text_uk": "/text", "text_en": "/text_en"}
    clean = {
        name: validate_text(pointers[name], text, LINE_LENGTH, required=name == "text_uk")
        for name, text in texts.items()
    }
    checked = {pointers[name]: text for name, text in clean.items()}
    return check_disclosure(actor, checked, before), clean
