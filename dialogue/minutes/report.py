"""Minutes as an official record, by the conventions of ДСТУ 4163, in the active language.

The public version names people only by post and organisation, and leaves out texts with personal data or
with the name of somebody who has a seat at the meeting. A restricted item is only its number in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from dialogue.meetings.models import AgendaItem
from dialogue.meetings.presence import HeldSeat, find_quorum_end
from dialogue.minutes.decision_report import DecisionPrinter
from dialogue.minutes.models import LineKind, MinutesLine, SignatureWay, SignerRole
from dialogue.minutes.names import has_family_name, name_briefly, name_in_signature, name_post
from dialogue.minutes.record import MeetingAction, MinutesRecord
from groups.models import Mandate, Sector
from viche.kernel.disclosure import find_personal_data
from viche.kernel.pdf.report import (
    Block,
    Fact,
    Facts,
    Heading,
    OfficialReport,
    Paragraph,
    Signature,
    Signatures,
    Table,
)
from viche.kernel.text import translate_field, translate_text

ACTION_WIDTHS = (8, 46, 28, 18)
FOR_OFFICERS = {
    SignerRole.CHAIR: pgettext_lazy("signature of minutes", "For the chair"),
    SignerRole.SECRETARY: pgettext_lazy("signature of minutes", "For the secretary"),
}


@dataclass(frozen=True, slots=True)
class Printer:
    """Writes one version of minutes as blocks. Use it under `override(language)`."""

    record: MinutesRecord
    language: str
    for_public: bool = False
    shows_signatures: bool = True

    def build_report(self) -> OfficialReport:
        minutes, group = self.record.minutes, self.record.minutes.group
        title = pgettext("minutes", "MINUTES")
        day = date_format(self._localise(minutes.meeting.starts_at), "DATE_FORMAT")
        number = pgettext("minutes", "No. %(number)d") % {"number": minutes.number}
        place = minutes.meeting.place if self.may_print(minutes.meeting.place) else ""
        territory = translate_field(group.territory, "name", self.language)
        return OfficialReport(
            language=self.language,
            title=title,
            lead="",
            footer=pgettext("minutes", "Minutes No. %(number)d of %(day)s")
            % {"number": minutes.number, "day": day},
            blocks=tuple(self._list_blocks()),
            issuer=(territory, translate_field(group, "name", self.language)),
            marks=(day, number, place),
        )

    def _list_blocks(self) -> Iterator[Block]:
        yield Paragraph(self._describe_meeting())
        yield Facts(tuple(self._list_facts()))
        yield Heading(pgettext("minutes", "AGENDA"))
        for item in self.record.agenda:
            yield Paragraph(f"{item.position}. {self._name_item(item)}")
        for item in self.record.agenda:
            yield from self._list_item_blocks(item)
        yield from self._list_annexes()
        if self.shows_signatures:
            yield Signatures(tuple(map(self._build_signature, SignerRole)))
            for text in self._list_signature_marks():
                yield Paragraph(text, "quiet")
        if left_out := self._count_left_out():
            words = ngettext(
                "%(count)d line with personal data is left out of this public version.",
                "%(count)d lines with personal data are left out of this public version.",
                left_out,
            )
            yield Paragraph(words % {"count": left_out}, "quiet")

    # ---- head ------------------------------------------------------------------------------------------

    def _describe_meeting(self) -> str:
        meeting = self.record.minutes.meeting
        words = pgettext("minutes", "Meeting No. %(number)d. Began at %(start)s, ended at %(end)s.") % {
            "number": meeting.number or 0,
            "start": time_format(self._localise(meeting.started_at or meeting.starts_at)),
            "end": time_format(self._localise(meeting.ended_at or meeting.ends_at)),
        }
        extraordinary = meeting.extraordinary if self.may_print(meeting.extraordinary) else ""
        if extraordinary:
            words += " " + pgettext("minutes", "Extraordinary: %(reason)s") % {"reason": extraordinary}
        return words

    def _list_facts(self) -> Iterator[Fact]:
        for role in SignerRole:
            yield Fact(str(role.label), self._name(self._get_officer(role)))
        came = [one for one in self.record.seats if _came(one)]
        for sector, seats in _group_by_sector(came).items():
            label = pgettext("minutes", "PRESENT, %(sector)s") % {"sector": Sector(sector).label}
            yield Fact(label, "; ".join(self._describe_presence(one) for one in seats))
        absent = [one for one in self.record.seats if not _came(one)]
        if absent:
            names = "; ".join(self._name(one.membership.mandate) for one in absent)
            yield Fact(pgettext("minutes", "Absent"), names)
        invited = [one for one in self.record.list_lines(LineKind.INVITED) if self._may_print_line(one)]
        if invited:
            yield Fact(pgettext("minutes", "Invited"), "; ".join(map(self._get_text, invited)))
        yield Fact(pgettext("minutes", "Quorum"), self._describe_quorum(len(came)))

    def _describe_presence(self, seat: HeldSeat) -> str:
        row, mandate = seat.attendance, seat.membership.mandate
        words = self._name(mandate, whole=True)
        if row is not None and row.deputy is not None:
            deputy = (
                pgettext("minutes", "by a deputy")
                if self.for_public
                else pgettext("minutes", "by the deputy %(name)s")
                % {"name": name_briefly(row.deputy, self.language)}
            )
            words += f" ({deputy})"
        if row is not None and row.left_at is not None:
            until = time_format(self._localise(row.left_at))
            words += " " + pgettext("minutes", "(until %(time)s)") % {"time": until}
        return words

    def _describe_quorum(self, came: int) -> str:
        quorum = self.record.quorum
        words = pgettext("minutes", "Were present: %(came)d of %(seats)d; needed: %(needed)d.") % {
            "came": came,
            "seats": len(self.record.seats),
            "needed": quorum.needed,
        }
        missing = [str(Sector(one.sector).label) for one in quorum.sectors if not one.is_met]
        if missing:
            words += " " + pgettext("minutes", "Sectors missing: %(names)s.") % {"names": ", ".join(missing)}
        until = None if quorum.is_met else find_quorum_end(self.record.minutes.meeting, self.record.seats)
        if until is not None:
            end = time_format(self._localise(until))
            return words + " " + pgettext("minutes", "There was a quorum until %(time)s.") % {"time": end}
        if quorum.is_met:
            return words + " " + pgettext("minutes", "There is a quorum.")
        return words + " " + pgettext("minutes", "There is no quorum: nothing could be decided.")

    # ---- items -----------------------------------------------------------------------------------------

    def _name_item(self, item: AgendaItem) -> str:
        if item.is_restricted:
            return pgettext("minutes", "Restricted item.")
        return item.title if self.may_print(item.title) else pgettext("minutes", "(left out)")

    def _is_postponed(self, item: AgendaItem) -> bool:
        """Return whether an item was not taken up: nobody pressed that, and nothing stands in its record."""
        has_lines = any(one.item_id == item.pk for one in self.record.lines)
        return item.started_at is None and not has_lines and not self.record.decisions.get(item.pk)

    def _list_item_blocks(self, item: AgendaItem) -> Iterator[Block]:
        if self._is_postponed(item):
            yield Heading(f"{item.position}. {pgettext('minutes', 'POSTPONED:')}")
            yield Paragraph(self._name_item(item), "strong")
            return
        yield Heading(f"{item.position}. {pgettext('minutes', 'REPORTED:')}")
        yield Paragraph(self._name_item(item), "strong")
        if item.is_restricted:
            return
        yield from self._list_lines(LineKind.LISTENED, item)
        spoke = list(self._list_lines(LineKind.SPOKE, item))
        if spoke:
            yield Heading(pgettext("minutes", "DISCUSSION:"))
            yield from spoke
        decisions = self.record.decisions.get(item.pk, ())
        resolved = list(self._list_lines(LineKind.RESOLVED, item))
        if resolved or decisions:
            yield Heading(pgettext("minutes", "RESOLVED:"))
            yield from resolved
        meeting = self.record.minutes.meeting
        began_at = meeting.started_at or meeting.starts_at
        printer = DecisionPrinter(self.language, began_at, self.for_public, self.may_print)
        for one in decisions:
            yield from printer.list_blocks(one, self.record.standings[one.pk])
        yield from self._list_actions(item)

    def _list_actions(self, item: AgendaItem) -> Iterator[Block]:
        lines = list(self._list_lines(LineKind.ACTION, item))
        decisions = self.record.decisions.get(item.pk, ())
        actions = [row for one in decisions for row in self.record.actions.get(one.pk, ())]
        if lines or actions:
            yield Heading(pgettext("minutes", "ACTION ITEMS:"))
            yield from lines
        if actions:
            head = (
                pgettext("minutes", "No."),
                pgettext("minutes", "What to do"),
                pgettext("minutes", "Responsible"),
                pgettext("minutes", "Due"),
            )
            yield Table(head, tuple(self._describe_action(one) for one in actions), ACTION_WIDTHS)

    def _describe_action(self, one: MeetingAction) -> tuple[str, ...]:
        title = translate_text(one.title, self.language)
        owner = one.organisation if self.for_public else one.owner
        return (
            str(one.number),
            title if self.may_print(title) else pgettext("minutes", "(left out)"),
            translate_text(owner, self.language),
            date_format(one.due_on, "SHORT_DATE_FORMAT") if one.due_on is not None else "",
        )

    def _list_lines(self, kind: LineKind, item: AgendaItem | None) -> Iterator[Paragraph]:
        for line in self.record.list_lines(kind, item):
            if self._may_print_line(line):
                speaker = "" if line.speaker is None else f"{self._name(line.speaker)} — "
                yield Paragraph(f"{speaker}{self._get_text(line)}")

    # ---- end -------------------------------------------------------------------------------------------

    def _list_annexes(self) -> Iterator[Block]:
        papers = [
            one.name for item in self.record.agenda if not item.is_restricted for one in item.papers.all()
        ]
        texts = [*papers, *(self._get_text(one) for one in self.record.list_lines(LineKind.ANNEX))]
        for place, text in enumerate((one for one in texts if self.may_print(one)), 1):
            yield Paragraph(
                pgettext("minutes", "Annex %(number)d. %(text)s") % {"number": place, "text": text}
            )

    def _build_signature(self, role: SignerRole) -> Signature:
        signer: Mandate = getattr(self.record.minutes, role)
        is_own = signer.person_id == self._get_officer(role).person_id
        post = str(role.label if is_own else FOR_OFFICERS[role])
        if self.for_public:
            return Signature("", f"{post}, {name_post(signer, self.language)}")
        return Signature(name_in_signature(signer.person, self.language), post)

    def _get_officer(self, role: SignerRole) -> Mandate:
        """Return who chaired the meeting or kept its record, whoever signs in their place."""
        minutes = self.record.minutes
        officer: Mandate = getattr(minutes.meeting, role) or getattr(minutes, role)
        return officer

    def _list_signature_marks(self) -> Iterator[str]:
        for one in self.record.signatures:
            at = self._localise(one.at)
            yield "{}: {}, {} {}".format(
                one.get_role_display(),
                SignatureWay(one.way).label,
                date_format(at, "SHORT_DATE_FORMAT"),
                time_format(at),
            )

    def _count_left_out(self) -> int:
        return sum(not self._may_print_line(one) for one in self.record.lines)

    # ---- words -----------------------------------------------------------------------------------------

    def _get_text(self, line: MinutesLine) -> str:
        return translate_field(line, "text", self.language)

    def _name(self, mandate: Mandate, *, whole: bool = False) -> str:
        """Return a person with their post, or in the public version only the post and organisation."""
        post = name_post(mandate, self.language)
        if self.for_public:
            return post
        name = name_briefly(mandate.person, self.language)
        return f"{name}, {post}" if whole else name

    def _localise(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.record.minutes.group.time_zone))

    def may_print(self, text: str) -> bool:
        """Return whether a text may stand in this version."""
        if not self.for_public:
            return True
        return not find_personal_data(text) and not has_family_name(text, self._list_names())

    def _may_print_line(self, line: MinutesLine) -> bool:
        """Return whether a line may stand in this version; invited people stand in no public one."""
        if self.for_public and line.kind == LineKind.INVITED:
            return False
        return self.may_print(self._get_text(line))

    def _list_names(self) -> frozenset[str]:
        people = [getattr(self.record.minutes, role).person for role in SignerRole]
        people += [self._get_officer(role).person for role in SignerRole]
        people += [one.membership.mandate.person for one in self.record.seats]
        rows = [one.attendance for one in self.record.seats if one.attendance is not None]
        people += [row.deputy for row in rows if row.deputy is not None]
        return frozenset(name for one in people for name in (one.name_uk, one.name_en))


def _came(seat: HeldSeat) -> bool:
    return seat.attendance is not None and seat.attendance.checked_in_at is not None


def _group_by_sector(seats: list[HeldSeat]) -> dict[str, list[HeldSeat]]:
    found: dict[str, list[HeldSeat]] = {}
    for one in seats:
        found.setdefault(one.membership.mandate.organisation.sector, []).append(one)
    return found
