"""/tokens: personal access tokens."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import presenters
from viche.accounts.api.factors import FreshProofEndpoint
from viche.accounts.api.shapes import NewTokenOut
from viche.accounts.policies import TokenAction
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import MAX_LIFETIME_DAYS, MAX_TOKENS, issue_token, revoke_token
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    Listing,
    PlainText,
    StrictInteger,
    StrictSerializer,
    Write,
    answer,
    shape_of,
)


class IssueTokenIn(StrictSerializer):
    name = PlainText(max_length=80)
    scopes = serializers.ListField(child=PlainText(max_length=60), max_length=MAX_TOKENS)
    expires_in_days = StrictInteger(min_value=1, max_value=MAX_LIFETIME_DAYS, default=90)


class Tokens(FreshProofEndpoint):
    """Personal access tokens.

    Issuing one needs a fresh proof of identity (`proof_required`): it outlives the session.

    GET: List one's tokens that are not revoked, newest first.
    """

    actions = {"POST": TokenAction.ISSUE}

    get = Listing(TokenAction.READ, selectors.list_own_tokens, shows=presenters.show_token)

    @extend_schema(request=IssueTokenIn, responses={201: shape_of(NewTokenOut)})
    def post(self, request: Request) -> Response:
        """Issue a token. Its secret is shown only in this response."""
        sent = self.parse(IssueTokenIn)
        person = self.require_fresh_proof()
        token, secret = issue_token(actor=self.actor, person_id=person.pk, **sent)
        return answer(presenters.show_new_token(token, secret), status=201)


class Token(Endpoint):
    """DELETE: Revoke a token; it becomes invalid within a second."""

    delete = Write(TokenAction.REVOKE, revoke_token)


class Scopes(Endpoint):
    """GET: List the scopes to which a token can be limited."""

    scopes = {"GET": ()}

    get = Listing(SIGNED_IN, list_scopes, shows=presenters.show_scope)
