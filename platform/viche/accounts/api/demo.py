"""/demo: sign in as a person of the demo community, on a development stack only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import presenters
from viche.accounts.api.shapes import DemoSignInOut, Me
from viche.accounts.authentication import require_csrf
from viche.accounts.emails import normalise_email
from viche.kernel.api import PUBLIC, Endpoint, PlainText, StrictSerializer, answer, list_of, shape_of
from viche.kernel.errors import NotFound
from viche.kernel.events import get_head


class DemoSignInIn(StrictSerializer):
    email = PlainText(max_length=254)


class DemoSignIns(Endpoint):
    actions = {"GET": PUBLIC}

    @extend_schema(responses=list_of(DemoSignInOut))
    def get(self, request: Request) -> Response:
        """List the people one can sign in as without a password.

        The list is empty unless the settings enable the demo, which production never does.
        """
        get_token(request._request)  # sets the CSRF cookie for the sign-in
        rows = selectors.list_demo_sign_ins() if settings.DEMO else []
        return answer({"items": [presenters.show_demo_sign_in(row) for row in rows]})


class DemoSignIn(Endpoint):
    """Endpoint that answers 404 unless the settings enable the demo."""

    actions = {"POST": PUBLIC}
    keeps_answers = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if not settings.DEMO:
            raise NotFound
        super().initial(request, *args, **kwargs)

    @extend_schema(request=DemoSignInIn, responses=shape_of(Me))
    def post(self, request: Request) -> Response:
        """Sign in as one of the listed people."""
        raw: Any = request._request
        require_csrf(raw)
        email = normalise_email(self.parse(DemoSignInIn)["email"])
        offer = selectors.list_demo_sign_ins().filter(person__email=email).first()
        if offer is None:
            raise NotFound
        if not self.actor.is_anonymous:
            get_adapter().logout(raw)
        get_adapter().login(raw, offer.person)
        person = offer.person
        return answer(presenters.show_me(person, get_head(f"user:{person.pk}")), version=person.version)
