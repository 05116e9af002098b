"""/identity-providers and /me/identities: sign-in through an organisation.

The sign-in itself is completed, like every sign-in, in viche.accounts.auth_urls.
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
from viche.accounts.api import presenters
from viche.accounts.api.factors import FreshProofEndpoint
from viche.accounts.api.shapes import IdentitiesOut, IdentityOut, IdentityProviderOut, ProviderAddressOut
from viche.accounts.authentication import require_csrf
from viche.accounts.login_throttling import IDENTITIES_FROM, build_network_counter
from viche.accounts.oidc.flow import AuthorizationResponse, begin_authorization, finish_authorization
from viche.accounts.policies import Action
from viche.accounts.services.attempts import take_attempt
from viche.accounts.services.identities import (
    confirm_identity,
    link_identity,
    unlink_by_letter,
    unlink_identity,
)
from viche.kernel.actor import Actor
from viche.kernel.api import PUBLIC, Endpoint, PlainText, StrictSerializer, Write, answer, list_of, shape_of
from viche.kernel.errors import Conflict

SYSTEM = Actor.for_system("accounts.identities")


class ProviderIn(StrictSerializer):
    provider = PlainText(max_length=30)


class ReturnedIn(ProviderIn):
    """The parameters of the provider's authorization response."""

    state = PlainText(max_length=200)
    code = PlainText(max_length=4000)
    iss = PlainText(max_length=255, required=False, default="", allow_blank=True)


class IdentityLetterIn(StrictSerializer):
    """The secret of the link in a letter, sent in the body since addresses are logged on the way."""

    secret = PlainText(max_length=100)


class IdentityProviders(Endpoint):
    actions = {"GET": PUBLIC}

    @extend_schema(responses=list_of(IdentityProviderOut))
    def get(self, request: Request) -> Response:
        """List the providers through which one may sign in."""
        get_token(request._request)  # sets the CSRF cookie for the next step
        return answer(
            {"items": [presenters.show_identity_provider(row) for row in selectors.list_enabled_providers()]}
        )


class ProviderSignIn(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=None, responses=shape_of(ProviderAddressOut))
    def post(self, request: Request, code: str) -> Response:
        """Begin a sign-in through a provider; returns the address for the browser."""
        raw: Any = request._request
        require_csrf(raw)
        if not self.actor.is_anonymous:
            raise Conflict("signed_in")
        network = get_adapter().get_client_ip(raw)
        take_attempt(actor=SYSTEM, counters=[build_network_counter(IDENTITIES_FROM, network)])
        return answer(ProviderAddressOut(address=begin_authorization(raw, selectors.get_provider(code))))


class MyIdentities(FreshProofEndpoint):
    actions = {"GET": Action.LINK_IDENTITY, "POST": Action.LINK_IDENTITY}

    @extend_schema(responses=shape_of(IdentitiesOut))
    def get(self, request: Request) -> Response:
        """List one's accounts at providers, and the providers with which one may link another."""
        return answer(
            presenters.show_identities(
                selectors.list_own_identities(self.actor), selectors.list_enabled_providers()
            )
        )

    @extend_schema(request=ProviderIn, responses=shape_of(ProviderAddressOut))
    def post(self, request: Request) -> Response:
        """Begin to link an account at a provider; returns the address for the browser."""
        person = self.require_fresh_proof()
        provider = selectors.get_provider(self.parse(ProviderIn)["provider"])
        return answer(ProviderAddressOut(address=begin_authorization(request._request, provider, person)))


class ReturnedIdentity(FreshProofEndpoint):
    actions = {"POST": Action.LINK_IDENTITY}
    created = "me/identities/{id}"

    @extend_schema(request=ReturnedIn, responses={201: shape_of(IdentityOut)})
    def post(self, request: Request) -> Response:
        """Link the account with which the browser came back from the provider."""
        person = selectors.get_me_at_browser(self.actor)
        shown = finish_authorization(
            request._request, AuthorizationResponse(**self.parse(ReturnedIn)), person.pk
        )
        return answer(presenters.show_identity(link_identity(actor=self.actor, shown=shown)), status=201)


class MyIdentity(FreshProofEndpoint):
    actions = {"DELETE": Action.LINK_IDENTITY}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, identity_id: UUID) -> Response:
        """Unlink an account at a provider; every other session ends."""
        self.require_fresh_proof()
        unlink_identity(actor=self.actor, identity_id=identity_id)
        return answer(None, status=204)


class IdentityConfirmation(Endpoint):
    """POST: Confirm a first sign-in through an organisation by the link of the letter.

    It does not sign in.
    """

    keeps_answers = False

    post = Write(PUBLIC, confirm_identity, body=IdentityLetterIn)


class IdentityUnlinking(Endpoint):
    """POST: Unlink an account at a provider by the link of the notice; every session ends."""

    keeps_answers = False

    post = Write(PUBLIC, unlink_by_letter, body=IdentityLetterIn)
