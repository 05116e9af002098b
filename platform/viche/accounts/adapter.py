"""django-allauth account adapter, which calls our services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.base.response import UnauthorizedResponse
from django.http import HttpRequest

from viche.accounts.authentication import get_actor_from_session
from viche.accounts.emails import normalise_email
from viche.accounts.known_browsers import find_known_browser, remember_browser
from viche.accounts.login_throttling import Counter, list_sign_in_counters
from viche.accounts.middleware import clear_site_data, is_shared_device
from viche.accounts.models import User
from viche.accounts.security_log import record_failed_sign_in
from viche.accounts.services.attempts import give_back_attempt, take_attempt
from viche.accounts.services.people import change_password
from viche.accounts.services.sessions import record_sign_in, sign_out
from viche.accounts.session_engine import CLIENT_KEY, build_client_info
from viche.kernel.actor import Actor
from viche.kernel.errors import TooMany

RETRY_AFTER = "viche.retry_after"  # seconds, on a request that exceeded a rate limit
SYSTEM = Actor.for_system("accounts.sign_in")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """No sign-up; a deactivated person learns nothing, not even that the password was correct."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            take_attempt(actor=SYSTEM, counters=self._counters(request, credentials))
        except TooMany as error:
            record_failed_sign_in(request, "password", address=_get_address(credentials), blocked=True)
            request.META[RETRY_AFTER] = error.retry_after
            raise self.validation_error("too_many_login_attempts") from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        # Normalised, so that variants of the address find the same person.
        if "email" in credentials:
            credentials["email"] = normalise_email(credentials["email"])
        person: User | None = super().authenticate(request, **credentials)
        if person is None or not person.is_active:
            record_failed_sign_in(request, "password", address=_get_address(credentials))
            return None
        give_back_attempt(actor=SYSTEM, counters=self._counters(request, credentials))
        return person

    def _counters(self, request: HttpRequest, credentials: dict[str, Any]) -> list[Counter]:
        address = _get_address(credentials)
        return list_sign_in_counters(
            address, self.get_client_ip(request), find_known_browser(request, address)
        )

    def reauthenticate(self, user: User, password: str) -> bool:
        known = self.authenticate(self.request, email=user.email, password=password)
        return known is not None and known.pk == user.pk

    def pre_login(self, request: HttpRequest, user: User, **facts: Any) -> Any:
        _require_active(request, user)
        return super().pre_login(request, user, **facts)

    def login(self, request: HttpRequest, user: User) -> None:
        # A person can be deactivated between the two steps of a sign-in.
        _require_active(request, user)
        super().login(request, user)
        # The pending sign-in had a short expiry. On a shared device the cookie ends with the browser.
        request.session.set_expiry(0 if is_shared_device(request) else None)
        client = build_client_info(self.get_client_ip(request), self.get_http_user_agent(request))
        request.session[CLIENT_KEY] = client
        public_id = UUID(client["id"])
        actor = Actor(person_id=user.pk, session_id=request.session.session_key, session_public_id=public_id)
        remember_browser(request, user.email)
        record_sign_in(actor=actor, session_id=public_id)

    def logout(self, request: HttpRequest) -> None:
        # Delete the session and notify open sockets in one transaction, before Django drops the cookie.
        sign_out(actor=get_actor_from_session(request))
        super().logout(request)
        if request.method == "DELETE":  # a deliberate sign-out, not a change of person
            clear_site_data(request)

    def set_password(self, user: User, password: str) -> None:
        # Rotate the key first: copies of the old one, in a cookie or a socket, become invalid.
        self.request.session.cycle_key()
        changed = change_password(
            actor=get_actor_from_session(self.request), person_id=user.pk, password=password
        )
        user.password = changed.password


def _get_address(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", ""))


def _require_active(request: HttpRequest, person: User) -> None:
    if not person.is_active:
        clear_login(request)
        raise ImmediateHttpResponse(UnauthorizedResponse(request))
