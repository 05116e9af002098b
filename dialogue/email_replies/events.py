"""Events of email replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dialogue.messages.events import UnheardPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerByMailRefused(UnheardPayload):
    """Somebody answered a message by e-mail (`client_id` names that), and it was not posted: `Unposted`."""

    kind: ClassVar[str] = "dialogue.answer_by_mail_refused"
    person_id: UUID
    client_id: UUID
    why: str
