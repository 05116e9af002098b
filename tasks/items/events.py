"""What happens to action items, in references and codes.

The topic of the group hears of an item only while the whole group may read it. The topic of the thread hears
that something came of it, without a word of what: its readers need not be those of the item.
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
    """A fact about an action item. `shared` says whether its group hears of it."""

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
    """Somebody proposed an item to its owner."""

    kind: ClassVar[str] = "tasks.action_made"
    message_id: UUID | None
    owner_organisation_id: UUID | None
    outside_body_id: UUID | None = None
    due_on: date
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReassigned(ActionPayload):
    """It was proposed to another owner. Names the new one (organisation or outside body) and who it was."""

    kind: ClassVar[str] = "tasks.action_reassigned"
    owner_organisation_id: UUID | None
    owner_before: UUID | None
    outside_body_id: UUID | None = None
    outside_before: UUID | None = None
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTakenOver(ActionPayload):
    """The post whose work it is passed on. Names its mandate and the one before; nothing else changes."""

    kind: ClassVar[str] = "tasks.action_taken_over"
    owner_id: UUID
    owner_before: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEdited(ActionPayload):
    """`fields` names what changed; the due day stands with it when it moved."""

    kind: ClassVar[str] = "tasks.action_edited"
    fields: tuple[str, ...]
    due_before: date | None
    due_after: date | None
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoownersChanged(ActionPayload):
    """Other organisations work on it besides its owner: `added` those that are new, `removed` those that are
    gone.
    """

    kind: ClassVar[str] = "tasks.coowners_changed"
    added: tuple[UUID, ...]
    removed: tuple[UUID, ...]
    mandate_id: UUID | None
    remark_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMoved(ActionPayload):
    """One step of the workflow. `remark_id` names the reason that was given, `link_id` the link by which an
    owner without an account took it. `logged`: who leads wrote it down for the owner.
    """

    before: str
    after: str
    mandate_id: UUID | None
    remark_id: UUID | None
    link_id: UUID | None = None
    logged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAccepted(ActionMoved):
    kind: ClassVar[str] = "tasks.action_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDeclined(ActionMoved):
    kind: ClassVar[str] = "tasks.action_declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStarted(ActionMoved):
    """Work began, or goes on after it was blocked."""

    kind: ClassVar[str] = "tasks.action_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionBlocked(ActionMoved):
    kind: ClassVar[str] = "tasks.action_blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCompleted(ActionMoved):
    """The owner says that it is done; another organisation is to verify it."""

    kind: ClassVar[str] = "tasks.action_completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionVerified(ActionMoved):
    kind: ClassVar[str] = "tasks.action_verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionClosed(ActionMoved):
    """What was verified is filed; nothing waits any more."""

    kind: ClassVar[str] = "tasks.action_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReturned(ActionMoved):
    kind: ClassVar[str] = "tasks.action_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCancelled(ActionMoved):
    kind: ClassVar[str] = "tasks.action_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReported(ActionPayload):
    """The owner says how the work goes, in the words of `remark_id`."""

    kind: ClassVar[str] = "tasks.progress_reported"
    mandate_id: UUID | None
    remark_id: UUID
    link_id: UUID | None = None
    logged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionOpened(ActionPayload):
    """It is talked about in a thread, which is not named: who reads the item need not read that."""

    kind: ClassVar[str] = "tasks.discussion_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(ActionPayload):
    """The owner cannot go on alone; `remark_id` says with what."""

    kind: ClassVar[str] = "tasks.help_asked"
    mandate_id: UUID | None
    remark_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered(ActionPayload):
    """Who leads the group answered; `asked_by` is told."""

    kind: ClassVar[str] = "tasks.help_answered"
    mandate_id: UUID | None
    remark_id: UUID
    asked_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchChanged(PersonalPayload):
    """Somebody follows an item, or does so no longer."""

    kind: ClassVar[str] = "tasks.watch_changed"
    action_id: UUID
    watching: bool
