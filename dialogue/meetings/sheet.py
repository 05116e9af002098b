"""Attendance sheet of a meeting as PDF: for signatures where there is no electricity."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import override, pgettext

from dialogue.meetings.invitations import name_meeting
from dialogue.meetings.models import AgendaItem, AgendaState, Meeting
from dialogue.meetings.presence import HeldSeat
from groups.models import Sector
from viche.kernel.pdf.report import (
    Block,
    Checklist,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Report,
    Table,
    render_report,
)
from viche.kernel.text import translate_field

WIDTHS = (5, 25, 45, 25)


def render_attendance_sheet(
    meeting: Meeting, agenda: Sequence[AgendaItem], seats: Sequence[HeldSeat], language: str
) -> bytes:
    """Return the PDF in `language`. An item of a restricted thread is only its number."""
    with override(language):
        return render_report(build_sheet(meeting, agenda, seats, language))


def build_sheet(
    meeting: Meeting, agenda: Sequence[AgendaItem], seats: Sequence[HeldSeat], language: str
) -> Report:
    """Return the sheet as blocks. Call it under `override(language)`."""
    group = translate_field(meeting.group, "name", language)
    starts_at = meeting.starts_at.astimezone(ZoneInfo(meeting.group.time_zone))
    when = f"{date_format(starts_at, 'DATE_FORMAT')}, {time_format(starts_at)}"
    facts = (
        Fact(pgettext("paper", "When"), when),
        Fact(pgettext("paper", "Where"), meeting.place),
        Fact(pgettext("paper", "Quorum"), str(meeting.quorum)),
    )
    blocks: list[Block] = [Facts(tuple(one for one in facts if one.value))]
    if items := _list_items(agenda):
        blocks += [Heading(pgettext("paper", "Agenda")), Checklist(items)]
    blocks += [Heading(pgettext("paper", "Present")), _build_table(seats, language)]
    blocks.append(Paragraph(pgettext("paper", "A deputy signs with their own name."), "quiet"))
    return Report(
        language=language,
        title=pgettext("paper", "Attendance sheet: %(meeting)s") % {"meeting": name_meeting(meeting)},
        lead=group,
        footer=f"{group} · {when}",
        blocks=tuple(blocks),
    )


def _list_items(agenda: Sequence[AgendaItem]) -> tuple[str, ...]:
    hidden = pgettext("paper", "Restricted item")
    return tuple(
        f"{one.position}. {hidden if one.is_restricted else one.title}"
        for one in agenda
        if one.state != AgendaState.PROPOSED
    )


def _build_table(seats: Sequence[HeldSeat], language: str) -> Table:
    head = (
        "№" if language == "uk" else "No.",
        pgettext("paper", "Sector"),
        pgettext("paper", "Name, organisation"),
        pgettext("paper", "Signature"),
    )
    rows = [(str(nth), *_describe_seat(one, language), "") for nth, one in enumerate(seats, 1)]
    return Table(head, tuple(rows), WIDTHS)


def _describe_seat(one: HeldSeat, language: str) -> tuple[str, str]:
    mandate = one.membership.mandate
    name = translate_field(mandate.person, "name", language)
    organisation = translate_field(mandate.organisation, "name", language)
    return str(Sector(mandate.organisation.sector).label), f"{name}, {organisation}"
