"""/tokens: personal access tokens."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import present
from viche.accounts.api.factors import Proven
from viche.accounts.api.shapes import NewTokenOut, ScopeOut, TokenOut
from viche.accounts.policies import TokenAction
from viche.accounts.scopes import all_scopes
from viche.accounts.services.tokens import LONGEST_LIFE, MOST_TOKENS, issue_token, revoke_token
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    PlainText,
    StrictInteger,
    StrictSerializer,
    answer,
    list_of,
    shape,
)


class IssueTokenIn(StrictSerializer):
    name = PlainText(max_length=80)
    scopes = serializers.ListField(child=PlainText(max_length=60), max_length=MOST_TOKENS)
    expires_in_days = StrictInteger(min_value=1, max_value=LONGEST_LIFE, default=90)


class Tokens(Proven):
    """A new token needs a fresh proof of who asks (`proof_required`): it outlives the sign-in."""

    actions = {"GET": TokenAction.READ, "POST": TokenAction.ISSUE}

    @extend_schema(responses=list_of(TokenOut))
    def get(self, request: Request) -> Response:
        """One's tokens that are not revoked, newest first."""
        return answer({"items": [present.token(row) for row in selectors.my_tokens(self.actor)]})

    @extend_schema(request=IssueTokenIn, responses={201: shape(NewTokenOut)})
    def post(self, request: Request) -> Response:
        """Issue a token. Its secret is in this answer and never again."""
        sent = self.parse(IssueTokenIn)
        person = self.proven()
        token, secret = issue_token(actor=self.actor, person_id=person.pk, **sent)
        return answer(present.new_token(token, secret), status=201)


class Token(Endpoint):
    actions = {"DELETE": TokenAction.REVOKE}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, token_id: UUID) -> Response:
        """Revoke a token: within a second it opens nothing."""
        revoke_token(actor=self.actor, token_id=token_id)
        return answer(None, status=204)


class Scopes(Endpoint):
    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ()}

    @extend_schema(responses=list_of(ScopeOut))
    def get(self, request: Request) -> Response:
        """What a token can be limited to."""
        return answer({"items": [present.scope(name) for name in all_scopes()]})
