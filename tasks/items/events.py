"""Events of action items; they carry references and codes, no text.

The group's topic gets events of an item only while the whole group may read it. The thread's topic only
learns that something changed, without the content: its readers need not be readers of the item.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload, PersonalPayload


def topic_of(action_id: UUID) -> str:
    return f"action:{action_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPayload(Payload):
    """A fact about an action item. `shared`: the group's topic gets it."""

    action_id: UUID
    group_id: UUID
    thread_id: UUID | None
    shared: bool
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "action", self.action_id

    @property
    def topics(self) -> tuple[str, ...]:
        group = (f"group:{self.group_id}",) if self.shared else ()
        thread = (f"thread:{self.thread_id}",) if self.thread_id else ()
        return (topic_of(self.action_id), *group, *thread)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMade(ActionPayload):
    """An item was proposed to its owner."""

    kind: ClassVar[str] = "tasks.action_made"
    message_id: UUID | None
    owner_organisation_id: UUID | None
    outside_body_id: UUID | None = None
    due_on: date
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReassigned(ActionPayload):
    """The item was proposed to another owner.

    Names the new and the former one (organisation or outside body).
    """

    kind: ClassVar[str] = "tasks.action_reassigned"
    owner_organisation_id: UUID | None
    owner_before: UUID | None
    outside_body_id: UUID | None = None
    outside_before: UUID | None = None
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTakenOver(ActionPayload):
    """The post that owns the item passed to a successor: its new mandate and the one before."""

    kind: ClassVar[str] = "tasks.action_taken_over"
    owner_id: UUID
    owner_before: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEdited(ActionPayload):
    """`fields` names what changed; the due day is given when it moved."""

    kind: ClassVar[str] = "tasks.action_edited"
    fields: tuple[str, ...]
    due_before: date | None
    due_after: date | None
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoownersChanged(ActionPayload):
    """Co-owners were `added` or `removed`."""

    kind: ClassVar[str] = "tasks.coowners_changed"
    added: tuple[UUID, ...]
    removed: tuple[UUID, ...]
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMoved(ActionPayload):
    """A transition of the workflow.

    `remark_id` is the reason given, `link_id` the guest link by which an owner without an account took the
    step. `logged`: a facilitator recorded it for the owner.
    """

    before: str
    after: str
    mandate_id: UUID | None
    remark_id: UUID | None
    link_id: UUID | None = None
    logged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAccepted(ActionMoved):
    """The owner accepted an action item."""

    kind: ClassVar[str] = "tasks.action_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDeclined(ActionMoved):
    """The owner declined an action item."""

    kind: ClassVar[str] = "tasks.action_declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStarted(ActionMoved):
    """Work began, or continues after it was blocked."""

    kind: ClassVar[str] = "tasks.action_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionBlocked(ActionMoved):
    """An action item is blocked."""

    kind: ClassVar[str] = "tasks.action_blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCompleted(ActionMoved):
    """The owner reported the work done; another organisation has to verify it."""

    kind: ClassVar[str] = "tasks.action_completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionVerified(ActionMoved):
    """Another organisation verified that an action item was done."""

    kind: ClassVar[str] = "tasks.action_verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionClosed(ActionMoved):
    """The verified item was closed; no step is expected any more."""

    kind: ClassVar[str] = "tasks.action_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReturned(ActionMoved):
    """An action item that was done was returned to its owner."""

    kind: ClassVar[str] = "tasks.action_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCancelled(ActionMoved):
    """An action item was cancelled."""

    kind: ClassVar[str] = "tasks.action_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReported(ActionPayload):
    """The owner reported progress in the text of `remark_id`."""

    kind: ClassVar[str] = "tasks.progress_reported"
    mandate_id: UUID | None
    remark_id: UUID
    link_id: UUID | None = None
    logged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionOpened(ActionPayload):
    """A discussion thread was opened.

    The thread is not named: readers of the item need not be its readers.
    """

    kind: ClassVar[str] = "tasks.discussion_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(ActionPayload):
    """The owner asked for help; `remark_id` says with what."""

    kind: ClassVar[str] = "tasks.help_asked"
    mandate_id: UUID | None
    remark_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered(ActionPayload):
    """A facilitator answered the request for help; `asked_by` is notified."""

    kind: ClassVar[str] = "tasks.help_answered"
    mandate_id: UUID | None
    remark_id: UUID
    asked_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchChanged(PersonalPayload):
    """A person started or stopped watching an item."""

    kind: ClassVar[str] = "tasks.watch_changed"
    action_id: UUID
    watching: bool
