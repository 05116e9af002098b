"""Events of announced restricted threads and of access requests."""

from __future__ import annotations

from uuid import UUID

from dialogue.threads.events import group_topic
from viche.kernel.events import Payload


class AnnouncementChanged(Payload, kind="dialogue.announcement_changed"):
    """What a group knows of a restricted thread changed: existence, title or facilitator.

    The event carries no content: each reader loads what they may see.
    """

    thread_id: UUID
    group_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "thread", self.thread_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (group_topic(self.group_id),)


class AccessAskedFor(Payload, kind="dialogue.access_asked_for", discloses=True):
    """A person requested access to a restricted thread.

    They and its facilitators (`people`) receive it, each on their own topic. `confirmed`: see
    `MessagePosted`, of the text that comes with it.
    """

    request_id: UUID
    thread_id: UUID
    group_id: UUID
    person_id: UUID
    people: tuple[UUID, ...]

    @property
    def subject(self) -> tuple[str, UUID]:
        return "access_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"user:{person_id}" for person_id in sorted({self.person_id, *self.people}))


class AccessRequestClosed(AccessAskedFor, kind="dialogue.access_request_closed"):
    """A request was granted, declined or withdrawn, or is over (`state`)."""

    state: str
