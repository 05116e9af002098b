"""Events of action items; they carry references and codes, no text.

The group's topic gets events of an item only while the whole group may read it. The thread's topic only
learns that something changed, without the content: its readers need not be readers of the item.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from viche.kernel.events import Payload, PersonalPayload


def topic_of(action_id: UUID) -> str:
    return f"action:{action_id}"


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


class ActionMade(ActionPayload, kind="tasks.action_made"):
    """An item was proposed to its owner."""

    message_id: UUID | None
    owner_organisation_id: UUID | None
    outside_body_id: UUID | None = None
    due_on: date
    mandate_id: UUID | None


class ActionReassigned(ActionPayload, kind="tasks.action_reassigned"):
    """The item was proposed to another owner.

    Names the new and the former one (organisation or outside body).
    """

    owner_organisation_id: UUID | None
    owner_before: UUID | None
    outside_body_id: UUID | None = None
    outside_before: UUID | None = None
    mandate_id: UUID | None
    remark_id: UUID | None


class ActionTakenOver(ActionPayload, kind="tasks.action_taken_over"):
    """The post that owns the item passed to a successor: its new mandate and the one before."""

    owner_id: UUID
    owner_before: UUID


class ActionEdited(ActionPayload, kind="tasks.action_edited"):
    """`fields` names what changed; the due day is given when it moved."""

    fields: tuple[str, ...]
    due_before: date | None
    due_after: date | None
    mandate_id: UUID | None
    remark_id: UUID | None


class CoownersChanged(ActionPayload, kind="tasks.coowners_changed"):
    """Co-owners were `added` or `removed`."""

    added: tuple[UUID, ...]
    removed: tuple[UUID, ...]
    mandate_id: UUID | None
    remark_id: UUID | None


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


class ActionAccepted(ActionMoved, kind="tasks.action_accepted"):
    """The owner accepted an action item."""


class ActionDeclined(ActionMoved, kind="tasks.action_declined"):
    """The owner declined an action item."""


class ActionStarted(ActionMoved, kind="tasks.action_started"):
    """Work began, or continues after it was blocked."""


class ActionBlocked(ActionMoved, kind="tasks.action_blocked"):
    """An action item is blocked."""


class ActionCompleted(ActionMoved, kind="tasks.action_completed"):
    """The owner reported the work done; another organisation has to verify it."""


class CompletionWithdrawn(ActionMoved, kind="tasks.completion_withdrawn"):
    """The owner withdrew the report that the work is done: it is in progress again."""


class ActionVerified(ActionMoved, kind="tasks.action_verified"):
    """Another organisation verified that an action item was done."""


class VerificationWithdrawn(ActionMoved, kind="tasks.verification_withdrawn"):
    """The person who had just verified the work withdrew it: it waits for verification again."""


class ActionClosed(ActionMoved, kind="tasks.action_closed"):
    """The verified item was closed; no step is expected any more."""


class ActionReturned(ActionMoved, kind="tasks.action_returned"):
    """An action item that was done was returned to its owner."""


class ActionCancelled(ActionMoved, kind="tasks.action_cancelled"):
    """An action item was cancelled."""


class ProgressReported(ActionPayload, kind="tasks.progress_reported"):
    """The owner reported progress in the text of `remark_id`."""

    mandate_id: UUID | None
    remark_id: UUID
    link_id: UUID | None = None
    logged: bool = False


class DiscussionOpened(ActionPayload, kind="tasks.discussion_opened"):
    """A discussion thread was opened.

    The thread is not named: readers of the item need not be its readers.
    """


class HelpAsked(ActionPayload, kind="tasks.help_asked"):
    """The owner asked for help; `remark_id` says with what."""

    mandate_id: UUID | None
    remark_id: UUID


class HelpAnswered(ActionPayload, kind="tasks.help_answered"):
    """A facilitator answered the request for help; `asked_by` is notified."""

    mandate_id: UUID | None
    remark_id: UUID
    asked_by: UUID


class WatchChanged(PersonalPayload, kind="tasks.watch_changed"):
    """A person started or stopped watching an item."""

    action_id: UUID
    watching: bool
