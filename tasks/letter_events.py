"""What becomes of letters to owners without an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tasks.events import ActionPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLost(ActionPayload):
    """A letter about the item did not reach its owner: `why` is a code of `viche.accounts.models.Loss`."""

    kind: ClassVar[str] = "tasks.letter_lost"
    lost_link_id: UUID
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersDeclined(ActionPayload):
    """The owner, who has no account, wants no more letters, and said so by one of them: by that of `link_id`,
    where it went to the body of the item itself, and not to another at the same address.
    """

    kind: ClassVar[str] = "tasks.letters_declined"
    link_id: UUID | None = None
