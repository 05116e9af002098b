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
from viche.accounts.api import present
from viche.accounts.api.proof import require_proof
from viche.accounts.api.shapes import AppCodesSetupOut, FactorsOut, NewPasskeyOut, RecoveryCodesOut
from viche.accounts.codes import generate_totp_secret, setup_address
from viche.accounts.demands import APP_CODES, PASSKEY
from viche.accounts.models import User
from viche.accounts.policies import Action
from viche.accounts.proof import note_proof
from viche.accounts.services.factors import (
    LONGEST_NAME,
    add_app_codes,
    add_passkey,
    make_recovery_codes,
    remove_app_codes,
    remove_passkey,
)
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, answer, shape
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.qr import svg_of
from viche.kernel.sealing import seal, unseal

OFFERED = "viche_app_codes"  # the sealed secret that the app is to learn, until it has shown a code


class AddAppCodesIn(StrictSerializer):
    code = PlainText(max_length=20)


class AddPasskeyIn(StrictSerializer):
    """`credential` is what `navigator.credentials.create` gave, as JSON (WebAuthn Level 3 §5.1)."""

    name = PlainText(max_length=LONGEST_NAME)
    credential = serializers.DictField()


class Proven(Endpoint):
    """What changes here needs a fresh proof of who asks."""

    keeps_answers = False  # the answers hold secrets, or are tied to the session that asks

    def proven(self) -> User:
        """The person, who has just proved who they are. Raises Forbidden for a token, or without proof."""
        return require_proof(self)


class OfOneself(Proven):
    """Open before a second factor is set up."""

    before_factors = frozenset({"GET", "POST", "DELETE"})

    def proved(self, person: User, kind: str) -> None:
        """Whoever has just set a factor up has it in their hands."""
        note_proof(self.request._request, person, kind, reauthenticated=True)


class MyFactors(OfOneself):
    actions = {"GET": Action.MANAGE_FACTORS}

    @extend_schema(responses=shape(FactorsOut))
    def get(self, request: Request) -> Response:
        """One's second factors, and what one's roles demand beyond them."""
        return answer(present.factors(selectors.my_factors(self.actor)))


class MyAppCodesSetup(OfOneself):
    actions = {"POST": Action.MANAGE_FACTORS}

    @extend_schema(request=None, responses=shape(AppCodesSetupOut))
    def post(self, request: Request) -> Response:
        """A new secret for an authenticator app. It counts once the app has shown a code of it."""
        person = self.proven()
        secret = generate_totp_secret()
        self.request._request.session[OFFERED] = seal(secret)
        address = setup_address(person.email, secret)
        return answer(AppCodesSetupOut(secret=secret, address=address, qr=svg_of(address)))


class MyAppCodes(OfOneself):
    actions = {"POST": Action.MANAGE_FACTORS, "DELETE": Action.MANAGE_FACTORS}

    @extend_schema(request=AddAppCodesIn, responses={201: shape(RecoveryCodesOut)})
    def post(self, request: Request) -> Response:
        """Take the app as a second factor: it shows a code of the secret that was given last."""
        person, session = self.proven(), self.request._request.session
        offered = session.get(OFFERED)
        if offered is None:
            raise Conflict("not_begun", _("Begin with the setup: it gives the secret."))
        code = self.parse(AddAppCodesIn)["code"]
        codes = add_app_codes(actor=self.actor, person_id=person.pk, secret=unseal(offered), code=code)
        del session[OFFERED]
        self.proved(person, APP_CODES)
        return answer(RecoveryCodesOut(recovery_codes=codes), status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Trust the app no more; every other sign-in ends."""
        remove_app_codes(actor=self.actor, person_id=self.proven().pk)
        return answer(None, status=204)


class MyPasskeyOptions(OfOneself):
    actions = {"POST": Action.MANAGE_FACTORS}

    @extend_schema(request=None, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        """What to give to `navigator.credentials.create`, as JSON."""
        options: dict[str, Any] = passkeys.ask_for_new(self.proven())
        return answer(options)


class MyPasskeys(OfOneself):
    actions = {"POST": Action.MANAGE_FACTORS}
    created = "me/factors/passkeys/{passkey[id]}"

    @extend_schema(request=AddPasskeyIn, responses={201: shape(NewPasskeyOut)})
    def post(self, request: Request) -> Response:
        """Take a passkey that the browser has just made."""
        person, sent = self.proven(), self.parse(AddPasskeyIn)
        try:
            made = passkeys.made(sent["credential"])
        except passkeys.Refused as error:
            raise Invalid.field(
                "/credential", "incorrect_passkey", _("The browser’s answer does not fit. Begin again.")
            ) from error
        row, codes = add_passkey(actor=self.actor, person_id=person.pk, name=sent["name"], made=made)
        self.proved(person, PASSKEY)
        return answer(NewPasskeyOut(passkey=present.passkey(row), recovery_codes=codes), status=201)


class MyPasskey(OfOneself):
    actions = {"DELETE": Action.MANAGE_FACTORS}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, passkey_id: UUID) -> Response:
        """Trust a passkey no more; every other sign-in ends."""
        remove_passkey(actor=self.actor, person_id=self.proven().pk, passkey_id=passkey_id)
        return answer(None, status=204)


class MyRecoveryCodes(OfOneself):
    actions = {"POST": Action.MANAGE_FACTORS}

    @extend_schema(request=None, responses={201: shape(RecoveryCodesOut)})
    def post(self, request: Request) -> Response:
        """New recovery codes, in this answer and never again; the old ones are worthless."""
        codes = make_recovery_codes(actor=self.actor, person_id=self.proven().pk)
        return answer(RecoveryCodesOut(recovery_codes=codes), status=201)
