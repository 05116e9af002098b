"""Events of guest links, of outside bodies, and of emails to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tasks.items.events import ActionPayload
from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLinkMade(ActionPayload):
    """A guest link was created, by which an owner without an account can answer."""

    kind: ClassVar[str] = "tasks.action_link_made"
    made_link_id: UUID
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLinkRevoked(ActionPayload):
    """The guest link was revoked."""

    kind: ClassVar[str] = "tasks.action_link_revoked"
    revoked_link_id: UUID
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideBodyPayload(Payload):
    """A fact about an outside body. Items that it owns show its present state."""

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
    """An email did not reach the owner; `why` is a code of `viche.accounts.models.Loss`."""

    kind: ClassVar[str] = "tasks.letter_lost"
    lost_link_id: UUID
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersDeclined(ActionPayload):
    """The owner, who has no account, has unsubscribed from emails.

    `link_id` is the link of the email that they unsubscribed by; None when that email went to another body
    with the same address.
    """

    kind: ClassVar[str] = "tasks.letters_declined"
    link_id: UUID | None = None
