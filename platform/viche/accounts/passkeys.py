"""Passkeys (WebAuthn Level 3): asking a browser for one, and checking what it answers.

The ceremonies are django-allauth's. Each is tied to the session that began it, and to an exact origin.
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
LARGEST = 8192  # characters of one that is kept; without an attestation it has about 600
BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, ValidationError)


class Refused(Exception):
    """It is not the answer to what this session asked, or not of a key that is known here."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey: its id as the browser names it, its count of uses, and what allauth keeps."""

    credential_id: str
    count: int
    credential: Credential


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey that was used: its row, its owner, and its count of uses (0: it does not count)."""

    row: Authenticator
    person: User
    count: int


def ask_for_new(person: User) -> Credential:
    """Options for `navigator.credentials.create`: one that signs in alone, behind a finger, face or PIN."""
    return auth.begin_registration(person, passwordless=True)  # type: ignore[no-any-return]


def ask_for_known(person: User | None = None) -> Credential:
    """Options for `navigator.credentials.get`: of a person, or of whoever has one for this site."""
    return auth.begin_authentication(person)  # type: ignore[no-any-return]


def made(credential: Credential) -> Made:
    """What a browser made. Raises Refused."""

    def check() -> Made:
        _require_origin(RegistrationResponse.from_dict(credential).response.client_data.origin)
        data = auth.complete_registration(credential)
        return Made(websafe_encode(data.credential_data.credential_id), data.counter, _kept(credential))

    return _checked(check)


def shown(credential: Credential, person: User | None = None) -> Shown:
    """Which passkey a browser used; of `person`, or of whom it names. Raises Refused."""

    def check() -> Shown:
        answer = AuthenticationResponse.from_dict(credential).response
        _require_origin(answer.client_data.origin)
        owner = person or _owner(answer.user_handle)
        row = auth.complete_authentication(owner, credential)
        return Shown(row, owner, answer.authenticator_data.counter)

    return _checked(check)


def _checked(check: Callable[[], R]) -> R:
    """A hostile answer can be broken in any way: whatever the parsers stumble over is a refusal.

    What was asked is good for one answer, right or wrong.
    """
    try:
        return check()
    except BROKEN as error:
        raise Refused from error
    finally:
        auth.clear_state()


def _kept(credential: Credential) -> Credential:
    """Of what a browser sent, what is needed to check a later use."""
    response = {key: credential["response"][key] for key in ("clientDataJSON", "attestationObject")}
    kept = {key: credential[key] for key in ("id", "rawId", "type")} | {"response": response}
    if len(json.dumps(kept)) > LARGEST:
        raise Refused
    return kept


def _require_origin(origin: str) -> None:
    """A page of ours, exactly: the library would also take those of subdomains."""
    if origin not in settings.ORIGINS:
        raise Refused


def _owner(handle: bytes | None) -> User:
    person = User.objects.filter(pk=UUID((handle or b"").decode()), is_active=True).first()
    if person is None:
        raise Refused
    return person
