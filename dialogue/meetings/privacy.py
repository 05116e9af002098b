"""Personal data in meetings, for export. All of it is kept at erasure, as the record of the group."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models import AgendaItem, Attendance, ItemNote, Speaker
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data

RECIPIENTS = _("Everyone who reads the group; of an item of a restricted thread, its readers.")
SEAT = "membership__mandate__person"

register_personal_data(
    "dialogue.attendance",
    Rows(
        Attendance.objects.exclude(answer="", checked_in_at=None),
        [SEAT, "deputy"],
        "meeting=meeting.title_uk on=meeting.starts_at answer=get_answer_display answered_at checked_in_at "
        "left_at way",
    ),
    Rows(Speaker, SEAT, "meeting=item.meeting.title_uk asked_at began_at ended_at"),
    title=_("Meetings that you attended, and when you had the floor"),
    purpose=_("To know the quorum of a meeting, and who spoke."),
    recipients=RECIPIENTS,
)
register_personal_data(
    "dialogue.meetings",
    Rows(AgendaItem, "proposed_by", "at=proposed_at meeting=meeting.title_uk title"),
    Rows(
        ItemNote,
        ["author", "speaker__mandate__person"],
        "at meeting=item.meeting.title_uk kind=get_kind_display text",
    ),
    title=_("Items that you proposed for meetings, and notes by you or of what you said"),
    purpose=_("The record of what the group talked about and decided."),
    recipients=RECIPIENTS,
)
