"""What becomes of letters to owners without an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tasks.items.events import ActionPayload
from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLinkMade(ActionPayload):
    """Its owner, who has no account, can answer by a link."""

    kind: ClassVar[str] = "tasks.action_link_made"
    made_link_id: UUID
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLinkRevoked(ActionPayload):
    """The link opens nothing any more."""

    kind: ClassVar[str] = "tasks.action_link_revoked"
    revoked_link_id: UUID
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideBodyPayload(Payload):
    """A fact about a body without an account. Items that it owns show it as it is now."""

    outside_body_id: UUID
    register_id: UUID
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "outside_body", self.outside_body_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideBodyAdded(OutsideBodyPayload):
    kind: ClassVar[str] = "tasks.outside_body_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideBodyChanged(OutsideBodyPayload):
    """`fields` names what changed."""

    kind: ClassVar[str] = "tasks.outside_body_changed"
    fields: tuple[str, ...]


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
