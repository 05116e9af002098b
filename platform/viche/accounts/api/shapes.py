"""What the addresses of accounts answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from viche.kernel.text import Text

GenderName = Literal["feminine", "masculine", "neutral"]
LanguageName = Literal["uk", "en"]


class Me(TypedDict):
    """The person who asks. `seq` is the place in the topic `user:<id>`."""

    id: UUID
    email: str
    name: Text
    gender: GenderName
    language: LanguageName
    time_zone: str
    is_administrator: bool
    has_password: bool
    version: int
    seq: int


class PersonOut(TypedDict):
    """An account as administrators see it. `allowed` names what the reader may do to it now."""

    id: UUID
    email: str
    name: Text
    is_active: bool
    deactivation_reason: str
    is_administrator: bool
    has_password: bool
    created_at: datetime
    last_sign_in_at: datetime | None
    allowed: list[str]


class PasswordLinkOut(TypedDict):
    """Whose password a link sets; `first` when they never had one."""

    email: str
    name: Text
    first: bool
    expires_at: datetime


class SessionOut(TypedDict):
    id: UUID
    user_agent: str
    ip: str | None
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool


class TokenOut(TypedDict):
    """A token as it is listed. `prefix` is how its secret begins."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class NewTokenOut(TokenOut):
    """`secret` is shown this once."""

    secret: str


class ScopeOut(TypedDict):
    scope: str
    label: Text


class DemoOrganisation(TypedDict):
    name: Text
    sector: str


class DemoSignInOut(TypedDict):
    """Somebody of the demo community. `hint` says what to try as this person."""

    email: str
    name: Text
    hint: Text
    organisation: DemoOrganisation | None
