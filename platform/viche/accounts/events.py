"""Events of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload, PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCreated(PersonalPayload):
    """An account was created."""

    kind: ClassVar[str] = "accounts.person_created"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceOpened(PersonalPayload):
    """An administrator opened a maintenance page.

    It has no topic: it is kept for the audit log only.
    """

    kind: ClassVar[str] = "accounts.maintenance_opened"
    page: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(PersonalPayload):
    """The profile of a person changed."""

    kind: ClassVar[str] = "accounts.person_changed"
    fields: tuple[str, ...]
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRenamed(PersonalPayload):
    """An administrator corrected the name; the row holds the reason."""

    kind: ClassVar[str] = "accounts.person_renamed"
    decision_id: UUID
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorMade(PersonalPayload):
    """The person became an administrator; the row holds the reason."""

    kind: ClassVar[str] = "accounts.administrator_made"
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorUnmade(PersonalPayload):
    """The person is not an administrator any more; the row holds the reason."""

    kind: ClassVar[str] = "accounts.administrator_unmade"
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDeactivated(PersonalPayload):
    """`until_erasure`: the person may stop it yet, so what they hold stays until the erasure ends it."""

    kind: ClassVar[str] = "accounts.person_deactivated"

    until_erasure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReactivated(PersonalPayload):
    """A deactivated account was reactivated."""

    kind: ClassVar[str] = "accounts.person_reactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(PersonalPayload):
    """A person was invited to set a password for their account."""

    kind: ClassVar[str] = "accounts.person_invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLinkSent(PersonalPayload):
    """A letter with a link that sets a password was sent."""

    kind: ClassVar[str] = "accounts.password_link_sent"
    letter_id: UUID
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(PersonalPayload):
    """The password of an account changed."""

    kind: ClassVar[str] = "accounts.password_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChangeAsked(PersonalPayload):
    """A letter went to the new address of an account, to confirm it."""

    kind: ClassVar[str] = "accounts.email_change_asked"
    letter_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailLetterSent(PersonalPayload):
    """The letter to the new address was sent: with a link, unless the address is taken."""

    kind: ClassVar[str] = "accounts.email_letter_sent"
    letter_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChangeCancelled(PersonalPayload):
    """The pending change of an e-mail address was cancelled."""

    kind: ClassVar[str] = "accounts.email_change_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChanged(PersonalPayload):
    """The e-mail address of an account changed."""

    kind: ClassVar[str] = "accounts.email_changed"
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(PersonalPayload):
    """The person signed in: a session began."""

    kind: ClassVar[str] = "accounts.signed_in"
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(PersonalPayload):
    """A session of the person ended."""

    kind: ClassVar[str] = "accounts.session_ended"
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOutEverywhere(PersonalPayload):
    """All sessions of the person ended."""

    kind: ClassVar[str] = "accounts.signed_out_everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(PersonalPayload):
    """A personal access token was issued."""

    kind: ClassVar[str] = "accounts.token_issued"
    token_id: UUID
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(PersonalPayload):
    """A personal access token was revoked."""

    kind: ClassVar[str] = "accounts.token_revoked"
    token_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSignInOffered(PersonalPayload):
    """A demo person was offered for signing in by one click."""

    kind: ClassVar[str] = "accounts.demo_sign_in_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCodesAdded(PersonalPayload):
    """An authenticator app was added to an account."""

    kind: ClassVar[str] = "accounts.app_codes_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCodesRemoved(PersonalPayload):
    """The authenticator app was removed from an account."""

    kind: ClassVar[str] = "accounts.app_codes_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyAdded(PersonalPayload):
    """A passkey was added to an account."""

    kind: ClassVar[str] = "accounts.passkey_added"
    passkey_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyRemoved(PersonalPayload):
    """A passkey was removed from an account."""

    kind: ClassVar[str] = "accounts.passkey_removed"
    passkey_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodesMade(PersonalPayload):
    """New recovery codes were made: the earlier ones are void."""

    kind: ClassVar[str] = "accounts.recovery_codes_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeUsed(PersonalPayload):
    """A recovery code was used to sign in."""

    kind: ClassVar[str] = "accounts.recovery_code_used"
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsReset(PersonalPayload):
    """An administrator removed all second factors; the row holds the reason."""

    kind: ClassVar[str] = "accounts.factors_reset"
    reset_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorDueChanged(PersonalPayload):
    """From when on the person lacks a demanded factor; None: nothing is missing."""

    kind: ClassVar[str] = "accounts.factor_due_changed"
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRequirementChanged(Payload):
    """What second factor a role demands changed."""

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
    """The account was erased and is a pseudonym from now on."""

    kind: ClassVar[str] = "accounts.person_erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLinked(PersonalPayload):
    """An identity was linked to the account.

    `by_address`: the provider vouched for the person's address.
    """

    kind: ClassVar[str] = "accounts.identity_linked"
    provider_id: UUID
    by_address: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityUnlinked(PersonalPayload):
    """An account was unlinked from an identity provider."""

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
    """An identity provider was added."""

    kind: ClassVar[str] = "accounts.provider_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderChanged(_OfProvider):
    """An identity provider changed."""

    kind: ClassVar[str] = "accounts.provider_changed"
    fields: tuple[str, ...]
    row_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRemoved(_OfProvider):
    """An identity provider was removed."""

    kind: ClassVar[str] = "accounts.provider_removed"
