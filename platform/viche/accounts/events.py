"""What happens to accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfPerson(Payload):
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "person", self.person_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCreated(_OfPerson):
    kind: ClassVar[str] = "accounts.person_created"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(_OfPerson):
    kind: ClassVar[str] = "accounts.person_changed"
    fields: tuple[str, ...]
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDeactivated(_OfPerson):
    kind: ClassVar[str] = "accounts.person_deactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReactivated(_OfPerson):
    kind: ClassVar[str] = "accounts.person_reactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(_OfPerson):
    kind: ClassVar[str] = "accounts.person_invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLinkSent(_OfPerson):
    kind: ClassVar[str] = "accounts.password_link_sent"
    letter_id: UUID
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(_OfPerson):
    kind: ClassVar[str] = "accounts.password_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(_OfPerson):
    kind: ClassVar[str] = "accounts.signed_in"
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(_OfPerson):
    kind: ClassVar[str] = "accounts.session_ended"
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOutEverywhere(_OfPerson):
    kind: ClassVar[str] = "accounts.signed_out_everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(_OfPerson):
    kind: ClassVar[str] = "accounts.token_issued"
    token_id: UUID
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(_OfPerson):
    kind: ClassVar[str] = "accounts.token_revoked"
    token_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSignInOffered(_OfPerson):
    kind: ClassVar[str] = "accounts.demo_sign_in_offered"
