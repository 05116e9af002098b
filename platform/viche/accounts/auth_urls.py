"""The endpoints of django-allauth's headless API (browser client) that are exposed.

They are listed one by one: what allauth adds or offers besides (sign-up, changing addresses) is not
reachable.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login as PendingLogin
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account import views as account
from allauth.headless.base import views as base
from allauth.headless.base.response import AuthenticationResponse, ConflictResponse
from allauth.headless.constants import Client
from allauth.headless.internal.restkit import inputs
from allauth.headless.internal.restkit.views import RESTView
from allauth.headless.mfa import views as mfa
from allauth.headless.mfa.response import WebAuthnRequestOptionsResponse
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from viche.accounts import passkeys
from viche.accounts.adapter import RETRY_AFTER, SYSTEM
from viche.accounts.authentication import get_actor_from_session
from viche.accounts.factor_enforcement import is_lacking_factor
from viche.accounts.factor_inputs import CodeInput, PasskeyInput
from viche.accounts.login_throttling import (
    CONFIRM,
    PASSKEY_QUESTIONS_FROM,
    PASSKEYS_FROM,
    PRESENT_PASSWORD,
    Counter,
    build_network_counter,
)
from viche.accounts.models import User
from viche.accounts.oidc.flow import AuthorizationResponse, finish_authorization
from viche.accounts.reauthentication import PROVIDER_METHOD
from viche.accounts.security_log import record_failed_sign_in
from viche.accounts.services.attempts import give_back_attempt, take_attempt
from viche.accounts.services.identities import use_identity
from viche.kernel.api.problems import render_problem
from viche.kernel.api.strict import parse_json
from viche.kernel.errors import DomainError, Forbidden, Malformed, SecondFactorRequired, TooMany
from viche.kernel.text import is_storable

IDENTITY_UNKNOWN = _(
    "No account here is linked to that one. Sign in another way and link it in the settings, or "
    "ask the administrators of Viche."
)
CONFIRMATION_LETTER_SENT = _(
    "A letter was sent to your address here. Allow this sign-in by its link, then come back and sign in."
)
PENDING_SIGN_IN_SECONDS = 900  # as in allauth's ACCOUNT_LOGIN_TIMEOUT


class StrictInput(RESTView):  # type: ignore[misc]  # allauth publishes no types
    """View that parses JSON as strictly as the rest of the API and sets Retry-After."""

    def _parse_json(self, request: HttpRequest) -> dict[str, Any] | None:
        try:
            data = parse_json(request.body) if request.method != "GET" and request.body else None
            if data is not None and not isinstance(data, dict):
                raise Malformed
            if data is not None and not all(_is_storable_value(value) for value in data.values()):
                raise Malformed
        except DomainError as error:
            raise ImmediateHttpResponse(render_problem(error)) from error
        return data

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if RETRY_AFTER in request.META:
            response.headers["Retry-After"] = str(request.META[RETRY_AFTER])
        return response

    def handle_invalid_input(self, given: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().handle_invalid_input(given)
        codes = {error.code for errors in given.errors.as_data().values() for error in errors}
        if "too_many_login_attempts" in codes:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


class ThrottledView(StrictInput):
    """View that counts every attempt before evaluating it."""

    gives_back = False  # whether the attempt turned out to be no guess

    def counters(self, request: HttpRequest) -> list[Counter]:
        raise NotImplementedError

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        counters = self.counters(request)
        try:
            take_attempt(actor=SYSTEM, counters=counters)
        except TooMany as error:
            return render_problem(error)
        response: HttpResponseBase = super().handle(request, *args, **kwargs)
        if self.gives_back:
            give_back_attempt(actor=SYSTEM, counters=counters)
        return response


class Login(StrictInput, account.LoginView):  # type: ignore[misc]
    """POST {email, password}."""


class FactorsRequiredView(RESTView):  # type: ignore[misc]
    """View that refuses a person who has to set up a second factor first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and is_lacking_factor(request.user):
            return render_problem(SecondFactorRequired())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class ChangePassword(FactorsRequiredView, ThrottledView, account.ChangePasswordView):  # type: ignore[misc]
    """POST {current_password, new_password}. Wrong guesses of the current password are counted."""

    gives_back = True

    def counters(self, request: HttpRequest) -> list[Counter]:
        return [PRESENT_PASSWORD.of(str(get_actor_from_session(request).person_id))]

    def handle_invalid_input(self, given: Any) -> HttpResponseBase:
        self.gives_back = not given.has_error("current_password", "enter_current_password")
        return super().handle_invalid_input(given)


class Reauthenticate(ThrottledView, account.ReauthenticateView):  # type: ignore[misc]
    """POST {password}: re-authenticate."""

    def counters(self, request: HttpRequest) -> list[Counter]:
        return [CONFIRM.of(str(get_actor_from_session(request).person_id))]


