"""Authentication of requests by session cookie or token."""

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

from viche.accounts.factor_enforcement import is_lacking_factor, may_lack_factor
from viche.accounts.models import SEEN_EVERY, PersonalAccessToken, User
from viche.accounts.services.tokens import record_token_used
from viche.accounts.session_engine import CLIENT_KEY, SessionStore
from viche.accounts.session_validity import build_token_actor, is_password_unchanged
from viche.accounts.token_secrets import PATTERN, digest_of
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.errors import SIGN_IN_REFUSAL, Forged, SecondFactorRequired, SignedOut

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class _Csrf(CsrfViewMiddleware):
    """CSRF check that returns the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


@cache
def _get_csrf_check() -> _Csrf:
    return _Csrf(lambda _request: HttpResponse())


def require_csrf(request: HttpRequest) -> None:
    """Raise Forged for a change that another site could have sent with the person's cookie."""
    check = _get_csrf_check()
    check.process_request(request)
    if check.process_view(request, HttpResponse, (), {}) is not None:
        raise Forged


def get_actor_from_request(request: HttpRequest) -> Actor:
    """Return the actor of any request.

    A token takes precedence over a cookie; ANONYMOUS without either. Raises SignedOut for an invalid token.
    Does not check CSRF.
    """
    token = _find_token(request)
    return build_token_actor(token) if token else get_actor_from_session(request)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer viche_pat_…`."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        token = _find_token(request._request)
        if token is None:
            return None
        _require_factors(request, token.person)
        return token.person, build_token_actor(token)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionAuthentication(BaseAuthentication):
    """The session cookie. Requests that change something also need the CSRF token of our own page."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        raw = request._request
        actor = get_actor_from_session(raw)
        if actor.is_anonymous or not isinstance(raw.user, User):
            # The reason is returned where a sign-in is needed; public endpoints continue.
            raw.META[SIGN_IN_REFUSAL] = getattr(raw.session, "refusal", None)
            return None
        if raw.method not in SAFE:
            require_csrf(raw)
        _require_factors(request, raw.user)
        return raw.user, actor


def _require_factors(request: Request, person: User) -> None:
    """Raise SecondFactorRequired for a person who lacks a factor.

    Methods in the view's `before_factors` stay open.
    """
    if may_lack_factor(person) and is_lacking_factor(person):
        view = (request.parser_context or {}).get("view")
        method = "GET" if request.method == "HEAD" else request.method
        if method not in getattr(view, "before_factors", ()):
            raise SecondFactorRequired


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Return the person of the session cookie, as Django would, by one query instead of two.

    Django's `get_user` decides where the loaded row is not enough: the password has changed since, or the
    secret key is being rotated.
    """
    session = request.session
    signed_in, known = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY)
    person = session.person if isinstance(session, SessionStore) else None
    if person is None or not person.is_active or str(person.pk) != signed_in:
        return get_user(request)
    return person if is_password_unchanged(person, known or "") else get_user(request)


def get_actor_from_session(request: HttpRequest) -> Actor:
    """Return the actor of the session cookie, or ANONYMOUS."""
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return ANONYMOUS
    client = request.session.get(CLIENT_KEY)
    return Actor(
        person_id=person.pk,
        session_id=request.session.session_key,
        session_public_id=UUID(client["id"]) if client else None,
    )


def has_token(request: HttpRequest) -> bool:
    """Return whether a token is sent, valid or not: it takes precedence over a cookie."""
    return _find_bearer_secret(request) is not None


def _find_bearer_secret(request: HttpRequest) -> str | None:
    scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return secret if scheme.lower() == "bearer" else None


def _find_token(request: HttpRequest) -> PersonalAccessToken | None:
    secret = _find_bearer_secret(request)
    if secret is None:
        return None
    token = None
    if PATTERN.fullmatch(secret.strip()):
        token = PersonalAccessToken.live.filter(digest=digest_of(secret.strip())).first()
    if token is None:
        raise SignedOut("token_invalid", _("This token is unknown, has expired or was revoked."))
    if token.last_used_at is None or token.last_used_at < now() - SEEN_EVERY:
        record_token_used(actor=build_token_actor(token))
    return token
