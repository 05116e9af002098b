"""/demo: become somebody of the demo community, on a development stack only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import present
from viche.accounts.api.shapes import DemoSignInOut, Me
from viche.accounts.authentication import require_csrf
from viche.accounts.emails import canonical_email
from viche.kernel.api import PUBLIC, Endpoint, PlainText, StrictSerializer, answer, list_of, shape
from viche.kernel.errors import NotFound
from viche.kernel.events import head


class DemoSignInIn(StrictSerializer):
    email = PlainText(max_length=254)


class DemoOnly(Endpoint):
    """Not there at all unless the settings offer the demo, which production never does."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if not settings.DEMO:
            raise NotFound
        super().initial(request, *args, **kwargs)


class DemoSignIns(DemoOnly):
    actions = {"GET": PUBLIC}

    @extend_schema(responses=list_of(DemoSignInOut))
    def get(self, request: Request) -> Response:
        """Whom one can become without a password."""
        get_token(request._request)  # sets the cookie that the sign-in proves itself with
        return answer({"items": [present.demo_sign_in(row) for row in selectors.demo_sign_ins()]})


class DemoSignIn(DemoOnly):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=DemoSignInIn, responses=shape(Me))
    def post(self, request: Request) -> Response:
        """Become one of them."""
        raw: Any = request._request
        require_csrf(raw)
        email = canonical_email(self.parse(DemoSignInIn)["email"])
        offer = selectors.demo_sign_ins().filter(person__email=email).first()
        if offer is None:
            raise NotFound
        if not self.actor.is_anonymous:
            get_adapter().logout(raw)
        get_adapter().login(raw, offer.person)
        person = offer.person
        return answer(present.me(person, head(f"user:{person.pk}")), version=person.version)
