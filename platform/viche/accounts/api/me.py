"""/me: one's own account and sign-ins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import present
from viche.accounts.api.shapes import Me, SessionOut
from viche.accounts.middleware import clear_site_data
from viche.accounts.models import Gender, Language, User
from viche.accounts.policies import Action, SessionAction
from viche.accounts.services.people import update_me
from viche.accounts.services.sessions import end_session, sign_out_everywhere
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictBoolean,
    StrictSerializer,
    answer,
    list_of,
    shape,
    snapshot,
)
from viche.kernel.errors import SignedOut
from viche.kernel.events import head


class UpdateMeIn(StrictSerializer):
    """Fields that are left out stay as they are."""

    language = serializers.ChoiceField(Language.choices, required=False)
    time_zone = PlainText(max_length=64, required=False)
    gender = serializers.ChoiceField(Gender.choices, required=False, source="grammatical_gender")
    shows_presence = StrictBoolean(required=False)


class MyAccount(Endpoint):
    actions = {"GET": Action.READ, "PATCH": Action.EDIT}
    conditional = frozenset({"PATCH"})
    before_factors = frozenset({"GET", "PATCH"})

    @extend_schema(responses=shape(Me))
    def get(self, request: Request) -> Response:
        """The person who asks."""
        with snapshot():
            return _me(selectors.get_me(self.actor))

    @extend_schema(request=UpdateMeIn, responses=shape(Me))
    def patch(self, request: Request) -> Response:
        """Change one's language, time zone or grammatical gender, or whether others see that one is here."""
        version = self.expected_version()
        return _me(update_me(actor=self.actor, expected_version=version, **self.parse(UpdateMeIn)))


class SignOutIn(StrictSerializer):
    """`tokens` revokes the personal access tokens, too."""

    tokens = StrictBoolean(required=False, default=False)


class MySessions(Endpoint):
    actions = {"GET": SessionAction.READ, "DELETE": Action.SIGN_OUT}
    deletes_with = SignOutIn
    before_factors = frozenset({"DELETE"})

    @extend_schema(responses=list_of(SessionOut))
    def get(self, request: Request) -> Response:
        """Where one is signed in, the latest in use first."""
        rows = selectors.my_sessions(self.actor)
        idle = selectors.my_idle_limit(self.actor)
        return answer({"items": [present.session(row, self.actor, idle) for row in rows]})

    @extend_schema(request=SignOutIn, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out everywhere, here too. Tokens live on unless `tokens` is true."""
        if self.actor.person_id is None:
            raise SignedOut
        with_tokens = self.parse(SignOutIn)["tokens"]
        sign_out_everywhere(actor=self.actor, person_id=self.actor.person_id, with_tokens=with_tokens)
        return _forgotten_here(request)


class MySession(Endpoint):
    actions = {"DELETE": SessionAction.END}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        """Sign out of one browser."""
        end_session(actor=self.actor, session_id=session_id)
        here = not type(request._request.session)().exists(self.actor.session_id or "")
        return _forgotten_here(request) if here else answer(None, status=204)


def _me(person: User) -> Response:
    return answer(present.me(person, head(f"user:{person.pk}")), version=person.version)


def _forgotten_here(request: Request) -> Response:
    """The cookie goes with the session, and what the browser keeps of this site."""
    session: Any = request._request.session
    session.flush()
    clear_site_data(request._request)
    return answer(None, status=204)
