"""What happens to accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload, PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCreated(PersonalPayload):
    kind: ClassVar[str] = "accounts.person_created"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceOpened(PersonalPayload):
    """An administrator looks through the maintenance hatch. Nobody follows that: it stands in the log."""

    kind: ClassVar[str] = "accounts.maintenance_opened"
    page: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(PersonalPayload):
    kind: ClassVar[str] = "accounts.person_changed"
    fields: tuple[str, ...]
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRenamed(PersonalPayload):
    """An administrator corrected the name; the reason stands in the row."""

    kind: ClassVar[str] = "accounts.person_renamed"
    decision_id: UUID
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorMade(PersonalPayload):
    """The person runs the system from now on; the reason stands in the row."""

    kind: ClassVar[str] = "accounts.administrator_made"
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorUnmade(PersonalPayload):
    """The person does not run the system any more; the reason stands in the row."""

    kind: ClassVar[str] = "accounts.administrator_unmade"
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDeactivated(PersonalPayload):
    """`until_erasure`: the person may stop it yet, so what they hold stays until the erasure ends it."""

    kind: ClassVar[str] = "accounts.person_deactivated"

    until_erasure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReactivated(PersonalPayload):
    kind: ClassVar[str] = "accounts.person_reactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(PersonalPayload):
    kind: ClassVar[str] = "accounts.person_invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLinkSent(PersonalPayload):
    kind: ClassVar[str] = "accounts.password_link_sent"
    letter_id: UUID
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(PersonalPayload):
    kind: ClassVar[str] = "accounts.password_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChangeAsked(PersonalPayload):
    kind: ClassVar[str] = "accounts.email_change_asked"
    letter_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailLetterSent(PersonalPayload):
    """A letter to the new address is out: with a link, unless that address is somebody's already."""

    kind: ClassVar[str] = "accounts.email_letter_sent"
    letter_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChangeCancelled(PersonalPayload):
    kind: ClassVar[str] = "accounts.email_change_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChanged(PersonalPayload):
    kind: ClassVar[str] = "accounts.email_changed"
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(PersonalPayload):
    kind: ClassVar[str] = "accounts.signed_in"
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(PersonalPayload):
    kind: ClassVar[str] = "accounts.session_ended"
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOutEverywhere(PersonalPayload):
    kind: ClassVar[str] = "accounts.signed_out_everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(PersonalPayload):
    kind: ClassVar[str] = "accounts.token_issued"
    token_id: UUID
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(PersonalPayload):
    kind: ClassVar[str] = "accounts.token_revoked"
    token_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSignInOffered(PersonalPayload):
    kind: ClassVar[str] = "accounts.demo_sign_in_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCodesAdded(PersonalPayload):
    kind: ClassVar[str] = "accounts.app_codes_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCodesRemoved(PersonalPayload):
    kind: ClassVar[str] = "accounts.app_codes_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyAdded(PersonalPayload):
    kind: ClassVar[str] = "accounts.passkey_added"
    passkey_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyRemoved(PersonalPayload):
    kind: ClassVar[str] = "accounts.passkey_removed"
    passkey_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodesMade(PersonalPayload):
    kind: ClassVar[str] = "accounts.recovery_codes_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeUsed(PersonalPayload):
    kind: ClassVar[str] = "accounts.recovery_code_used"
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsReset(PersonalPayload):
    """An administrator took every second factor away; the reason stands in the row."""

    kind: ClassVar[str] = "accounts.factors_reset"
    reset_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorDueChanged(PersonalPayload):
    """From when on the person lacks what their roles demand; None: nothing is lacking."""

    kind: ClassVar[str] = "accounts.factor_due_changed"
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRequirementChanged(Payload):
    kind: ClassVar[str] = "accounts.factor_requirement_changed"
    requirement_id: UUID
    role: str
    demand: str
    since: datetime

    @property
    def subject(self) -> tuple[str, UUID]:
        return "factor_requirement", self.requirement_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(PersonalPayload):
    """The account is a pseudonym from now on."""

    kind: ClassVar[str] = "accounts.person_erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLinked(PersonalPayload):
    """Another sign-in opens the account. `by_address`: the provider vouched for the person's address."""

    kind: ClassVar[str] = "accounts.identity_linked"
    provider_id: UUID
    by_address: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityUnlinked(PersonalPayload):
    kind: ClassVar[str] = "accounts.identity_unlinked"
    provider_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfProvider(Payload):
    provider_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "identity_provider", self.provider_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAdded(_OfProvider):
    kind: ClassVar[str] = "accounts.provider_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderChanged(_OfProvider):
    kind: ClassVar[str] = "accounts.provider_changed"
    fields: tuple[str, ...]
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRemoved(_OfProvider):
    kind: ClassVar[str] = "accounts.provider_removed"
