"""Settings of the accounts app, imported by viche.config.settings. Imports nothing of Django."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "viche.accounts.passwords.GoodPassword"}]

SESSION_ENGINE = "viche.accounts.session_engine"

# Sign-in by e-mail and password; administrators create or invite people, there is no sign-up.
ACCOUNT_ADAPTER = "viche.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_MIN_LENGTH = None  # the validator checks it
# Attempts are counted in the database (viche.accounts.login_throttling): allauth would count them only in
# Redis.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
# Second step of a sign-in, and passkeys in place of both steps. Recovery codes are our own rows: allauth
# would store the seed from which they are derived.
MFA_ADAPTER = "viche.accounts.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
