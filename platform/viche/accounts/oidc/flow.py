"""Authorization code flow with PKCE, bound to the browser session."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import IdentityProvider, User
from viche.accounts.oidc.discovery import DiscoveryDocument, get_discovery_document, get_signing_keys
from viche.accounts.oidc.http_client import fetch_json
from viche.accounts.oidc.tokens import (
    ExpectedClaims,
    IdTokenClaims,
    IdTokenRefused,
    VerifiedIdentity,
    verify_id_token,
)
from viche.accounts.selectors import get_provider
from viche.kernel.clock import now
from viche.kernel.encryption import decrypt_secret
from viche.kernel.errors import Conflict, Forbidden, Unavailable
from viche.kernel.safe_http import Unreachable

PENDING_KEY = "viche_identity"  # session key of the authorization that this browser has begun
PENDING_SECONDS = 600


@dataclass(frozen=True, slots=True)
class PendingAuthorization:
    """State of an authorization that only this browser's session knows.

    `person` is the id of the person who links an identity; empty for a sign-in.
    """

    provider: str
    person: str
    state: str
    nonce: str
    verifier: str
    at: float


@dataclass(frozen=True, slots=True)
class AuthorizationResponse:
    """Parameters of the authorization response. `iss` is empty where the provider does not send it."""

    provider: str
    state: str
    code: str
    iss: str


def build_redirect_uri(code: str) -> str:
    """Return the redirect URI of a provider: one for each, so that no provider answers for another."""
    return f"{settings.BASE_URL}/sign-in/return/{code}"


def begin_authorization(request: HttpRequest, provider: IdentityProvider, person: User | None = None) -> str:
    """Begin an authorization and return the URL to which the browser goes.

    The response is accepted in this session only, once, within ten minutes. Raises Unavailable when the
    discovery document cannot be read.
    """
    document = _get_document(provider)
    begun = PendingAuthorization(
        provider=provider.code,
        person=str(person.pk) if person else "",
        state=token_urlsafe(32),
        nonce=token_urlsafe(32),
        verifier=token_urlsafe(48),
        at=now().timestamp(),
    )
    request.session[PENDING_KEY] = asdict(begun)
    if person is None:
        request.session.set_expiry(PENDING_SECONDS)
    asked = {
        "response_type": "code",
        "scope": "openid email",
        "client_id": provider.client_id,
        "redirect_uri": build_redirect_uri(provider.code),
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": _build_code_challenge(begun.verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in document.authorization else "?"
    return f"{document.authorization}{joint}{urlencode(asked)}"


def finish_authorization(
    request: HttpRequest, returned: AuthorizationResponse, person_id: UUID | None = None
) -> VerifiedIdentity:
    """Validate the authorization response and return the verified identity.

    `person_id` is the person who links an identity to their account. Raises Conflict for an authorization
    that was not begun here or has expired, NotFound for a provider that was switched off, Forbidden for a
    response that cannot be trusted, Unavailable.
    """
    begun = _pop_pending(request)
    ours = begun is not None and constant_time_compare(returned.state, begun.state)
    if begun is None or not ours or begun.person != (str(person_id) if person_id else ""):
        raise Conflict(
            "sign_in_lapsed",
            _("This sign-in was not started here, or was started too long ago. Start again."),
        )
    provider = get_provider(begun.provider)
    document = _get_document(provider)
    if returned.provider != begun.provider or not _is_expected_issuer(document, returned.iss):
        raise _build_refusal()
    try:
        return VerifiedIdentity(provider, _exchange_code(provider, document, begun, returned.code))
    except IdTokenRefused as error:
        raise _build_refusal() from error
    except Unreachable as error:
        raise _build_unavailable() from error


def _pop_pending(request: HttpRequest) -> PendingAuthorization | None:
    """Pop the authorization begun in this browser; it is valid for one response, right or wrong."""
    facts: dict[str, Any] | None = request.session.pop(PENDING_KEY, None)
    if facts is None:
        return None
    request.session.save()
    begun = PendingAuthorization(**facts)
    return begun if begun.at > now().timestamp() - PENDING_SECONDS else None


def _is_expected_issuer(document: DiscoveryDocument, iss: str) -> bool:
    return iss == document.issuer if iss or document.sends_issuer else True


def _exchange_code(
    provider: IdentityProvider, document: DiscoveryDocument, begun: PendingAuthorization, code: str
) -> IdTokenClaims:
    secret = decrypt_secret(provider.secret)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": build_redirect_uri(provider.code),
        "code_verifier": begun.verifier,
    }
    headers = {"Authorization": _build_basic_auth(provider.client_id, secret)} if document.basic else {}
    if not document.basic:
        form |= {"client_id": provider.client_id, "client_secret": secret}
    status, answer = fetch_json(document.token, form=form, headers=headers)
    if status >= 500:
        raise Unreachable
    token, access = answer.get("id_token"), answer.get("access_token")
    if status != 200 or not isinstance(token, str) or not isinstance(access, str | None):
        raise IdTokenRefused
    expected = ExpectedClaims(provider.issuer, provider.client_id, begun.nonce)
    return verify_id_token(token, expected, access, lambda anew: get_signing_keys(document, anew=anew))


def _build_basic_auth(client_id: str, secret: str) -> str:
    """Return the Basic authorization header (RFC 6749 §2.3.1)."""
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _build_code_challenge(verifier: str) -> str:
    """Return the S256 code challenge (RFC 7636 §4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _get_document(provider: IdentityProvider) -> DiscoveryDocument:
    try:
        return get_discovery_document(provider.issuer)
    except Unreachable as error:
        raise _build_unavailable() from error


def _build_unavailable() -> Unavailable:
    return Unavailable(
        "provider_unavailable", _("That service does not answer. Try again later, or sign in another way.")
    )


def _build_refusal() -> Forbidden:
    return Forbidden(
        "identity_refused",
        _("The answer of that service cannot be trusted. Begin again, or tell its people."),
    )
