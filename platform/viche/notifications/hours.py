"""Delivery hours of people, and when a delivery is first due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from viche.accounts.models import User
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.prepared_queries import PreparedQuery
from viche.notifications.models import MailKind, Mode, PreferenceSheet, Topic
from viche.notifications.quiet_hours import DeliveryHours

# How long a bundle waits for more after the last item.
BUNDLE_WINDOW = timedelta(minutes=2)


def hours_of(person: User) -> DeliveryHours:
    """Return the chosen delivery hours of a person; without a choice mail comes at any time."""
    return _build_hours(person, PreferenceSheet.objects.filter(person=person).first())


def load_hours(people: Iterable[UUID]) -> dict[UUID, DeliveryHours]:
    """Return the delivery hours of several people."""
    wanted = list(people)
    if not wanted:
        return {}
    sheets = {one.person_id: one for one in SHEETS.all(people=wanted)}
    return {person.pk: _build_hours(person, sheets.get(person.pk)) for person in PEOPLE.all(people=wanted)}


# Prepared, since they run for each event with recipients.
SHEETS = PreparedQuery(lambda: PreferenceSheet.objects.filter(ids_param_q("person", "people")))
PEOPLE = PreparedQuery(lambda: User.objects.filter(ids_param_q("pk", "people")).only("time_zone"))


def _build_hours(person: User, sheet: PreferenceSheet | None) -> DeliveryHours:
    zone, sheet = ZoneInfo(person.time_zone), sheet or PreferenceSheet()
    quiet = (sheet.quiet_from, sheet.quiet_until) if sheet.quiet_from and sheet.quiet_until else None
    return DeliveryHours(zone, quiet, frozenset(sheet.working_days), sheet.holidays_off, sheet.digest_at)


def choose_mail_kind(topic: Topic, mode: Mode) -> MailKind:
    """Return the kind of mail for a topic in a mode."""
    if mode in (Mode.DAILY, Mode.WEEKLY):
        return MailKind(mode.value)
    return {Topic.ACCOUNT: MailKind.URGENT, Topic.REMINDERS: MailKind.PROMPT}.get(topic, MailKind.BUNDLE)


def choose_push_kind(topic: Topic) -> MailKind:
    """Return the kind of push for a topic: never bundled, since a new push replaces the last."""
    return MailKind.URGENT if topic == Topic.ACCOUNT else MailKind.PROMPT


def get_first_due(kind: MailKind, at: datetime, hours: DeliveryHours) -> datetime:
    """Return when a delivery created at `at` is first due for a mail."""
    if kind in (MailKind.DAILY, MailKind.WEEKLY):
        return hours.digest(at, weekly=kind == MailKind.WEEKLY)
    return at + BUNDLE_WINDOW if kind == MailKind.BUNDLE else at
