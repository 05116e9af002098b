"""Where django-allauth meets our services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.base.response import UnauthorizedResponse
from django.http import HttpRequest

from viche.accounts.attempts import Counter, counters_of
from viche.accounts.authentication import actor_from_session
from viche.accounts.emails import canonical_email
from viche.accounts.known_browsers import known_browser, remember_browser
from viche.accounts.middleware import clear_site_data, is_shared_device
from viche.accounts.models import User
from viche.accounts.security_log import record_failed_sign_in
from viche.accounts.services.attempts import give_back_attempt, take_attempt
from viche.accounts.services.people import change_password
from viche.accounts.services.sessions import record_sign_in, sign_out
from viche.accounts.session_engine import CLIENT, new_client
from viche.kernel.actor import Actor
from viche.kernel.errors import TooMany

RETRY_AFTER = "viche.retry_after"  # of a request that is one too many, in seconds
SYSTEM = Actor.for_system("accounts.sign_in")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """People do not sign up; a deactivated person learns nothing, not even that the password was right."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            take_attempt(actor=SYSTEM, counters=self._counters(request, credentials))
        except TooMany as error:
            record_failed_sign_in(request, "password", address=_address(credentials), blocked=True)
            request.META[RETRY_AFTER] = error.retry_after
            raise self.validation_error("too_many_login_attempts") from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        # One spelling of the address: variants find the same person.
        if "email" in credentials:
            credentials["email"] = canonical_email(credentials["email"])
        person: User | None = super().authenticate(request, **credentials)
        if person is None or not person.is_active:
            record_failed_sign_in(request, "password", address=_address(credentials))
            return None
        give_back_attempt(actor=SYSTEM, counters=self._counters(request, credentials))
        return person

    def _counters(self, request: HttpRequest, credentials: dict[str, Any]) -> list[Counter]:
        address = _address(credentials)
        return counters_of(address, self.get_client_ip(request), known_browser(request, address))

    def reauthenticate(self, user: User, password: str) -> bool:
        known = self.authenticate(self.request, email=user.email, password=password)
        return known is not None and known.pk == user.pk

    def pre_login(self, request: HttpRequest, user: User, **facts: Any) -> Any:
        _require_active(request, user)
        return super().pre_login(request, user, **facts)

    def login(self, request: HttpRequest, user: User) -> None:
        # Between the two steps of a sign-in a person can be deactivated.
        _require_active(request, user)
        super().login(request, user)
        # That of a sign-in under way is short. On a device of others the cookie goes with the browser.
        request.session.set_expiry(0 if is_shared_device(request) else None)
        client = new_client(self.get_client_ip(request), self.get_http_user_agent(request))
        request.session[CLIENT] = client
        public_id = UUID(client["id"])
        actor = Actor(person_id=user.pk, session_id=request.session.session_key, session_public_id=public_id)
        remember_browser(request, user.email)
        record_sign_in(actor=actor, session_id=public_id)

    def logout(self, request: HttpRequest) -> None:
        # The session and the notice to open sockets go in one transaction, before Django forgets the cookie.
        sign_out(actor=actor_from_session(request))
        super().logout(request)
        if request.method == "DELETE":  # deliberately, not to become somebody else
            clear_site_data(request)

    def set_password(self, user: User, password: str) -> None:
        # A new key first: whoever holds a copy of the old one, by cookie or by socket, is out.
        self.request.session.cycle_key()
        changed = change_password(
            actor=actor_from_session(self.request), person_id=user.pk, password=password
        )
        user.password = changed.password


def _address(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", ""))


def _require_active(request: HttpRequest, person: User) -> None:
    if not person.is_active:
        clear_login(request)
        raise ImmediateHttpResponse(UnauthorizedResponse(request))
