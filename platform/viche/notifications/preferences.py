"""What people chose: which topics come by which way, everywhere and in single groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField

from viche.kernel.actor import Actor
from viche.kernel.lists import given_ids
from viche.kernel.policy import asking_person
from viche.kernel.prepared import Given, Prepared
from viche.notifications.models import Channel, Mode, Notification, Preference, PreferenceSheet, Topic
from viche.notifications.notices import NOTICES, SEEN_GROUPS, group_of

Modes = dict[Channel, Mode]
# Ways about which something can be chosen.
CHOSEN = (Channel.EMAIL, Channel.PUSH)


@dataclass(frozen=True, slots=True)
class InGroup:
    """What was chosen of a topic for one group; by a way that is not named, it comes as everywhere."""

    group_id: UUID
    topic: Topic
    modes: Modes


def topics() -> list[Topic]:
    """Those of which anybody is told, in their order."""
    told = {one.topic for one in NOTICES.values()}
    return [topic for topic in Topic if topic in told]


@dataclass(frozen=True, slots=True)
class Choices:
    """What some people chose for one way: in a group as chosen there, else as everywhere, else at once."""

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


# Asked for each event that somebody is told.
PREFERENCES = Prepared(
    lambda: Preference.objects.filter(given_ids("person", "people"), channel=Given("channel", CharField()))
)


def my_sheet(actor: Actor) -> PreferenceSheet:
    """The sheet of who asks; a blank one while they chose nothing."""
    person_id = asking_person(actor, "notifications:read")
    return PreferenceSheet.objects.filter(person=person_id).first() or PreferenceSheet(person_id=person_id)


def chosen(person_id: UUID) -> dict[Topic, Modes]:
    """What holds everywhere, topic by topic."""
    found = {topic: dict.fromkeys(CHOSEN, Mode.AT_ONCE) for topic in topics()}
    for row in Preference.objects.filter(person=person_id, group_id=None, topic__in=found):
        found[Topic(row.topic)][Channel(row.channel)] = Mode(row.mode)
    return found


def chosen_in_groups(actor: Actor, person_id: UUID) -> list[InGroup]:
    """What was chosen for single groups that the reader still sees."""
    rows = Preference.objects.filter(person=person_id, group_id__isnull=False)
    found: dict[tuple[UUID, Topic], Modes] = {}
    for row in rows.order_by("group_id", "topic"):
        if row.group_id:
            found.setdefault((row.group_id, Topic(row.topic)), {})[Channel(row.channel)] = Mode(row.mode)
    seen = seen_groups(actor, {group_id for group_id, _topic in found})
    return [InGroup(group_id, topic, modes) for (group_id, topic), modes in found.items() if group_id in seen]


def seen_groups(actor: Actor, groups: set[UUID]) -> set[UUID]:
    """Which of some groups the actor sees."""
    return {pk for seen in SEEN_GROUPS for pk in seen(actor, groups)} if groups else set()
