"""/password-resets and /password-links: setting a password without being signed in.

The secret of a link is sent in the body, never in an address, since addresses are logged on the way.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api import presenters
from viche.accounts.api.shapes import PasswordLinkOut
from viche.accounts.selectors import get_password_link
from viche.accounts.services.password_links import request_password_reset, set_password_by_link
from viche.kernel.api import PUBLIC, Endpoint, PlainText, StrictSerializer, Write, answer, shape_of
from viche.kernel.text import is_storable


class Password(serializers.CharField):
    """Any characters, exactly as typed: nothing is trimmed or normalised here."""

    def __init__(self) -> None:
        super().__init__(max_length=1000, trim_whitespace=False)

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str) or not is_storable(data):
            self.fail("invalid")
        return super().to_internal_value(data)


def network_of(request: Request) -> str:
    """Return the network address of the client, past the trusted proxies."""
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
        """Request a password reset link.

        The response is the same whether an account has the address or not.
        """
        request_password_reset(
            actor=self.actor, address=self.parse(PasswordResetIn)["email"], network=network_of(request)
        )
        return answer(None, status=202)


class PasswordLink(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=PasswordLinkIn, responses=shape_of(PasswordLinkOut))
    def post(self, request: Request) -> Response:
        """Return the person whose password the link sets, and until when the link is valid."""
        return answer(presenters.show_password_link(get_password_link(self.parse(PasswordLinkIn)["secret"])))


class UsedPasswordLink(Endpoint):
    """POST: Set the password. Every session of the person ends, and the link becomes invalid."""

    keeps_answers = False

    post = Write(PUBLIC, set_password_by_link, body=SetPasswordIn)
