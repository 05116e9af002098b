"""/identity-providers and /me/identities: signing in through an organisation.

The sign-in itself ends where every sign-in does, in viche.accounts.auth_urls.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import present
from viche.accounts.api.factors import Proven
from viche.accounts.api.shapes import IdentitiesOut, IdentityOut, IdentityProviderOut, ProviderAddressOut
from viche.accounts.attempts import IDENTITIES_FROM, counter_from
from viche.accounts.authentication import require_csrf
from viche.accounts.oidc.flow import Returned, begin, finish
from viche.accounts.policies import Action
from viche.accounts.services.attempts import take_attempt
from viche.accounts.services.identities import (
    confirm_identity,
    link_identity,
    unlink_by_letter,
    unlink_identity,
)
from viche.kernel.actor import Actor
from viche.kernel.api import PUBLIC, Endpoint, PlainText, StrictSerializer, answer, list_of, shape
from viche.kernel.errors import Conflict

SYSTEM = Actor.for_system("accounts.identities")


class ProviderIn(StrictSerializer):
    provider = PlainText(max_length=30)


class ReturnedIn(ProviderIn):
    """What the provider put into the address to which it sent the browser back."""

    state = PlainText(max_length=200)
    code = PlainText(max_length=4000)
    iss = PlainText(max_length=255, required=False, default="", allow_blank=True)


class IdentityLetterIn(StrictSerializer):
    """The secret of the link in a letter: in the body, since addresses are logged on the way."""

    secret = PlainText(max_length=100)


class IdentityProviders(Endpoint):
    actions = {"GET": PUBLIC}

    @extend_schema(responses=list_of(IdentityProviderOut))
    def get(self, request: Request) -> Response:
        """Through whom one may sign in."""
        get_token(request._request)  # sets the cookie that the next step proves itself with
        return answer({"items": [present.identity_provider(row) for row in selectors.providers_offered()]})


class ProviderSignIn(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=None, responses=shape(ProviderAddressOut))
    def post(self, request: Request, code: str) -> Response:
        """Begin to sign in through a provider: where the browser goes now."""
        raw: Any = request._request
        require_csrf(raw)
        if not self.actor.is_anonymous:
            raise Conflict("signed_in")
        network = get_adapter().get_client_ip(raw)
        take_attempt(actor=SYSTEM, counters=[counter_from(IDENTITIES_FROM, network)])
        return answer(ProviderAddressOut(address=begin(raw, selectors.get_provider(code))))


class MyIdentities(Proven):
    actions = {"GET": Action.LINK_IDENTITY, "POST": Action.LINK_IDENTITY}

    @extend_schema(responses=shape(IdentitiesOut))
    def get(self, request: Request) -> Response:
        """One's accounts at providers, and with whom one may link another."""
        return answer(present.identities(selectors.my_identities(self.actor), selectors.providers_offered()))

    @extend_schema(request=ProviderIn, responses=shape(ProviderAddressOut))
    def post(self, request: Request) -> Response:
        """Begin to link an account at a provider: where the browser goes now."""
        person = self.proven()
        provider = selectors.get_provider(self.parse(ProviderIn)["provider"])
        return answer(ProviderAddressOut(address=begin(request._request, provider, person)))


class ReturnedIdentity(Proven):
    actions = {"POST": Action.LINK_IDENTITY}
    created = "me/identities/{id}"

    @extend_schema(request=ReturnedIn, responses={201: shape(IdentityOut)})
    def post(self, request: Request) -> Response:
        """Link the account with which the browser came back from the provider."""
        person = selectors.get_me_at_browser(self.actor)
        shown = finish(request._request, Returned(**self.parse(ReturnedIn)), person.pk)
        return answer(present.identity(link_identity(actor=self.actor, shown=shown)), status=201)


class MyIdentity(Proven):
    actions = {"DELETE": Action.LINK_IDENTITY}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, identity_id: UUID) -> Response:
        """Let that account sign in no more; every other sign-in ends."""
        self.proven()
        unlink_identity(actor=self.actor, identity_id=identity_id)
        return answer(None, status=204)


class IdentityConfirmation(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=IdentityLetterIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Confirm a first sign-in through an organisation by the link of the letter. It signs nobody in."""
        confirm_identity(actor=self.actor, **self.parse(IdentityLetterIn))
        return answer(None, status=204)


class IdentityUnlinking(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=IdentityLetterIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Unlink by the link of the letter that told of it; every sign-in of the person ends."""
        unlink_by_letter(actor=self.actor, **self.parse(IdentityLetterIn))
        return answer(None, status=204)
