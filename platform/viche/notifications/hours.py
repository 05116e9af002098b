"""The hours of people, and when news for them is first due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from viche.accounts.models import User
from viche.kernel.lists import given_ids
from viche.kernel.prepared import Prepared
from viche.notifications.models import MailKind, Mode, PreferenceSheet, Topic
from viche.notifications.quiet import Hours

# So long a bundle waits for more after the last that came.
WINDOW = timedelta(minutes=2)


def hours_of(person: User) -> Hours:
    """What somebody chose; mail comes at any time where they chose nothing."""
    return _hours(person, PreferenceSheet.objects.filter(person=person).first())


def hours_of_all(people: Iterable[UUID]) -> dict[UUID, Hours]:
    """The same of several people."""
    wanted = list(people)
    if not wanted:
        return {}
    sheets = {one.person_id: one for one in SHEETS.all(people=wanted)}
    return {person.pk: _hours(person, sheets.get(person.pk)) for person in PEOPLE.all(people=wanted)}


# Asked for each event that somebody is told.
SHEETS = Prepared(lambda: PreferenceSheet.objects.filter(given_ids("person", "people")))
PEOPLE = Prepared(lambda: User.objects.filter(given_ids("pk", "people")).only("time_zone"))


def _hours(person: User, sheet: PreferenceSheet | None) -> Hours:
    zone, sheet = ZoneInfo(person.time_zone), sheet or PreferenceSheet()
    quiet = (sheet.quiet_from, sheet.quiet_until) if sheet.quiet_from and sheet.quiet_until else None
    return Hours(zone, quiet, frozenset(sheet.working_days), sheet.holidays_off, sheet.digest_at)


def mail_kind(topic: Topic, mode: Mode) -> MailKind:
    """In what kind of mail news of a topic comes to who chose that mode."""
    if mode in (Mode.DAILY, Mode.WEEKLY):
        return MailKind(mode.value)
    return {Topic.ACCOUNT: MailKind.URGENT, Topic.REMINDERS: MailKind.PROMPT}.get(topic, MailKind.BUNDLE)


def push_kind(topic: Topic) -> MailKind:
    """In what way news of a topic is pushed: never in bundles, since what is there already makes way."""
    return MailKind.URGENT if topic == Topic.ACCOUNT else MailKind.PROMPT


def first_due(kind: MailKind, at: datetime, hours: Hours) -> datetime:
    """When news of this moment is first looked at for a mail."""
    if kind in (MailKind.DAILY, MailKind.WEEKLY):
        return hours.digest(at, weekly=kind == MailKind.WEEKLY)
    return at + WINDOW if kind == MailKind.BUNDLE else at
