"""Events of minutes; they carry references and codes, no text. The topic of the group gets them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dialogue.minutes.models import Minutes
from viche.kernel.actor import Actor
from viche.kernel.events import Payload, record


class MinutesPayload(Payload):
    """A fact about minutes in their state; `row_version` is their version."""

    minutes_id: UUID
    meeting_id: UUID
    group_id: UUID
    state: str
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "minutes", self.minutes_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


class MinutesMade(MinutesPayload, kind="dialogue.minutes_made"):
    """Minutes were made from the record of a meeting."""


class MinutesLineChanged(MinutesPayload, kind="dialogue.minutes_line_changed", discloses=True):
    """A line was added, changed or removed."""

    line_id: UUID
    change: str


class MinutesMoved(MinutesPayload, kind="dialogue.minutes_moved"):
    """The minutes came into another state; the last one with the second signature."""

    before: str


class RemarkMade(MinutesPayload, kind="dialogue.minutes_remark_made", discloses=True):
    """Somebody who attended made a remark."""

    remark_id: UUID


class RemarkDecided(MinutesPayload, kind="dialogue.minutes_remark_decided", discloses=True):
    """A remark was accepted or declined: `decision`."""

    remark_id: UUID
    author_id: UUID
    decision: str


class MinutesSignerReplaced(MinutesPayload, kind="dialogue.minutes_signer_replaced"):
    """Another mandate signs as `role`: `mandate_id` in the place of `replaced_id`."""

    role: str
    replaced_id: UUID
    mandate_id: UUID


class MinutesSigned(MinutesPayload, kind="dialogue.minutes_signed"):
    """The chair or the secretary signed: `role`, in which `way`."""

    role: str
    way: str


class MinutesPublished(MinutesPayload, kind="dialogue.minutes_published"):
    """The public version was published, or taken back."""

    is_public: bool


class MinutesCorrected(MinutesPayload, kind="dialogue.minutes_corrected", discloses=True):
    """A correction was added to signed minutes."""

    correction_id: UUID


def record_minutes(actor: Actor, kind: type[MinutesPayload], minutes: Minutes, **facts: Any) -> None:
    """Record an event about minutes as they are now."""
    record(
        actor,
        kind(
            minutes_id=minutes.pk,
            meeting_id=minutes.meeting_id,
            group_id=minutes.group_id,
            state=minutes.state,
            row_version=minutes.version,
            **facts,
        ),
    )
