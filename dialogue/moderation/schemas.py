"""What the API says of reported and hidden messages."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from dialogue.timeline.schemas import AttachmentOut, FaultName, HiddenOut, ThreadVisibilityName
from groups.common.schemas import PersonRef, Voice
from viche.kernel.text import Text


class MessageReportedOut(TypedDict):
    """Those who moderate the thread are told that a message was reported."""

    message_id: UUID


class MessageReportOut(TypedDict):
    """What somebody thinks is wrong with a message."""

    person: PersonRef
    fault: FaultName
    note: str
    at: datetime


class ModeratedOut(TypedDict):
    """What a message says, hidden or not, for its author and for who moderates.

    `note` explains the last step, `appeal` is what the author says against it. `reports` are the open ones,
    for those who moderate and did not write it. `allowed` names the steps that the reader may take.
    """

    message_id: UUID
    number: int
    thread_id: UUID
    title: Text
    visibility: ThreadVisibilityName
    author: Voice
    posted_at: datetime
    html: str
    attachments: list[AttachmentOut]
    hidden: HiddenOut | None
    note: str
    appeal: str
    reports: list[MessageReportOut]
    allowed: list[Literal["hidden", "dismissed", "appealed", "upheld", "shown"]]


class ModerationStepOut(TypedDict):
    """What was done about a message: by whom, when and for which fault. Of reports it says nothing."""

    id: UUID
    thread_id: UUID
    title: Text
    visibility: ThreadVisibilityName
    message_id: UUID
    number: int
    what: Literal["hidden", "appealed", "upheld", "shown"]
    fault: FaultName
    at: datetime
    actor: Voice
