"""Events of guest links, of outside bodies, and of emails to them."""

from __future__ import annotations

from uuid import UUID

from tasks.items.events import ActionPayload
from viche.kernel.events import Payload


class ActionLinkMade(ActionPayload, kind="tasks.action_link_made"):
    """A guest link was created, by which an owner without an account can answer."""

    made_link_id: UUID
    mandate_id: UUID | None


class ActionLinkRevoked(ActionPayload, kind="tasks.action_link_revoked"):
    """The guest link was revoked."""

    revoked_link_id: UUID
    mandate_id: UUID | None


class OutsideBodyPayload(Payload):
    """A fact about an outside body. Items that it owns show its present state."""

    outside_body_id: UUID
    register_id: UUID
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "outside_body", self.outside_body_id


class OutsideBodyAdded(OutsideBodyPayload, kind="tasks.outside_body_added"):
    pass


class OutsideBodyChanged(OutsideBodyPayload, kind="tasks.outside_body_changed"):
    """`fields` names what changed."""

    fields: tuple[str, ...]


class LetterLost(ActionPayload, kind="tasks.letter_lost"):
    """An email did not reach the owner; `why` is a code of `viche.accounts.models.Loss`."""

    lost_link_id: UUID
    why: str


class LettersDeclined(ActionPayload, kind="tasks.letters_declined"):
    """The owner, who has no account, has unsubscribed from emails.

    `link_id` is the link of the email that they unsubscribed by; None when that email went to another body
    with the same address.
    """

    link_id: UUID | None = None
