"""Selectors of notification preferences: modes by topic and channel, everywhere and in groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField

from viche.kernel.actor import Actor
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.policy import require_person
from viche.kernel.prepared_queries import PreparedQuery, QueryParam
from viche.notifications.models import Channel, Mode, Notification, Preference, PreferenceSheet, Topic
from viche.notifications.notices import NOTICES, VISIBLE_GROUPS, group_of

Modes = dict[Channel, Mode]
# Channels with a choice of mode.
CHOOSABLE_CHANNELS = (Channel.EMAIL, Channel.PUSH)


@dataclass(frozen=True, slots=True)
class GroupPreference:
    """Preference of a topic in one group; a channel without a mode is as everywhere."""

    group_id: UUID
    topic: Topic
    modes: Modes


def list_topics() -> list[Topic]:
    """Return the topics that have notices, in order."""
    told = {one.topic for one in NOTICES.values()}
    return [topic for topic in Topic if topic in told]


@dataclass(frozen=True, slots=True)
class Choices:
    """Preferences of some people for one channel: of the group, else of everywhere, else at once."""

    chosen: Mapping[tuple[UUID, str, UUID | None], str]

    @classmethod
    def of(cls, people: Iterable[UUID], channel: Channel) -> Choices:
        rows = PREFERENCES.all(people=list(people), channel=Channel(channel).value)
        return cls({(row.person_id, row.topic, row.group_id): row.mode for row in rows})

    def mode(self, person_id: UUID, topic: Topic, group_id: UUID | None) -> Mode:
        here = self.chosen.get((person_id, topic, group_id))
        return Mode(here or self.chosen.get((person_id, topic, None)) or Mode.AT_ONCE)

    def for_notification(self, notification: Notification) -> Mode:
        notice = NOTICES.get(notification.kind)
        if notice is None:
            return Mode.OFF
        return self.mode(notification.person_id, notice.topic, group_of(notification.event))


# Prepared, since it runs for each event with recipients.
PREFERENCES = PreparedQuery(
    lambda: Preference.objects.filter(
        ids_param_q("person", "people"), channel=QueryParam("channel", CharField())
    )
)


def get_own_sheet(actor: Actor) -> PreferenceSheet:
    """Return the actor's preference sheet, or an unsaved default."""
    person_id = require_person(actor, "notifications:read")
    return PreferenceSheet.objects.filter(person=person_id).first() or PreferenceSheet(person_id=person_id)


def get_chosen_modes(person_id: UUID) -> dict[Topic, Modes]:
    """Return the modes for everywhere, by topic."""
    found = {topic: dict.fromkeys(CHOOSABLE_CHANNELS, Mode.AT_ONCE) for topic in list_topics()}
    for row in Preference.objects.filter(person=person_id, group_id=None, topic__in=found):
        found[Topic(row.topic)][Channel(row.channel)] = Mode(row.mode)
    return found


def list_group_preferences(actor: Actor, person_id: UUID) -> list[GroupPreference]:
    """Return the preferences for groups that the reader still sees."""
    rows = Preference.objects.filter(person=person_id, group_id__isnull=False)
    found: dict[tuple[UUID, Topic], Modes] = {}
    for row in rows.order_by("group_id", "topic"):
        if row.group_id:
            found.setdefault((row.group_id, Topic(row.topic)), {})[Channel(row.channel)] = Mode(row.mode)
    seen = filter_visible_groups(actor, {group_id for group_id, _topic in found})
    return [
        GroupPreference(group_id, topic, modes)
        for (group_id, topic), modes in found.items()
        if group_id in seen
    ]


def filter_visible_groups(actor: Actor, groups: set[UUID]) -> set[UUID]:
    """Return which of the groups the actor can see."""
    return {pk for seen in VISIBLE_GROUPS for pk in seen(actor, groups)} if groups else set()
