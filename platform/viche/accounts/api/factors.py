"""/me/factors: one's own second factors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import passkeys, selectors
from viche.accounts.api import presenters
from viche.accounts.api.reauthentication import require_proof
from viche.accounts.api.shapes import AppCodesSetupOut, FactorsOut, NewPasskeyOut, RecoveryCodesOut
from viche.accounts.codes import build_totp_uri, generate_totp_secret
from viche.accounts.factor_requirements import APP_CODES, PASSKEY
from viche.accounts.models import User
from viche.accounts.policies import Action
from viche.accounts.reauthentication import record_proof
from viche.accounts.services.factors import (
    MAX_NAME_LENGTH,
    add_app_codes,
    add_passkey,
    make_recovery_codes,
    remove_app_codes,
    remove_passkey,
)
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, answer, shape_of
from viche.kernel.encryption import decrypt_secret, encrypt_secret
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.qr import svg_of

APP_CODES_SETUP = (
    "viche_app_codes"  # session key of the encrypted secret, until the app has shown a code of it
)


class AddAppCodesIn(StrictSerializer):
    code = PlainText(max_length=20)


class AddPasskeyIn(StrictSerializer):
    """`credential` is the result of `navigator.credentials.create`, JSON (WebAuthn Level 3 §5.1)."""

    name = PlainText(max_length=MAX_NAME_LENGTH)
    credential = serializers.DictField()


class FreshProofEndpoint(Endpoint):
    """Endpoint whose changes need a fresh proof of identity."""

    keeps_answers = False  # responses hold secrets, or are tied to the session

    def require_fresh_proof(self) -> User:
        """Return the person, who proved their identity just now.

        Raises Forbidden for a token or without proof.
        """
        return require_proof(self)


class OwnFactorsEndpoint(FreshProofEndpoint):
    """Endpoint that is available before a second factor is set up."""

    before_factors = frozenset({"GET", "POST", "DELETE"})

    def proved(self, person: User, kind: str) -> None:
        """Record that the person who has just set a factor up has proved possession of it."""
        record_proof(self.request._request, person, kind, reauthenticated=True)


class MyFactors(OwnFactorsEndpoint):
    actions = {"GET": Action.MANAGE_FACTORS}

    @extend_schema(responses=shape_of(FactorsOut))
    def get(self, request: Request) -> Response:
        """Return one's second factors, and what one's roles demand beyond them."""
        return answer(presenters.show_factors(selectors.get_own_factors(self.actor)))


class MyAppCodesSetup(OwnFactorsEndpoint):
    actions = {"POST": Action.MANAGE_FACTORS}

    @extend_schema(request=None, responses=shape_of(AppCodesSetupOut))
    def post(self, request: Request) -> Response:
        """Return a new secret for an authenticator app.

        It becomes active once the app has shown a code of it.
        """
        person = self.require_fresh_proof()
        secret = generate_totp_secret()
        self.request._request.session[APP_CODES_SETUP] = encrypt_secret(secret)
        address = build_totp_uri(person.email, secret)
        return answer(AppCodesSetupOut(secret=secret, address=address, qr=svg_of(address)))


class MyAppCodes(OwnFactorsEndpoint):
    actions = {"POST": Action.MANAGE_FACTORS, "DELETE": Action.MANAGE_FACTORS}

    @extend_schema(request=AddAppCodesIn, responses={201: shape_of(RecoveryCodesOut)})
    def post(self, request: Request) -> Response:
        """Add the app as a second factor, with a code of the secret that was issued last."""
        person, session = self.require_fresh_proof(), self.request._request.session
        offered = session.get(APP_CODES_SETUP)
        if offered is None:
            raise Conflict("not_begun", _("Begin with the setup: it gives the secret."))
        code = self.parse(AddAppCodesIn)["code"]
        codes = add_app_codes(
            actor=self.actor, person_id=person.pk, secret=decrypt_secret(offered), code=code
        )
        del session[APP_CODES_SETUP]
        self.proved(person, APP_CODES)
        return answer(RecoveryCodesOut(recovery_codes=codes), status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Remove the app; every other session ends."""
        remove_app_codes(actor=self.actor, person_id=self.require_fresh_proof().pk)
        return answer(None, status=204)


class MyPasskeyOptions(OwnFactorsEndpoint):
    actions = {"POST": Action.MANAGE_FACTORS}

    @extend_schema(request=None, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        """Return options for `navigator.credentials.create`, as JSON."""
        options: dict[str, Any] = passkeys.build_registration_options(self.require_fresh_proof())
        return answer(options)


class MyPasskeys(OwnFactorsEndpoint):
    actions = {"POST": Action.MANAGE_FACTORS}
    created = "me/factors/passkeys/{passkey[id]}"

    @extend_schema(request=AddPasskeyIn, responses={201: shape_of(NewPasskeyOut)})
    def post(self, request: Request) -> Response:
        """Add a passkey that the browser has just created."""
        person, sent = self.require_fresh_proof(), self.parse(AddPasskeyIn)
        try:
            made = passkeys.verify_registration(sent["credential"])
        except passkeys.PasskeyRefused as error:
            raise Invalid.field(
                "/credential", "incorrect_passkey", _("The browser’s answer does not fit. Begin again.")
            ) from error
        row, codes = add_passkey(actor=self.actor, person_id=person.pk, name=sent["name"], made=made)
        self.proved(person, PASSKEY)
        return answer(NewPasskeyOut(passkey=presenters.show_passkey(row), recovery_codes=codes), status=201)


class MyPasskey(OwnFactorsEndpoint):
    actions = {"DELETE": Action.MANAGE_FACTORS}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, passkey_id: UUID) -> Response:
        """Remove a passkey; every other session ends."""
        remove_passkey(actor=self.actor, person_id=self.require_fresh_proof().pk, passkey_id=passkey_id)
        return answer(None, status=204)


class MyRecoveryCodes(OwnFactorsEndpoint):
    actions = {"POST": Action.MANAGE_FACTORS}

    @extend_schema(request=None, responses={201: shape_of(RecoveryCodesOut)})
    def post(self, request: Request) -> Response:
        """Create new recovery codes, shown only in this response; the old ones become invalid."""
        codes = make_recovery_codes(actor=self.actor, person_id=self.require_fresh_proof().pk)
        return answer(RecoveryCodesOut(recovery_codes=codes), status=201)
