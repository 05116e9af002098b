"""The parts of django-allauth's headless API (browser client) that are open.

Named one by one: what allauth adds or offers besides (sign-up, changing addresses) is not reachable.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account import views as account
from allauth.headless.base import views as base
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.views import RESTView
from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from viche.accounts.adapter import RETRY_AFTER, SYSTEM
from viche.accounts.attempts import PRESENT_PASSWORD
from viche.accounts.authentication import actor_from_session
from viche.accounts.services.attempts import give_back_attempt, take_attempt
from viche.kernel.api.problems import problem_response
from viche.kernel.api.strict import parse_json
from viche.kernel.errors import DomainError, Malformed, TooMany
from viche.kernel.text import is_storable

CODES_FORGOTTEN_AFTER = 300  # seconds, as in ACCOUNT_RATE_LIMITS


class StrictInput(RESTView):  # type: ignore[misc]  # allauth publishes no types
    """Reads JSON as strictly as the rest of the API, and says when to try again."""

    def _parse_json(self, request: HttpRequest) -> dict[str, Any] | None:
        try:
            data = parse_json(request.body) if request.method != "GET" and request.body else None
            if data is not None and not isinstance(data, dict):
                raise Malformed
            if data is not None and not all(_storable(value) for value in data.values()):
                raise Malformed
        except DomainError as error:
            raise ImmediateHttpResponse(problem_response(error)) from error
        return data

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers["Retry-After"] = str(request.META.get(RETRY_AFTER, CODES_FORGOTTEN_AFTER))
        return response

    def handle_invalid_input(self, given: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().handle_invalid_input(given)
        codes = {error.code for errors in given.errors.as_data().values() for error in errors}
        if "too_many_login_attempts" in codes:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


class Login(StrictInput, account.LoginView):  # type: ignore[misc]
    """POST {email, password}."""


class ChangePassword(StrictInput, account.ChangePasswordView):  # type: ignore[misc]
    """POST {current_password, new_password}. Guesses of the present password are counted."""

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        counters = [PRESENT_PASSWORD.of(str(actor_from_session(request).person_id))]
        try:
            take_attempt(actor=SYSTEM, counters=counters)
        except TooMany as error:
            return problem_response(error)
        self.guessed_wrong = False
        response: HttpResponseBase = super().handle(request, *args, **kwargs)
        if not self.guessed_wrong:
            give_back_attempt(actor=SYSTEM, counters=counters)
        return response

    def handle_invalid_input(self, given: Any) -> HttpResponseBase:
        self.guessed_wrong = given.has_error("current_password", "enter_current_password")
        return super().handle_invalid_input(given)


def _storable(value: Any) -> bool:
    return is_storable(value if isinstance(value, str) else json.dumps(value))


BROWSER = "browser/v1/"
urlpatterns = [
    path(f"{BROWSER}config", base.ConfigView.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/session", account.SessionView.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/login", Login.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}account/password/change", ChangePassword.as_api_view(client=Client.BROWSER)),
]
