"""/me: one's own account and sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import presenters
from viche.accounts.api.shapes import Me, SessionOut
from viche.accounts.middleware import clear_site_data
from viche.accounts.models import Gender, Language, User
from viche.accounts.policies import Action, SessionAction
from viche.accounts.services.people import update_me
from viche.accounts.services.sessions import end_session, sign_out_everywhere
from viche.kernel.api import (
    Answer,
    Endpoint,
    PartNames,
    PlainText,
    StrictBoolean,
    StrictSerializer,
    Write,
    answer,
    include_parts,
    list_of,
    read_snapshot,
    shape_with_parts,
)
from viche.kernel.errors import SignedOut
from viche.kernel.events import get_head


class UpdateMeIn(StrictSerializer):
    """Omitted fields stay as they are."""

    language = serializers.ChoiceField(Language.choices, required=False)
    time_zone = PlainText(max_length=64, required=False)
    gender = serializers.ChoiceField(Gender.choices, required=False, source="grammatical_gender")
    shows_presence = StrictBoolean(required=False)


class SignOutIn(StrictSerializer):
    """`tokens` also revokes the personal access tokens."""

    tokens = StrictBoolean(required=False, default=False)


def show_own_account(person: User) -> Answer[Me]:
    """Return the answer with the account of the signed-in person."""
    return answer(presenters.show_me(person, get_head(f"user:{person.pk}")), version=person.version)


def _answer_signed_out(request: Request) -> Response:
    """Delete the session with its cookie, and have the browser clear its data of this site."""
    session: Any = request._request.session
    session.flush()
    clear_site_data(request._request)
    return answer(None, status=204)


class MyPartsQuery(StrictSerializer):
    """`include`: names of parts, separated by commas."""

    include = PartNames("me", required=False)


class MyAccount(Endpoint):
    """PATCH: Change one's language, time zone, grammatical gender, or visibility of one's presence."""

    asks = MyPartsQuery
    actions = {"GET": Action.READ}
    before_factors = frozenset({"GET", "PATCH"})

    @extend_schema(responses=shape_with_parts("me", Me))
    def get(self, request: Request) -> Response:
        """Return the signed-in person.

        `include` names parts to answer along under `included`, each as GET of its own address answers it,
        or null where that refuses: `mandates`, `offices` (one's own) and `today`. Each part counts as a
        request. 422 `unknown_part` at `/include`.
        """
        with read_snapshot():
            shown = show_own_account(selectors.get_me(self.actor))
        return include_parts(self, "me", shown)

    patch = Write(Action.EDIT, update_me, body=UpdateMeIn, shows=show_own_account, versioned=True)


class MySessions(Endpoint):
    actions = {"GET": SessionAction.READ, "DELETE": Action.SIGN_OUT}
    deletes_with = SignOutIn
    before_factors = frozenset({"DELETE"})

    @extend_schema(responses=list_of(SessionOut))
    def get(self, request: Request) -> Response:
        """List one's sessions, the last used first."""
        rows = selectors.list_own_sessions(self.actor)
        idle = selectors.get_own_idle_limit(self.actor)
        return answer({"items": [presenters.show_session(row, self.actor, idle) for row in rows]})

    @extend_schema(request=SignOutIn, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out everywhere, here too. Tokens stay valid unless `tokens` is true."""
        if self.actor.person_id is None:
            raise SignedOut
        with_tokens = self.parse(SignOutIn)["tokens"]
        sign_out_everywhere(actor=self.actor, person_id=self.actor.person_id, with_tokens=with_tokens)
        return _answer_signed_out(request)


class MySession(Endpoint):
    actions = {"DELETE": SessionAction.END}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        """Sign out of one browser."""
        end_session(actor=self.actor, session_id=session_id)
        here = not type(request._request.session)().exists(self.actor.session_id or "")
        return _answer_signed_out(request) if here else answer(None, status=204)
