"""allauth inputs that prove a second factor by code or passkey, at sign-in and later."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.headless.internal.restkit import inputs
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django import forms

from viche.accounts import passkeys
from viche.accounts.adapter import RETRY_AFTER, SYSTEM
from viche.accounts.known_browsers import find_known_browser
from viche.accounts.login_throttling import list_code_counters
from viche.accounts.models import User
from viche.accounts.reauthentication import record_proof
from viche.accounts.security_log import record_failed_sign_in
from viche.accounts.services.attempts import give_back_attempt, take_attempt
from viche.accounts.services.factors import use_code, use_passkey
from viche.kernel.actor import Actor
from viche.kernel.errors import TooMany


class CodeInput(inputs.Input):  # type: ignore[misc]  # allauth publishes no types
    """{code}: of the app, or a recovery code. Wrong codes are counted per person."""

    code = inputs.CharField(max_length=40)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.person, self.kind = user, ""
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        known = find_known_browser(context.request, self.person.email) is not None
        counters = list_code_counters(self.person.pk, known=known)
        try:
            take_attempt(actor=SYSTEM, counters=counters)
        except TooMany as error:
            record_failed_sign_in(context.request, "code", person=self.person, blocked=True)
            context.request.META[RETRY_AFTER] = error.retry_after
            raise get_account_adapter().validation_error("too_many_login_attempts") from error
        code: str = self.cleaned_data["code"]
        kind = use_code(actor=Actor.for_person(self.person.pk), code=code)
        if kind is None:
            record_failed_sign_in(context.request, "code", person=self.person)
            raise get_adapter().validation_error("incorrect_code")
        give_back_attempt(actor=SYSTEM, counters=counters)
        self.kind = kind
        return code

    def note(self, **facts: Any) -> None:
        """Record the proof in the session."""
        record_proof(context.request, self.person, self.kind, **facts)


class PasskeyInput(inputs.Input):  # type: ignore[misc]
    """{credential}: the result of `navigator.credentials.get`, of `user` or of its own owner."""

    credential = forms.JSONField()

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        self.person = user
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> Any:
        try:
            shown = passkeys.verify_authentication(self.cleaned_data["credential"], self.person)
        except passkeys.PasskeyRefused as error:
            record_failed_sign_in(context.request, "passkey", person=self.person)
            raise get_adapter().validation_error("incorrect_passkey") from error
        if not use_passkey(actor=Actor.for_person(shown.person.pk), shown=shown):
            record_failed_sign_in(context.request, "passkey", person=shown.person)
            raise get_adapter().validation_error("incorrect_passkey")
        self.person = shown.person
        return shown

    def note(self, **facts: Any) -> None:
        """Record the proof in the session."""
        if self.person is not None:
            record_proof(context.request, self.person, str(Authenticator.Type.WEBAUTHN), **facts)
