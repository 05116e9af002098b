"""The parts of django-allauth's headless API (browser client) that are open.

Named one by one: what allauth adds or offers besides (sign-up, changing addresses) is not reachable.
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
from viche.accounts.attempts import (
    CONFIRM,
    PASSKEY_QUESTIONS_FROM,
    PASSKEYS_FROM,
    PRESENT_PASSWORD,
    Counter,
    counter_from,
)
from viche.accounts.authentication import actor_from_session
from viche.accounts.factor_inputs import CodeInput, PasskeyInput
from viche.accounts.models import User
from viche.accounts.oidc.flow import Returned, finish
from viche.accounts.proof import BY_PROVIDER
from viche.accounts.security_log import record_failed_sign_in
from viche.accounts.services.attempts import give_back_attempt, take_attempt
from viche.accounts.services.identities import use_identity
from viche.accounts.standing import lacks_factor
from viche.kernel.api.problems import problem_response
from viche.kernel.api.strict import parse_json
from viche.kernel.errors import DomainError, Forbidden, Malformed, SecondFactorRequired, TooMany
from viche.kernel.text import is_storable

NOBODY_HERE = _(
    "Nobody here is linked with that account. Sign in another way and link it in the settings, "
    "or ask those who administer Viche."
)
LETTER_SENT = _(
    "A letter was sent to your address here. Allow this sign-in by its link, then come back and sign in."
)
ONGOING = 900  # seconds for which a sign-in may be under way, as in allauth's ACCOUNT_LOGIN_TIMEOUT


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
        if RETRY_AFTER in request.META:
            response.headers["Retry-After"] = str(request.META[RETRY_AFTER])
        return response

    def handle_invalid_input(self, given: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().handle_invalid_input(given)
        codes = {error.code for errors in given.errors.as_data().values() for error in errors}
        if "too_many_login_attempts" in codes:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


class Counted(StrictInput):
    """Every try is counted before it is looked at."""

    gives_back = False  # whether it turned out that nothing was guessed

    def counters(self, request: HttpRequest) -> list[Counter]:
        raise NotImplementedError

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        counters = self.counters(request)
        try:
            take_attempt(actor=SYSTEM, counters=counters)
        except TooMany as error:
            return problem_response(error)
        response: HttpResponseBase = super().handle(request, *args, **kwargs)
        if self.gives_back:
            give_back_attempt(actor=SYSTEM, counters=counters)
        return response


class Login(StrictInput, account.LoginView):  # type: ignore[misc]
    """POST {email, password}."""


class AfterFactors(RESTView):  # type: ignore[misc]
    """Closed to who has yet to set up a second factor."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and lacks_factor(request.user):
            return problem_response(SecondFactorRequired())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class ChangePassword(AfterFactors, Counted, account.ChangePasswordView):  # type: ignore[misc]
    """POST {current_password, new_password}. Guesses of the present password are counted."""

    gives_back = True

    def counters(self, request: HttpRequest) -> list[Counter]:
        return [PRESENT_PASSWORD.of(str(actor_from_session(request).person_id))]

    def handle_invalid_input(self, given: Any) -> HttpResponseBase:
        self.gives_back = not given.has_error("current_password", "enter_current_password")
        return super().handle_invalid_input(given)


class Reauthenticate(Counted, account.ReauthenticateView):  # type: ignore[misc]
    """POST {password}: confirm that it is still you."""

    def counters(self, request: HttpRequest) -> list[Counter]:
        return [CONFIRM.of(str(actor_from_session(request).person_id))]


class SecondStep(StrictInput, mfa.AuthenticateView):  # type: ignore[misc]
    """POST {code}: the second step of a sign-in, by the app or a recovery code."""

    input_class = CodeInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note()
        response: HttpResponseBase = self.respond_next_stage()
        return response


class SecondStepByPasskey(StrictInput, mfa.AuthenticateWebAuthnView):  # type: ignore[misc]
    """GET the question to the browser, POST {credential} its answer."""

    input_class = {"POST": PasskeyInput}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _question(request, self.stage.login.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note()
        response: HttpResponseBase = self.respond_next_stage()
        return response


class Confirm(StrictInput, mfa.ReauthenticateView):  # type: ignore[misc]
    """POST {code}: confirm that it is still you, by the app or a recovery code."""

    input_class = CodeInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note(reauthenticated=True)
        return AuthenticationResponse(request)  # type: ignore[no-any-return]


class ConfirmByPasskey(StrictInput, mfa.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """GET the question to the browser, POST {credential} its answer."""

    input_class = {"POST": PasskeyInput}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _question(request, cast("User", request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note(reauthenticated=True)
        return AuthenticationResponse(request)  # type: ignore[no-any-return]


class LoginByPasskey(Counted, mfa.LoginWebAuthnView):  # type: ignore[misc]
    """GET the question to the browser, POST {credential} its answer: a sign-in without a password."""

    input_class = {"POST": PasskeyInput}

    def counters(self, request: HttpRequest) -> list[Counter]:
        limit = PASSKEY_QUESTIONS_FROM if request.method == "GET" else PASSKEYS_FROM
        return [counter_from(limit, get_adapter().get_client_ip(request))]

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return ConflictResponse(request)  # type: ignore[no-any-return]
        return super().handle(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _question(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.input.note(passwordless=True)
        perform_login(request, PendingLogin(user=self.input.person))
        return AuthenticationResponse(request)  # type: ignore[no-any-return]


class ReturnedInput(inputs.Input):  # type: ignore[misc]
    """{provider, state, code, iss}: what the provider put into the address to which it sent the browser."""

    provider = inputs.CharField(max_length=30)
    state = inputs.CharField(max_length=200)
    code = inputs.CharField(max_length=4000)
    iss = inputs.CharField(max_length=255, required=False)


class LoginByProvider(StrictInput, base.APIView):  # type: ignore[misc]
    """POST {provider, state, code, iss}: ends a sign-in that was begun at /identity-providers."""

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
            return problem_response(error)
        perform_login(request, PendingLogin(user=person))
        return AuthenticationResponse(request)  # type: ignore[no-any-return]

    def _person(self, request: HttpRequest) -> User:
        shown = finish(request, Returned(**self.input.cleaned_data))
        found = use_identity(actor=SYSTEM, shown=shown)
        if found.letter_sent:
            raise Forbidden("identity_unconfirmed", LETTER_SENT)
        if found.person is None:
            raise Forbidden("identity_unknown", NOBODY_HERE)
        record_authentication(request, found.person, BY_PROVIDER, provider=shown.provider.code)
        return found.person


def _question(request: HttpRequest, person: User | None = None) -> HttpResponseBase:
    if not request.user.is_authenticated:
        request.session.set_expiry(ONGOING)
    return WebAuthnRequestOptionsResponse(request, passkeys.ask_for_known(person))  # type: ignore[no-any-return]


def _storable(value: Any) -> bool:
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
