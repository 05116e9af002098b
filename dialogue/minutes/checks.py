"""What minutes forbid at their meeting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models import Meeting
from dialogue.minutes.models import Minutes
from viche.kernel.errors import Conflict, Invalid


def check_has_no_minutes(meeting: Meeting) -> None:
    """Raise Conflict when minutes of the meeting were made."""
    if Minutes.objects.filter(meeting=meeting).exists():
        raise Conflict("minutes_exist", _("This meeting has minutes already."))


def build_same_person_error(pointer: str) -> Invalid:
    """Return the error of minutes whose chair and secretary are not two people."""
    words = _("Two people sign the minutes: choose a chair and a secretary.")
    return Invalid.field(pointer, "same_person", words)


def check_is_not_signed(meeting: Meeting) -> None:
    """Raise Conflict when the minutes of the meeting are signed."""
    if Minutes.objects.filter(meeting=meeting, signed_at__isnull=False).exists():
        raise Conflict("minutes_signed", _("The minutes are signed: the attendance stays as it is."))
