"""Records in words for a reader: labels of fields, moments in the person's own time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from viche.accounts.models import User
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
    "what": _("What"),
    "acknowledged_at": _("Seen"),
    "deleted_at": _("Removed"),
    "edited_at": _("Edited"),
    "ended_at": _("Ended early"),
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


@dataclass(frozen=True, slots=True)
class Section:
    """One holding, ready for the page. `rows` are pairs of label and words."""

    title: str
    purpose: str
    recipients: str
    rows: list[list[tuple[str, str]]]
    files: Sequence[tuple[str, str]]


def section(
    holding: Holding, rows: Sequence[Record], files: Sequence[tuple[str, str]], person: User
) -> Section:
    lines = [[(_label(name), shown(value, person)) for name, value in row.items()] for row in rows]
    return Section(str(holding.title), str(holding.purpose), str(holding.recipients), lines, files)


def shown(value: Any, person: User) -> str:
    """A value in words, moments in the time zone of `person`."""
    return _words(value, ZoneInfo(person.time_zone))


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
