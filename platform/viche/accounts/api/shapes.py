"""Response shapes of the accounts API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from viche.kernel.api import ActionOn
from viche.kernel.text import Text

GenderName = Literal["feminine", "masculine", "neutral"]
LanguageName = Literal["uk", "en"]


class Me(TypedDict):
    """The signed-in person. `seq` is the position in the topic `user:<id>`.

    `factor_due_at`: from when on the person's roles demand a second factor that is not set up; once it has
    passed, everything else answers 403 `second_factor_required`.
    """

    id: UUID
    email: str
    name: Text
    gender: GenderName
    language: LanguageName
    time_zone: str
    shows_presence: bool
    is_administrator: bool
    has_password: bool
    factor_due_at: datetime | None
    version: int
    seq: int


class PersonOut(TypedDict):
    """An account as administrators see it. `allowed` names the steps that the reader may take now."""

    id: UUID
    email: str
    name: Text
    is_active: bool
    deactivation_reason: str
    is_administrator: bool
    has_password: bool
    created_at: datetime
    last_sign_in_at: datetime | None
    allowed: list[Annotated[str, ActionOn("person")]]
    version: int


class PasswordLinkOut(TypedDict):
    """Whose password a link sets; `first` when the person never had one."""

    email: str
    name: Text
    first: bool
    expires_at: datetime


class EmailChangeOut(TypedDict):
    """A pending change of address. `state` is that of its letter; `failed`: sending was given up."""

    email: str
    state: Literal["waiting", "sent", "failed"]
    asked_at: datetime
    expires_at: datetime | None


class EmailChangesOut(TypedDict):
    """`pending` is null when no change of address is pending."""

    pending: EmailChangeOut | None


class SessionOut(TypedDict):
    """`expires_at` is `idle_minutes` after the last activity: the session ends then when idle.

    It ends at `ends_at` in any case.
    """

    id: UUID
    user_agent: str
    ip: str | None
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    idle_minutes: int
    ends_at: datetime
    current: bool


class TokenOut(TypedDict):
    """A listed token.

    `prefix` is the beginning of its secret; `live_until` is when it ends without further use.
    """

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    live_until: datetime
    last_used_at: datetime | None


class NewTokenOut(TokenOut):
    """`secret` is shown only once."""

    secret: str


class ScopeOut(TypedDict):
    scope: str
    label: Text


class DemoOrganisation(TypedDict):
    name: Text
    sector: str


class DemoSignInOut(TypedDict):
    """A person of the demo community. `hint` says what to try as this person."""

    email: str
    name: Text
    hint: Text
    organisation: DemoOrganisation | None


DemandName = Literal["none", "any", "passkey", "both"]


class PasskeyOut(TypedDict):
    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class AppCodesOut(TypedDict):
    created_at: datetime
    last_used_at: datetime | None


class FactorDemandOut(TypedDict):
    """A factor that a role of the person demands from `since` on, and that is not set up."""

    role: Text
    demand: DemandName
    since: datetime


class FactorsOut(TypedDict):
    """A person's second factors. `recovery_codes_left` is null where no codes were ever created.

    `demands` are those that are not met, the earliest first.
    """

    app_codes: AppCodesOut | None
    passkeys: list[PasskeyOut]
    recovery_codes_left: int | None
    demands: list[FactorDemandOut]


class AppCodesSetupOut(TypedDict):
    """The secret of an authenticator app: as a QR code (SVG), as a URI, and to be typed in."""

    secret: str
    address: str
    qr: str


class RecoveryCodesOut(TypedDict):
    """`recovery_codes` are readable only once; null where the earlier ones stay valid."""

    recovery_codes: list[str] | None


class NewPasskeyOut(RecoveryCodesOut):
    passkey: PasskeyOut


class IdentityProviderOut(TypedDict):
    """A provider through which one may sign in. `code` names it in addresses."""

    code: str
    name: Text


class ProviderAddressOut(TypedDict):
    """The address to which the browser goes to sign in."""

    address: str


class IdentityOut(TypedDict):
    id: UUID
    provider: IdentityProviderOut
    linked_at: datetime
    last_used_at: datetime | None


class IdentitiesOut(TypedDict):
    """One's accounts at providers, and the providers with which none is linked yet."""

    items: list[IdentityOut]
    others: list[IdentityProviderOut]


class ProviderOut(TypedDict):
    """A provider as administrators manage it, without its secret.

    `return_address` is its redirect URI.
    """

    id: UUID
    code: str
    name: Text
    issuer: str
    client_id: str
    is_enabled: bool
    domains: list[str]
    return_address: str
    people: int
    allowed: list[Literal["edit", "remove"]]
    version: int


class FactorRequirementOut(TypedDict):
    """What a role demands from `since` on.

    Of `holders`, now or later, `lacking` have not set it up.
    """

    role: str
    name: Text
    demand: DemandName
    since: datetime | None
    holders: int
    lacking: int
    version: int
