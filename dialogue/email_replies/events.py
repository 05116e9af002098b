"""Events of email replies."""

from __future__ import annotations

from uuid import UUID

from dialogue.messages.events import NotificationOnlyPayload


class AnswerByMailRefused(NotificationOnlyPayload, kind="dialogue.answer_by_mail_refused"):
    """A reply by e-mail (`client_id` identifies it) was not posted; for `why` see `ReplyRejection`."""

    person_id: UUID
    client_id: UUID
    why: str
