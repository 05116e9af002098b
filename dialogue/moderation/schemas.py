"""Schemas of moderation."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from dialogue.timeline.schemas import AttachmentOut, FaultName, HiddenOut, ThreadVisibilityName
from groups.common.schemas import PersonRef, Voice
from viche.kernel.text import Text


class MessageReportedOut(TypedDict):
    """A message was reported; the moderators of its thread are notified."""

    message_id: UUID


class MessageReportOut(TypedDict):
    """A report of a message."""

    person: PersonRef
    fault: FaultName
    note: str
    at: datetime


class ModeratedOut(TypedDict):
    """A message with its text, hidden or not, for its author and for moderators.

    `note` explains the last step, `appeal` is the author's answer. `reports` are the open ones, for
    moderators who are not the author. `allowed` names the steps that the reader may take.
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
    """A moderation step about a message: by whom, when and why, without its reports."""

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
