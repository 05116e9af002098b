"""Events of accounts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from viche.kernel.events import Payload, PersonalPayload


class PersonCreated(PersonalPayload, kind="accounts.person_created"):
    """An account was created."""


class MaintenanceOpened(PersonalPayload, kind="accounts.maintenance_opened"):
    """An administrator opened a maintenance page.

    It has no topic: it is kept for the audit log only.
    """

    page: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class PersonChanged(PersonalPayload, kind="accounts.person_changed"):
    """The profile of a person changed."""

    fields: tuple[str, ...]
    row_version: int


class PersonRenamed(PersonalPayload, kind="accounts.person_renamed"):
    """An administrator corrected the name; the row holds the reason."""

    decision_id: UUID
    row_version: int


class AdministratorMade(PersonalPayload, kind="accounts.administrator_made"):
    """The person became an administrator; the row holds the reason."""

    decision_id: UUID


class AdministratorUnmade(PersonalPayload, kind="accounts.administrator_unmade"):
    """The person is not an administrator any more; the row holds the reason."""

    decision_id: UUID


class PersonDeactivated(PersonalPayload, kind="accounts.person_deactivated"):
    """`until_erasure`: the person may stop it yet, so what they hold stays until the erasure ends it."""

    until_erasure: bool = False


class PersonReactivated(PersonalPayload, kind="accounts.person_reactivated"):
    """A deactivated account was reactivated."""


class PersonInvited(PersonalPayload, kind="accounts.person_invited"):
    """A person was invited to set a password for their account."""


class PasswordLinkSent(PersonalPayload, kind="accounts.password_link_sent"):
    """A letter with a link that sets a password was sent."""

    letter_id: UUID
    purpose: str


class PasswordChanged(PersonalPayload, kind="accounts.password_changed"):
    """The password of an account changed."""


class EmailChangeAsked(PersonalPayload, kind="accounts.email_change_asked"):
    """A letter went to the new address of an account, to confirm it."""

    letter_id: UUID


class EmailLetterSent(PersonalPayload, kind="accounts.email_letter_sent"):
    """The letter to the new address was sent: with a link, unless the address is taken."""

    letter_id: UUID


class EmailChangeCancelled(PersonalPayload, kind="accounts.email_change_cancelled"):
    """The pending change of an e-mail address was cancelled."""


class EmailChanged(PersonalPayload, kind="accounts.email_changed"):
    """The e-mail address of an account changed."""

    row_version: int


class SignedIn(PersonalPayload, kind="accounts.signed_in"):
    """The person signed in: a session began."""

    session_id: UUID


class SessionEnded(PersonalPayload, kind="accounts.session_ended"):
    """A session of the person ended."""

    session_id: UUID


class SignedOutEverywhere(PersonalPayload, kind="accounts.signed_out_everywhere"):
    """All sessions of the person ended."""


class TokenIssued(PersonalPayload, kind="accounts.token_issued"):
    """A personal access token was issued."""

    token_id: UUID
    scopes: tuple[str, ...]
    expires_at: datetime


class TokenRevoked(PersonalPayload, kind="accounts.token_revoked"):
    """A personal access token was revoked."""

    token_id: UUID


class DemoSignInOffered(PersonalPayload, kind="accounts.demo_sign_in_offered"):
    """A demo person was offered for signing in by one click."""


class AppCodesAdded(PersonalPayload, kind="accounts.app_codes_added"):
    """An authenticator app was added to an account."""


class AppCodesRemoved(PersonalPayload, kind="accounts.app_codes_removed"):
    """The authenticator app was removed from an account."""


class PasskeyAdded(PersonalPayload, kind="accounts.passkey_added"):
    """A passkey was added to an account."""

    passkey_id: UUID


class PasskeyRemoved(PersonalPayload, kind="accounts.passkey_removed"):
    """A passkey was removed from an account."""

    passkey_id: UUID


class RecoveryCodesMade(PersonalPayload, kind="accounts.recovery_codes_made"):
    """New recovery codes were made: the earlier ones are void."""


class RecoveryCodeUsed(PersonalPayload, kind="accounts.recovery_code_used"):
    """A recovery code was used to sign in."""

    left: int


class FactorsReset(PersonalPayload, kind="accounts.factors_reset"):
    """An administrator removed all second factors; the row holds the reason."""

    reset_id: UUID


class FactorDueChanged(PersonalPayload, kind="accounts.factor_due_changed"):
    """From when on the person lacks a demanded factor; None: nothing is missing."""

    due_at: datetime | None


class FactorRequirementChanged(Payload, kind="accounts.factor_requirement_changed"):
    """What second factor a role demands changed."""

    requirement_id: UUID
    role: str
    demand: str
    since: datetime

    @property
    def subject(self) -> tuple[str, UUID]:
        return "factor_requirement", self.requirement_id


class PersonErased(PersonalPayload, kind="accounts.person_erased"):
    """The account was erased and is a pseudonym from now on."""


class IdentityLinked(PersonalPayload, kind="accounts.identity_linked"):
    """An identity was linked to the account.

    `by_address`: the provider vouched for the person's address.
    """

    provider_id: UUID
    by_address: bool


class IdentityUnlinked(PersonalPayload, kind="accounts.identity_unlinked"):
    """An account was unlinked from an identity provider."""

    provider_id: UUID


class _OfProvider(Payload):
    provider_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "identity_provider", self.provider_id


class ProviderAdded(_OfProvider, kind="accounts.provider_added"):
    """An identity provider was added."""


class ProviderChanged(_OfProvider, kind="accounts.provider_changed"):
    """An identity provider changed."""

    fields: tuple[str, ...]
    row_version: int


class ProviderRemoved(_OfProvider, kind="accounts.provider_removed"):
    """An identity provider was removed."""
