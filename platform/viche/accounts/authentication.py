"""Who asks: a person through a session cookie or a token, or nobody yet."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from viche.accounts.live import actor_of_token, password_unchanged
from viche.accounts.models import SEEN_EVERY, PersonalAccessToken, User
from viche.accounts.services.tokens import note_token_used
from viche.accounts.session_engine import CLIENT, SessionStore
from viche.accounts.standing import lacks_factor, seems_lacking
from viche.accounts.token_secrets import PATTERN, digest_of
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.errors import SIGN_IN_REFUSAL, Forged, SecondFactorRequired, SignedOut

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class _Csrf(CsrfViewMiddleware):
    """Answers with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


@cache
def _csrf() -> _Csrf:
    return _Csrf(lambda _request: HttpResponse())


def require_csrf(request: HttpRequest) -> None:
    """Raises Forged for a change that a page elsewhere could have sent with the person's cookie."""
    check = _csrf()
    check.process_request(request)
    if check.process_view(request, HttpResponse, (), {}) is not None:
        raise Forged


def actor_from_request(request: HttpRequest) -> Actor:
    """The actor of any request. A token goes before a cookie; ANONYMOUS without either.

    Raises SignedOut for a token that opens nothing. Does not look at CSRF.
    """
    token = _token_from(request)
    return actor_of_token(token) if token else actor_from_session(request)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer viche_pat_…`."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        token = _token_from(request._request)
        if token is None:
            return None
        _require_factors(request, token.person)
        return token.person, actor_of_token(token)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionAuthentication(BaseAuthentication):
    """The session cookie. Whatever changes something also proves that our own page sent it (CSRF)."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        raw = request._request
        actor = actor_from_session(raw)
        if actor.is_anonymous or not isinstance(raw.user, User):
            # Said where a sign-in is needed; whatever is open to everybody goes on.
            raw.META[SIGN_IN_REFUSAL] = getattr(raw.session, "refusal", None)
            return None
        if raw.method not in SAFE:
            require_csrf(raw)
        _require_factors(request, raw.user)
        return raw.user, actor


def _require_factors(request: Request, person: User) -> None:
    """Raises SecondFactorRequired for who lacks one, unless the method stays open to them."""
    if seems_lacking(person) and lacks_factor(person):
        view = (request.parser_context or {}).get("view")
        method = "GET" if request.method == "HEAD" else request.method
        if method not in getattr(view, "before_factors", ()):
            raise SecondFactorRequired


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Whose session cookie came with the request: who Django says it is, by one query instead of two.

    It is left to that function where a look does not suffice: the password has changed since, or the secret
    key is being replaced.
    """
    session = request.session
    signed_in, known = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY)
    person = session.person if isinstance(session, SessionStore) else None
    if person is None or not person.is_active or str(person.pk) != signed_in:
        return get_user(request)
    return person if password_unchanged(person, known or "") else get_user(request)


def actor_from_session(request: HttpRequest) -> Actor:
    """The actor of the session cookie, or ANONYMOUS."""
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return ANONYMOUS
    client = request.session.get(CLIENT)
    return Actor(
        person_id=person.pk,
        session_id=request.session.session_key,
        session_public_id=UUID(client["id"]) if client else None,
    )


def has_token(request: HttpRequest) -> bool:
    """Whether a token is sent, whatever it opens: it goes before a cookie."""
    return _bearer(request) is not None


def _bearer(request: HttpRequest) -> str | None:
    scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return secret if scheme.lower() == "bearer" else None


def _token_from(request: HttpRequest) -> PersonalAccessToken | None:
    secret = _bearer(request)
    if secret is None:
        return None
    token = None
    if PATTERN.fullmatch(secret.strip()):
        token = PersonalAccessToken.live.filter(digest=digest_of(secret.strip())).first()
    if token is None:
        raise SignedOut("token_invalid", _("This token is unknown, has expired or was revoked."))
    if token.last_used_at is None or token.last_used_at < now() - SEEN_EVERY:
        note_token_used(actor=actor_of_token(token))
    return token
