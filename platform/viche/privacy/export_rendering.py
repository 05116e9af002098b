"""Rendering of exported records for people: labels of fields, moments in the person's time zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from html import escape
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.text import translate_field
from viche.privacy.holdings import Record
from viche.privacy.registry import DataCategory

# Labels of fields; a missing one is shown by its name in data.json.
FIELD_LABELS = {
    "id": _("Identifier"),
    "at": _("When"),
    "name": _("Name"),
    "name_en": _("Name in English"),
    "email": _("E-mail"),
    "language": _("Language"),
    "time_zone": _("Time zone"),
    "shows_presence": _("Others see when the person is here and types"),
    "created_at": _("Created"),
    "last_seen_at": _("Last seen"),
    "last_used_at": _("Last used"),
    "expires_at": _("Ends"),
    "revoked_at": _("Revoked"),
    "ip": _("Address in the network"),
    "user_agent": _("Browser"),
    "scopes": _("May do"),
    "kind": _("Kind"),
    "organisation": _("Organisation"),
    "group": _("Group"),
    "thread": _("Thread"),
    "text": _("Text"),
    "position": _("Position"),
    "role": _("Role"),
    "since": _("Since"),
    "until": _("Until"),
    "document": _("Document"),
    "reason": _("Reason"),
    "title": _("Title"),
    "state": _("State"),
    "size": _("Size, bytes"),
    "subject": _("About"),
    "posted_at": _("Posted"),
    "read_at": _("Read"),
    "answer": _("Answer"),
    "territory": _("Territory"),
    "way": _("How"),
    "what": _("What"),
    "acknowledged_at": _("Seen"),
    "deleted_at": _("Removed"),
    "hidden": _("Hidden from its readers"),
    "appeal": _("What you say against it"),
    "edited_at": _("Edited"),
    "earlier": _("What it said before"),
    "attachments": _("Files that it brings"),
    "quotes": _("Number of the message that it quotes"),
    "ended_at": _("Ended early"),
    "opens_on": _("Opens on"),
    "suspended_at": _("Suspended since"),
    "suspension_reason": _("Why it is suspended"),
    "suspended_before": _("Suspended earlier"),
    "file": _("File"),
    "gender": _("Grammatical gender"),
    "is_administrator": _("Administrator"),
    "made_it": _("Made by you"),
    "may": _("What you may do"),
    "number": _("Number"),
    "numbers": _("Numbers"),
    "objection": _("Objection"),
    "owns_it": _("Yours to do"),
    "rule": _("Rule"),
    "set_it": _("Set by you"),
    "sha256": _("Digest (SHA-256)"),
    "url": _("Web address"),
    "verified_it": _("Verified by you"),
}


class FileState(StrEnum):
    """Completeness of a stored file in the export."""

    WHOLE = "whole"
    DAMAGED = "damaged"  # different bytes than were stored, or only the first of them
    MISSING = "missing"  # lost by the storage


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of the export; `path` is its place in the archive, unless it is missing."""

    id: UUID
    path: str
    name: str
    state: FileState


@dataclass(slots=True)
class Section:
    """One data category in the export. `records` counts them while they are read."""

    holding: DataCategory
    files: Sequence[ArchivedFile]
    records: int = 0


@dataclass(frozen=True, slots=True)
class ExportPage:
    """The export for reading and printing: one HTML file without scripts, everything in it escaped.

    The sections are written first, in chunks, then what surrounds them.
    """

    person: User
    language: str

    def opening(self, number: int, section: Section) -> bytes:
        return self._rendered("opening", {"number": number, "section": section})

    def rows(self, records: Sequence[Record]) -> bytes:
        # Without a template, which takes three times as long: there may be very many rows.
        zone = ZoneInfo(self.person.time_zone)
        return "".join(f"<dl>{_render_row(row, zone)}</dl>\n" for row in records).encode()

    def closing(self, section: Section) -> bytes:
        return self._rendered("closing", {"section": section})

    def around(self, sections: Sequence[Section]) -> tuple[bytes, bytes]:
        """Return the HTML before and after the sections."""
        person = self.person
        words = {
            "language": self.language,
            "title": gettext("Your data in Viche"),
            "person": translate_field(person, "name", self.language),
            "at": render_value(now(), person),
            "sections": sections,
        }
        before, after = self._rendered("page", words).split(b"<!-- sections -->")
        return before, after

    def _rendered(self, template: str, words: dict[str, Any]) -> bytes:
        return render_to_string(f"privacy/copy/{template}.html", words).encode()


def render_value(value: Any, person: User) -> str:
    """Format a value as text, moments in the time zone of `person`."""
    return _format_value(value, ZoneInfo(person.time_zone))


def _render_row(row: Record, zone: ZoneInfo) -> str:
    pairs = [(_get_label(name), _format_value(value, zone)) for name, value in row.items()]
    return "".join(f"<dt>{escape(label)}</dt><dd>{escape(words)}</dd>" for label, words in pairs)


def _get_label(name: str) -> str:
    return str(FIELD_LABELS[name]) if name in FIELD_LABELS else name


def _format_value(value: Any, zone: ZoneInfo) -> str:
    match value:
        case None | "" | []:
            return "—"
        case bool():
            return gettext("yes") if value else gettext("no")
        case datetime():
            return date_format(value.astimezone(zone), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case list() | tuple():
            return ", ".join(_format_value(one, zone) for one in value)
        case dict():
            return "; ".join(f"{_get_label(name)}: {_format_value(one, zone)}" for name, one in value.items())
        case _:
            return str(value)
