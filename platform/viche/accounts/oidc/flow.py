"""The way of a browser to a provider and back: authorization code with PKCE, tied to the session."""

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
from viche.accounts.oidc.documents import Document, document_of, keys_of
from viche.accounts.oidc.fetching import fetch
from viche.accounts.oidc.tokens import Expected, Refused, Said, Shown, read_token
from viche.accounts.selectors import get_provider
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Unavailable
from viche.kernel.outgoing import Unreachable
from viche.kernel.sealing import unseal

BEGUN = "viche_identity"  # of the session: what was begun in this browser
LASTS = 600  # seconds


@dataclass(frozen=True, slots=True)
class Begun:
    """What only this browser's session knows. `person` is who links an identity; empty for a sign-in."""

    provider: str
    person: str
    state: str
    nonce: str
    verifier: str
    at: float


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser brought back. `iss` is empty where the provider does not name itself."""

    provider: str
    state: str
    code: str
    iss: str


def return_address(code: str) -> str:
    """Where a provider sends browsers back to: one address for each, so that none answers for another."""
    return f"{settings.BASE_URL}/sign-in/return/{code}"


def begin(request: HttpRequest, provider: IdentityProvider, person: User | None = None) -> str:
    """Where the browser goes now. What it will bring back fits this session alone, once, for ten minutes.

    Raises Unavailable when the provider does not say where.
    """
    document = _document(provider)
    begun = Begun(
        provider=provider.code,
        person=str(person.pk) if person else "",
        state=token_urlsafe(32),
        nonce=token_urlsafe(32),
        verifier=token_urlsafe(48),
        at=now().timestamp(),
    )
    request.session[BEGUN] = asdict(begun)
    if person is None:
        request.session.set_expiry(LASTS)
    asked = {
        "response_type": "code",
        "scope": "openid email",
        "client_id": provider.client_id,
        "redirect_uri": return_address(provider.code),
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": _challenge(begun.verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in document.authorization else "?"
    return f"{document.authorization}{joint}{urlencode(asked)}"


def finish(request: HttpRequest, returned: Returned, person_id: UUID | None = None) -> Shown:
    """Who sits at the browser, as the provider says. `person_id` is who links an identity to themselves.

    Raises Conflict for what was not begun here or too long ago, NotFound for a provider that was switched
    off, Forbidden for an answer that cannot be trusted, Unavailable.
    """
    begun = _begun(request)
    ours = begun is not None and constant_time_compare(returned.state, begun.state)
    if begun is None or not ours or begun.person != (str(person_id) if person_id else ""):
        raise Conflict("sign_in_lapsed", _("This was not begun here, or too long ago. Begin again."))
    provider = get_provider(begun.provider)
    document = _document(provider)
    if returned.provider != begun.provider or not _named_rightly(document, returned.iss):
        raise _refusal()
    try:
        return Shown(provider, _exchanged(provider, document, begun, returned.code))
    except Refused as error:
        raise _refusal() from error
    except Unreachable as error:
        raise _unavailable() from error


def _begun(request: HttpRequest) -> Begun | None:
    """What was begun in this browser. It is good for one answer, right or wrong."""
    facts: dict[str, Any] | None = request.session.pop(BEGUN, None)
    if facts is None:
        return None
    request.session.save()
    begun = Begun(**facts)
    return begun if begun.at > now().timestamp() - LASTS else None


def _named_rightly(document: Document, iss: str) -> bool:
    return iss == document.issuer if iss or document.names_itself else True


def _exchanged(provider: IdentityProvider, document: Document, begun: Begun, code: str) -> Said:
    secret = unseal(provider.secret)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address(provider.code),
        "code_verifier": begun.verifier,
    }
    headers = {"Authorization": _basic(provider.client_id, secret)} if document.basic else {}
    if not document.basic:
        form |= {"client_id": provider.client_id, "client_secret": secret}
    status, answer = fetch(document.token, form=form, headers=headers)
    if status >= 500:
        raise Unreachable
    token, access = answer.get("id_token"), answer.get("access_token")
    if status != 200 or not isinstance(token, str) or not isinstance(access, str | None):
        raise Refused
    expected = Expected(provider.issuer, provider.client_id, begun.nonce)
    return read_token(token, expected, access, lambda anew: keys_of(document, anew=anew))


def _basic(client_id: str, secret: str) -> str:
    """RFC 6749 §2.3.1."""
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _challenge(verifier: str) -> str:
    """RFC 7636 §4.2."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _document(provider: IdentityProvider) -> Document:
    try:
        return document_of(provider.issuer)
    except Unreachable as error:
        raise _unavailable() from error


def _unavailable() -> Unavailable:
    return Unavailable(
        "provider_unavailable", _("That service does not answer. Try again later, or sign in another way.")
    )


def _refusal() -> Forbidden:
    return Forbidden(
        "identity_refused",
        _("The answer of that service cannot be trusted. Begin again, or tell its people."),
    )