class SecondStep(StrictInput, mfa.AuthenticateView):  # type: ignore[misc]
    """POST {code}: the second step of a sign-in, by the app or a recovery code."""

    input_class = CodeInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note()
        response: HttpResponseBase = self.respond_next_stage()
        return response


class SecondStepByPasskey(StrictInput, mfa.AuthenticateWebAuthnView):  # type: ignore[misc]
    """GET the challenge for the browser, POST {credential} its response."""

    input_class = {"POST": PasskeyInput}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _build_options_response(request, self.stage.login.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note()
        response: HttpResponseBase = self.respond_next_stage()
        return response


class Confirm(StrictInput, mfa.ReauthenticateView):  # type: ignore[misc]
    """POST {code}: re-authenticate by the app or a recovery code."""

    input_class = CodeInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note(reauthenticated=True)
        return AuthenticationResponse(request)  # type: ignore[no-any-return]


class ConfirmByPasskey(StrictInput, mfa.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """GET the challenge for the browser, POST {credential} its response."""

    input_class = {"POST": PasskeyInput}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _build_options_response(request, cast("User", request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note(reauthenticated=True)
        return AuthenticationResponse(request)  # type: ignore[no-any-return]


class LoginByPasskey(ThrottledView, mfa.LoginWebAuthnView):  # type: ignore[misc]
    """GET the challenge for the browser, POST {credential} its response: a passwordless sign-in."""

    input_class = {"POST": PasskeyInput}

    def counters(self, request: HttpRequest) -> list[Counter]:
        limit = PASSKEY_QUESTIONS_FROM if request.method == "GET" else PASSKEYS_FROM
        return [build_network_counter(limit, get_adapter().get_client_ip(request))]

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return ConflictResponse(request)  # type: ignore[no-any-return]
        return super().handle(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _build_options_response(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note(passwordless=True)
        perform_login(request, PendingLogin(user=self.input.person))
        return AuthenticationResponse(request)  # type: ignore[no-any-return]


class ReturnedInput(inputs.Input):  # type: ignore[misc]
    """{provider, state, code, iss}: the parameters of the provider's authorization response."""

    provider = inputs.CharField(max_length=30)
    state = inputs.CharField(max_length=200)
    code = inputs.CharField(max_length=4000)
    iss = inputs.CharField(max_length=255, required=False)


class LoginByProvider(StrictInput, base.APIView):  # type: ignore[misc]
    """POST {provider, state, code, iss}: completes a sign-in that was begun at /identity-providers."""

    input_class = {"POST": ReturnedInput}

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return ConflictResponse(request)  # type: ignore[no-any-return]
        return super().handle(request, *args, **kwargs)  # type: ignore[no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            person = self._person(request)
        except DomainError as error:
            record_failed_sign_in(request, "provider")
            return render_problem(error)
        perform_login(request, PendingLogin(user=person))
        return AuthenticationResponse(request)  # type: ignore[no-any-return]

    def _person(self, request: HttpRequest) -> User:
        shown = finish_authorization(request, AuthorizationResponse(**self.input.cleaned_data))
        found = use_identity(actor=SYSTEM, shown=shown)
        if found.letter_sent:
            raise Forbidden("identity_unconfirmed", CONFIRMATION_LETTER_SENT)
        if found.person is None:
            raise Forbidden("identity_unknown", IDENTITY_UNKNOWN)
        record_authentication(request, found.person, PROVIDER_METHOD, provider=shown.provider.code)
        return found.person


def _build_options_response(request: HttpRequest, person: User | None = None) -> HttpResponseBase:
    if not request.user.is_authenticated:
        request.session.set_expiry(PENDING_SIGN_IN_SECONDS)
    return WebAuthnRequestOptionsResponse(request, passkeys.build_authentication_options(person))  # type: ignore[no-any-return]


def _is_storable_value(value: Any) -> bool:
    return is_storable(value if isinstance(value, str) else json.dumps(value))


BROWSER = "browser/v1/"
urlpatterns = [
    path(f"{BROWSER}config", base.ConfigView.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/session", account.SessionView.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/login", Login.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/2fa/authenticate", SecondStep.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/webauthn/authenticate", SecondStepByPasskey.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/webauthn/login", LoginByPasskey.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/provider", LoginByProvider.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/reauthenticate", Reauthenticate.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/2fa/reauthenticate", Confirm.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}auth/webauthn/reauthenticate", ConfirmByPasskey.as_api_view(client=Client.BROWSER)),
    path(f"{BROWSER}account/password/change", ChangePassword.as_api_view(client=Client.BROWSER)),
]
