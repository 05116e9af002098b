"""Update notification preferences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.utils.translation import gettext as _

from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load, require_person
from viche.kernel.services import Reason, service
from viche.kernel.versions import check_version, save_new_version
from viche.notifications.events import PreferencesChanged
from viche.notifications.models import (
    Channel,
    Mode,
    Preference,
    PreferenceSheet,
    Topic,
    UndeliverableAddress,
)
from viche.notifications.policies import PreferenceAction, PreferencePolicy
from viche.notifications.preferences import filter_visible_groups


@dataclass(frozen=True, slots=True)
class Choice:
    """The modes of one topic by channel, in one group or (None) everywhere.

    A channel without a mode follows the choice for everywhere; there the default is at once.
    """

    topic: Topic
    email: Mode | None
    push: Mode | None = None
    group_id: UUID | None = None

    def modes(self) -> Iterator[tuple[Channel, Mode]]:
        """Yield the chosen modes by channel."""
        for channel, mode in ((Channel.EMAIL, self.email), (Channel.PUSH, self.push)):
            if mode is not None:
                yield channel, mode


@dataclass(frozen=True, slots=True)
class HoursChoice:
    """When mail may come, in the person's time zone. Quiet hours have both ends or none."""

    working_days: Sequence[int]
    holidays_off: bool
    digest_at: time
    quiet_from: time | None
    quiet_until: time | None


@service(PreferenceAction.EDIT)
def update_preferences(
    *,
    actor: Actor,
    expected_version: int,
    everywhere: Sequence[Choice],
    in_groups: Sequence[Choice],
    hours: HoursChoice,
) -> PreferenceSheet:
    """Replace all preferences of a person; an omitted topic gets the default.

    Raises Stale, and Invalid for duplicates, an invisible group, and the account topic, which an intruder
    would silence first.
    """
    sheet = _lock_own_sheet(actor)
    check_version(sheet, expected_version)
    faults = [
        *_find_faults("/topics", everywhere),
        *_find_faults("/groups", in_groups),
        *_find_unseen_groups(actor, in_groups),
        *_find_hours_faults(hours),
    ]
    if faults:
        raise Invalid(faults)
    _replace_preferences(sheet.person_id, [*everywhere, *in_groups])
    _set_hours(sheet, hours)
    _save_changed(actor, sheet)
    return sheet


@service(PreferenceAction.EDIT)
def confirm_address(*, actor: Actor) -> None:
    """Confirm that one's address is right although a mail server refused it: mail goes to it again."""
    sheet = _lock_own_sheet(actor)
    UndeliverableAddress.objects.filter(person=sheet.person_id).delete()
    sheet.address_confirmed_at = now()
    _save_changed(actor, sheet)


@service(Reason.SYSTEM)
def unsubscribe(*, actor: Actor, person_id: UUID, topics: Sequence[Topic]) -> None:
    """Switch e-mail of some topics off, everywhere and in every group. Idempotent."""
    sheet = PreferenceSheet.objects.select_for_update(no_key=True).get(pk=_ensure_sheet(person_id))
    chosen = Preference.objects.filter(person=person_id, channel=Channel.EMAIL, topic__in=topics)
    off = chosen.filter(group_id=None, mode=Mode.OFF)
    if off.count() == len(topics) and not chosen.exclude(mode=Mode.OFF).exists():
        return
    chosen.delete()
    Preference.objects.bulk_create(
        Preference(person_id=person_id, topic=topic, channel=Channel.EMAIL, mode=Mode.OFF) for topic in topics
    )
    _save_changed(actor, sheet)


def _save_changed(actor: Actor, sheet: PreferenceSheet) -> None:
    save_new_version(sheet, whole=True)
    record(actor, PreferencesChanged(person_id=sheet.person_id, row_version=sheet.version))


def _set_hours(sheet: PreferenceSheet, hours: HoursChoice) -> None:
    sheet.working_days = sorted(set(hours.working_days))
    sheet.holidays_off, sheet.digest_at = hours.holidays_off, hours.digest_at
    sheet.quiet_from, sheet.quiet_until = hours.quiet_from, hours.quiet_until


def _lock_own_sheet(actor: Actor) -> PreferenceSheet:
    person_id = require_person(actor, "notifications:write")
    return load(PreferencePolicy(), actor, _ensure_sheet(person_id), PreferenceAction.EDIT, lock=True)


def _ensure_sheet(person_id: UUID) -> UUID:
    PreferenceSheet.objects.bulk_create([PreferenceSheet(person_id=person_id)], ignore_conflicts=True)
    return PreferenceSheet.objects.values_list("pk", flat=True).get(person=person_id)


def _replace_preferences(person_id: UUID, choices: Sequence[Choice]) -> None:
    Preference.objects.filter(person=person_id).delete()
    Preference.objects.bulk_create(
        Preference(person_id=person_id, topic=one.topic, group_id=one.group_id, channel=channel, mode=mode)
        for one in choices
        if one.topic != Topic.ACCOUNT
        for channel, mode in one.modes()
    )


def _find_faults(pointer: str, choices: Sequence[Choice]) -> list[FieldError]:
    faults, seen = [], set()
    for at, one in enumerate(choices):
        if (one.topic, one.group_id) in seen:
            faults.append(FieldError(f"{pointer}/{at}/topic", "duplicate", _("This stands twice.")))
        seen.add((one.topic, one.group_id))
        faults += [
            FieldError(f"{pointer}/{at}/{way}", code, told) for way, code, told in _find_impossible_modes(one)
        ]
    return faults


def _find_impossible_modes(one: Choice) -> Iterator[tuple[Channel, str, str]]:
    """Yield the channels whose chosen mode is not permitted for the topic."""
    for channel, mode in one.modes():
        if one.topic == Topic.ACCOUNT and mode != Mode.AT_ONCE:
            yield channel, "always", _("News about your account and its safety always comes at once.")
        elif channel == Channel.PUSH and mode in (Mode.DAILY, Mode.WEEKLY):
            yield channel, "at_once", _("What comes to a device comes at once or never.")


def _find_unseen_groups(actor: Actor, choices: Sequence[Choice]) -> list[FieldError]:
    seen = filter_visible_groups(actor, {one.group_id for one in choices if one.group_id})
    return [
        FieldError(f"/groups/{at}/group", "unknown", _("There is no such group."))
        for at, one in enumerate(choices)
        if one.group_id not in seen
    ]


def _find_hours_faults(hours: HoursChoice) -> list[FieldError]:
    start, end = hours.quiet_from, hours.quiet_until
    if (start is None) != (end is None):
        told = _("Quiet hours have a beginning and an end.")
        return [FieldError("/hours/quiet_from" if start is None else "/hours/quiet_until", "required", told)]
    if start is not None and start == end:
        return [FieldError("/hours/quiet_until", "empty", _("They end when they begin."))]
    return []
