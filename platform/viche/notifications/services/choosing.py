"""Keep what people choose about notifications."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.utils.translation import gettext as _

from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import FieldError, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import asking_person, load
from viche.kernel.services import Reason, service
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
from viche.notifications.preferences import seen_groups


@dataclass(frozen=True, slots=True)
class Choice:
    """How one topic comes by each way, in one group or (None) everywhere. A way without a mode is as
    everywhere, and there at once.
    """

    topic: Topic
    email: Mode | None
    push: Mode | None = None
    group_id: UUID | None = None

    def modes(self) -> Iterator[tuple[Channel, Mode]]:
        """What was chosen, by way."""
        for channel, mode in ((Channel.EMAIL, self.email), (Channel.PUSH, self.push)):
            if mode is not None:
                yield channel, mode


@dataclass(frozen=True, slots=True)
class Hours:
    """When mail may come, by the person's own clock. Quiet hours have both ends or none."""

    working_days: Sequence[int]
    holidays_off: bool
    digest_at: time
    quiet_from: time | None
    quiet_until: time | None


@service(PreferenceAction.EDIT)
def choose_notifications(
    *,
    actor: Actor,
    expected_version: int,
    everywhere: Sequence[Choice],
    in_groups: Sequence[Choice],
    hours: Hours,
) -> PreferenceSheet:
    """Replace what a person chose; a topic that is left out comes at once, in a group as everywhere.

    Raises Stale, and Invalid for what stands twice, a group that they do not see, and the topic of the
    account: whoever took over an account would silence it first.
    """
    sheet = _own_sheet(actor)
    if sheet.version != expected_version:
        raise Stale
    faults = [
        *_faults("/topics", everywhere),
        *_faults("/groups", in_groups),
        *_unseen(actor, in_groups),
        *_unquiet(hours),
    ]
    if faults:
        raise Invalid(faults)
    _replace(sheet.person_id, [*everywhere, *in_groups])
    _keep_hours(sheet, hours)
    _changed(actor, sheet)
    return sheet


@service(PreferenceAction.EDIT)
def confirm_address(*, actor: Actor) -> None:
    """Say that one's address is right, whatever a mail server said of it: mail goes to it again."""
    sheet = _own_sheet(actor)
    UndeliverableAddress.objects.filter(person=sheet.person_id).delete()
    sheet.address_confirmed_at = now()
    _changed(actor, sheet)


@service(Reason.SYSTEM)
def unsubscribe(*, actor: Actor, person_id: UUID, topics: Sequence[Topic]) -> None:
    """Switch e-mail of some topics off, everywhere and in every group; again, it changes nothing."""
    sheet = PreferenceSheet.objects.select_for_update(no_key=True).get(pk=_sheet_of(person_id))
    chosen = Preference.objects.filter(person=person_id, channel=Channel.EMAIL, topic__in=topics)
    off = chosen.filter(group_id=None, mode=Mode.OFF)
    if off.count() == len(topics) and not chosen.exclude(mode=Mode.OFF).exists():
        return
    chosen.delete()
    Preference.objects.bulk_create(
        Preference(person_id=person_id, topic=topic, channel=Channel.EMAIL, mode=Mode.OFF) for topic in topics
    )
    _changed(actor, sheet)


def _changed(actor: Actor, sheet: PreferenceSheet) -> None:
    sheet.version += 1
    sheet.save()
    record(actor, PreferencesChanged(person_id=sheet.person_id, row_version=sheet.version))


def _keep_hours(sheet: PreferenceSheet, hours: Hours) -> None:
    sheet.working_days = sorted(set(hours.working_days))
    sheet.holidays_off, sheet.digest_at = hours.holidays_off, hours.digest_at
    sheet.quiet_from, sheet.quiet_until = hours.quiet_from, hours.quiet_until


def _own_sheet(actor: Actor) -> PreferenceSheet:
    person_id = asking_person(actor, "notifications:write")
    return load(PreferencePolicy(), actor, _sheet_of(person_id), PreferenceAction.EDIT, lock=True)


def _sheet_of(person_id: UUID) -> UUID:
    PreferenceSheet.objects.bulk_create([PreferenceSheet(person_id=person_id)], ignore_conflicts=True)
    return PreferenceSheet.objects.values_list("pk", flat=True).get(person=person_id)


def _replace(person_id: UUID, choices: Sequence[Choice]) -> None:
    Preference.objects.filter(person=person_id).delete()
    Preference.objects.bulk_create(
        Preference(person_id=person_id, topic=one.topic, group_id=one.group_id, channel=channel, mode=mode)
        for one in choices
        if one.topic != Topic.ACCOUNT
        for channel, mode in one.modes()
    )


def _faults(pointer: str, choices: Sequence[Choice]) -> list[FieldError]:
    faults, seen = [], set()
    for at, one in enumerate(choices):
        if (one.topic, one.group_id) in seen:
            faults.append(FieldError(f"{pointer}/{at}/topic", "duplicate", _("This stands twice.")))
        seen.add((one.topic, one.group_id))
        faults += [FieldError(f"{pointer}/{at}/{way}", code, told) for way, code, told in _impossible(one)]
    return faults


def _impossible(one: Choice) -> Iterator[tuple[Channel, str, str]]:
    """By which way a topic cannot come as it was chosen."""
    for channel, mode in one.modes():
        if one.topic == Topic.ACCOUNT and mode != Mode.AT_ONCE:
            yield channel, "always", _("News about your account and its safety always comes at once.")
        elif channel == Channel.PUSH and mode in (Mode.DAILY, Mode.WEEKLY):
            yield channel, "at_once", _("What comes to a device comes at once or never.")


def _unseen(actor: Actor, choices: Sequence[Choice]) -> list[FieldError]:
    seen = seen_groups(actor, {one.group_id for one in choices if one.group_id})
    return [
        FieldError(f"/groups/{at}/group", "unknown", _("There is no such group."))
        for at, one in enumerate(choices)
        if one.group_id not in seen
    ]


def _unquiet(hours: Hours) -> list[FieldError]:
    start, end = hours.quiet_from, hours.quiet_until
    if (start is None) != (end is None):
        told = _("Quiet hours have a beginning and an end.")
        return [FieldError("/hours/quiet_from" if start is None else "/hours/quiet_until", "required", told)]
    if start is not None and start == end:
        return [FieldError("/hours/quiet_until", "empty", _("They end when they begin."))]
    return []
