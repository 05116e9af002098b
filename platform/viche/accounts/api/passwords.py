"""/password-resets and /password-links: a new password for who is not signed in.

The secret of a link comes in the body, never in an address: those are logged on the way.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api import present
from viche.accounts.api.shapes import PasswordLinkOut
from viche.accounts.selectors import get_password_link
from viche.accounts.services.password_links import request_password_reset, set_password_by_link
from viche.kernel.api import PUBLIC, Endpoint, PlainText, StrictSerializer, answer, shape
from viche.kernel.text import is_storable


class Password(serializers.CharField):
    """Any characters, as they were typed: nothing is cut off or put in order here."""

    def __init__(self) -> None:
        super().__init__(max_length=1000, trim_whitespace=False)

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str) or not is_storable(data):
            self.fail("invalid")
        return super().to_internal_value(data)


def network_of(request: Request) -> str:
    """The network address from which somebody asks, past the proxies that are trusted."""
    address: str = get_adapter().get_client_ip(request._request)
    return address


class PasswordResetIn(StrictSerializer):
    email = PlainText(max_length=254)


class PasswordLinkIn(StrictSerializer):
    secret = PlainText(max_length=100)


class SetPasswordIn(PasswordLinkIn):
    password = Password()


class PasswordResets(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=PasswordResetIn, responses={202: None})
    def post(self, request: Request) -> Response:
        """Ask for a link to set a new password. The answer is the same whether anybody has the address."""
        request_password_reset(
            actor=self.actor, address=self.parse(PasswordResetIn)["email"], network=network_of(request)
        )
        return answer(None, status=202)


class PasswordLink(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=PasswordLinkIn, responses=shape(PasswordLinkOut))
    def post(self, request: Request) -> Response:
        """Whose password a link sets, and until when."""
        return answer(present.password_link(get_password_link(self.parse(PasswordLinkIn)["secret"])))


class UsedPasswordLink(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=SetPasswordIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Set the password. Every session of the person ends; the link opens nothing any more."""
        set_password_by_link(actor=self.actor, **self.parse(SetPasswordIn))
        return answer(None, status=204)
