"""Records in words for a reader: labels of fields, moments in the person's own time."""

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
from viche.privacy.registry import Holding, Record

# What fields are called; whatever is missing here is shown by its name in data.json.
LABELS = {
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
    """What of a stored file the copy holds."""

    WHOLE = "whole"
    DAMAGED = "damaged"  # other bytes than were stored, or the first of them alone
    MISSING = "missing"  # none: the storage has lost it


@dataclass(frozen=True, slots=True)
class PutFile:
    """A file of the copy; `path` is where it lies in the archive, unless it is missing."""

    id: UUID
    path: str
    name: str
    state: FileState


@dataclass(slots=True)
class Section:
    """One holding as it stands in the copy. `records` grows while they are read."""

    holding: Holding
    files: Sequence[PutFile]
    records: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The copy for reading and printing: one HTML file without scripts, everything in it escaped.

    It is written from the inside: first the sections, piece by piece, then what stands around them.
    """

    person: User
    language: str

    def opening(self, number: int, section: Section) -> bytes:
        return self._rendered("opening", {"number": number, "section": section})

    def rows(self, records: Sequence[Record]) -> bytes:
        # Without a template, which takes three times as long: there may be very many.
        zone = ZoneInfo(self.person.time_zone)
        return "".join(f"<dl>{_lines(row, zone)}</dl>\n" for row in records).encode()

    def closing(self, section: Section) -> bytes:
        return self._rendered("closing", {"section": section})

    def around(self, sections: Sequence[Section]) -> tuple[bytes, bytes]:
        """What stands before the sections and what stands after them."""
        person = self.person
        words = {
            "language": self.language,
            "title": gettext("Your data in Viche"),
            "person": person.name_en or person.name_uk if self.language == "en" else person.name_uk,
            "at": shown(now(), person),
            "sections": sections,
        }
        before, after = self._rendered("page", words).split(b"<!-- sections -->")
        return before, after

    def _rendered(self, template: str, words: dict[str, Any]) -> bytes:
        return render_to_string(f"privacy/copy/{template}.html", words).encode()


def shown(value: Any, person: User) -> str:
    """A value in words, moments in the time zone of `person`."""
    return _words(value, ZoneInfo(person.time_zone))


def _lines(row: Record, zone: ZoneInfo) -> str:
    pairs = [(_label(name), _words(value, zone)) for name, value in row.items()]
    return "".join(f"<dt>{escape(label)}</dt><dd>{escape(words)}</dd>" for label, words in pairs)


def _label(name: str) -> str:
    return str(LABELS[name]) if name in LABELS else name


def _words(value: Any, zone: ZoneInfo) -> str:
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
            return ", ".join(_words(one, zone) for one in value)
        case dict():
            return "; ".join(f"{_label(name)}: {_words(one, zone)}" for name, one in value.items())
        case _:
            return str(value)
