"""URLs below /api/v1/."""

from django.urls import path

from viche.accounts.api.demo import DemoSignIn, DemoSignIns
from viche.accounts.api.email import ConfirmedEmail, MyEmailChange
from viche.accounts.api.factor_requirements import FactorRequirement, FactorRequirements, FactorResets
from viche.accounts.api.factors import (
    MyAppCodes,
    MyAppCodesSetup,
    MyFactors,
    MyPasskey,
    MyPasskeyOptions,
    MyPasskeys,
    MyRecoveryCodes,
)
from viche.accounts.api.identities import (
    IdentityConfirmation,
    IdentityProviders,
    IdentityUnlinking,
    MyIdentities,
    MyIdentity,
    ProviderSignIn,
    ReturnedIdentity,
)
from viche.accounts.api.me import MyAccount, MySession, MySessions
from viche.accounts.api.passwords import PasswordLink, PasswordResets, UsedPasswordLink
from viche.accounts.api.people import (
    Administration,
    Deactivation,
    Invitation,
    Keys,
    People,
    Person,
    SignOuts,
)
from viche.accounts.api.providers import ManagedProvider, ManagedProviders
from viche.accounts.api.tokens import Scopes, Token, Tokens
from viche.accounts.approvals import api as approvals

urlpatterns = [
    path("me", MyAccount.as_view()),
    path("me/sessions", MySessions.as_view()),
    path("me/sessions/<uuid:session_id>", MySession.as_view()),
    path("me/email-change", MyEmailChange.as_view()),
    path("me/email-change/confirm", ConfirmedEmail.as_view()),
    path("me/factors", MyFactors.as_view()),
    path("me/factors/app-codes", MyAppCodes.as_view()),
    path("me/factors/app-codes/setup", MyAppCodesSetup.as_view()),
    path("me/factors/passkeys", MyPasskeys.as_view()),
    path("me/factors/passkeys/options", MyPasskeyOptions.as_view()),
    path("me/factors/passkeys/<uuid:passkey_id>", MyPasskey.as_view()),
    path("me/factors/recovery-codes", MyRecoveryCodes.as_view()),
    path("me/identities", MyIdentities.as_view()),
    path("me/identities/returned", ReturnedIdentity.as_view()),
    path("me/identities/<uuid:identity_id>", MyIdentity.as_view()),
    path("identity-letters/confirm", IdentityConfirmation.as_view()),
    path("identity-letters/unlink", IdentityUnlinking.as_view()),
    path("identity-providers", IdentityProviders.as_view()),
    path("identity-providers/<slug:code>/sign-in", ProviderSignIn.as_view()),
    path("system/identity-providers", ManagedProviders.as_view()),
    path("system/identity-providers/<uuid:provider_id>", ManagedProvider.as_view()),
    path("system/factor-requirements", FactorRequirements.as_view()),
    path("system/factor-requirements/<slug:role>", FactorRequirement.as_view()),
    path("system/factor-resets", FactorResets.as_view()),
    path("approvals", approvals.Approvals.as_view()),
    path("approvals/<uuid:approval_id>", approvals.OneApproval.as_view()),
    path("approvals/<uuid:approval_id>/confirmation", approvals.Confirmation.as_view()),
    path("approvals/<uuid:approval_id>/refusal", approvals.Declining.as_view()),
    path("approvals/<uuid:approval_id>/renewal", approvals.Renewal.as_view()),
    path("tokens", Tokens.as_view()),
    path("tokens/scopes", Scopes.as_view()),
    path("tokens/<uuid:token_id>", Token.as_view()),
    path("password-resets", PasswordResets.as_view()),
    path("password-links/read", PasswordLink.as_view()),
    path("password-links/use", UsedPasswordLink.as_view()),
    path("people", People.as_view()),
    path("people/<uuid:person_id>", Person.as_view()),
    path("people/<uuid:person_id>/invitation", Invitation.as_view()),
    path("people/<uuid:person_id>/deactivation", Deactivation.as_view()),
    path("people/<uuid:person_id>/administration", Administration.as_view()),
    path("people/<uuid:person_id>/sign-outs", SignOuts.as_view()),
    path("people/<uuid:person_id>/keys", Keys.as_view()),
    path("demo/sign-ins", DemoSignIns.as_view()),
    path("demo/sign-in", DemoSignIn.as_view()),
]
