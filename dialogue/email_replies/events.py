"""Events of email replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.messages.events import NotificationOnlyPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerByMailRefused(NotificationOnlyPayload):
    """A reply by e-mail (`client_id` identifies it) was not posted; for `why` see `ReplyRejection`."""

    kind: ClassVar[str] = "dialogue.answer_by_mail_refused"
    person_id: UUID
    client_id: UUID
    why: str
