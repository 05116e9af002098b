"""A bell that people are told of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import get_language

from tests.cast import World
from tests.notifications.phones import PushService, push_service
from viche.kernel.actor import Actor
from viche.kernel.events import Payload, open_unit_of_work, record, subscribers
from viche.kernel.models import Event
from viche.notifications import notices
from viche.notifications.models import Notification
from viche.notifications.registry import Notice, Recipient, Topic, load_nothing, register_notices


class Tolled(Payload, kind="tests.tolled"):
    bell: UUID
    group_id: UUID | None = None

    @property
    def subject(self) -> tuple[str, UUID]:
        return "bell", self.bell

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"bell:{self.bell}",)


@dataclass(slots=True)
class Bell:
    """Whom it calls, and who may hear it now."""

    called: list[Recipient] = field(default_factory=list)
    deaf: set[UUID] = field(default_factory=set)
    line: str = "Дзвін"
    broken: bool = False

    def recipients(self, event: Event) -> Iterable[Recipient]:
        if self.broken:
            raise RuntimeError("the room is away")
        return self.called

    def load(self, reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, None]:
        return {} if reader.person_id in self.deaf else load_nothing(reader, notifications)

    def notice(self) -> Notice[None]:
        uk, en = "Пролунав <b>дзвін</b> & стих.\n\nІдіть.", "The bell <b>tolled</b>."
        return Notice(
            Tolled.kind,
            topic=Topic.STEPS,
            recipients=self.recipients,
            load=self.load,
            title=lambda _n: self.line if get_language() == "uk" else "Bell",
            body=lambda _n: uk if get_language() == "uk" else en,
            reason=lambda n: f"because: {n.reason}",
            url=lambda n: f"/bells/{n.notification.subject_id}",
        )

    def call(self, world: World, *names: str, reason: str = "near") -> None:
        self.called = [Recipient(world.people[name].pk, reason) for name in names]


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Bell:
    made = Bell()
    # Put back what registering changes.
    monkeypatch.setitem(subscribers.SUBSCRIBERS, "notifications", subscribers.SUBSCRIBERS["notifications"])
    monkeypatch.setitem(notices.NOTICES, Tolled.kind, None)
    register_notices(made.notice())
    return made


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    """A push service that is known to us."""
    with push_service() as running:
        settings.PUSH_HOSTS = [running.host]
        yield running


def toll(actor: Actor, bell_id: UUID, group_id: UUID | None = None) -> Event:
    with open_unit_of_work():
        record(actor, Tolled(bell=bell_id, group_id=group_id))
    return Event.objects.filter(kind=Tolled.kind).latest("id")
