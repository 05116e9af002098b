"""Passkeys (WebAuthn Level 3): options for the browser, and verification of its response.

The ceremonies are django-allauth's. Each is bound to the session that began it, and to an exact origin.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.core.exceptions import ValidationError
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from viche.accounts.models import User

R = TypeVar("R")
Credential = dict[str, Any]
MAX_CREDENTIAL_LENGTH = 8192  # characters of a stored credential; without an attestation it has about 600
PARSING_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    AssertionError,
    ValidationError,
)


class PasskeyRefused(Exception):
    """The response does not answer the challenge of this session, or its key is not known."""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A newly registered passkey: its credential id, signature counter, and what allauth stores."""

    credential_id: str
    count: int
    credential: Credential


@dataclass(frozen=True, slots=True)
class UsedPasskey:
    """A passkey that was used: its row, owner, and signature counter (0: it does not count)."""

    row: Authenticator
    person: User
    count: int


def build_registration_options(person: User) -> Credential:
    """Return options for `navigator.credentials.create`.

    They ask for a passkey with user verification, which signs in without a password.
    """
    return auth.begin_registration(person, passwordless=True)  # type: ignore[no-any-return]


def build_authentication_options(person: User | None = None) -> Credential:
    """Return options for `navigator.credentials.get`, for one person or any owner of a passkey."""
    return auth.begin_authentication(person)  # type: ignore[no-any-return]


def verify_registration(credential: Credential) -> NewPasskey:
    """Verify the response to a registration. Raises PasskeyRefused."""

    def check() -> NewPasskey:
        _require_origin(RegistrationResponse.from_dict(credential).response.client_data.origin)
        data = auth.complete_registration(credential)
        return NewPasskey(
            websafe_encode(data.credential_data.credential_id), data.counter, _strip_credential(credential)
        )

    return _run_check(check)


def verify_authentication(credential: Credential, person: User | None = None) -> UsedPasskey:
    """Verify which passkey was used, of `person` or of the owner that it names.

    Raises PasskeyRefused.
    """

    def check() -> UsedPasskey:
        answer = AuthenticationResponse.from_dict(credential).response
        _require_origin(answer.client_data.origin)
        owner = person or _find_owner(answer.user_handle)
        row = auth.complete_authentication(owner, credential)
        return UsedPasskey(row, owner, answer.authenticator_data.counter)

    return _run_check(check)


def _run_check(check: Callable[[], R]) -> R:
    """Run a verification; turn every parsing error into PasskeyRefused.

    A hostile response can fail in any way. The challenge is valid for one response, right or wrong.
    """
    try:
        return check()
    except PARSING_ERRORS as error:
        raise PasskeyRefused from error
    finally:
        auth.clear_state()


def _strip_credential(credential: Credential) -> Credential:
    """Return the parts of a credential that are needed to verify a later use."""
    response = {key: credential["response"][key] for key in ("clientDataJSON", "attestationObject")}
    kept = {key: credential[key] for key in ("id", "rawId", "type")} | {"response": response}
    if len(json.dumps(kept)) > MAX_CREDENTIAL_LENGTH:
        raise PasskeyRefused
    return kept


def _require_origin(origin: str) -> None:
    """Raise PasskeyRefused unless the origin is exactly one of ours.

    The library would accept subdomains, too.
    """
    if origin not in settings.ORIGINS:
        raise PasskeyRefused


def _find_owner(handle: bytes | None) -> User:
    person = User.objects.filter(pk=UUID((handle or b"").decode()), is_active=True).first()
    if person is None:
        raise PasskeyRefused
    return person
