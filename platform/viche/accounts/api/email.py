"""/me/email-change: change of one's e-mail address."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import presenters
from viche.accounts.api.factors import FreshProofEndpoint
from viche.accounts.api.me import show_own_account
from viche.accounts.api.shapes import EmailChangesOut
from viche.accounts.policies import Action
from viche.accounts.services.email_changes import (
    cancel_email_change,
    confirm_email_change,
    request_email_change,
)
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, Write, answer, shape_of


class EmailChangeIn(StrictSerializer):
    email = PlainText(max_length=254)


class ConfirmEmailIn(StrictSerializer):
    secret = PlainText(max_length=100)


class MyEmailChange(FreshProofEndpoint):
    """DELETE: Cancel the pending change of address."""

    actions = {"GET": Action.CHANGE_EMAIL, "POST": Action.CHANGE_EMAIL}

    @extend_schema(responses=shape_of(EmailChangesOut))
    def get(self, request: Request) -> Response:
        """Return one's pending change of address."""
        return answer(presenters.show_email_changes(selectors.find_own_email_change(self.actor)))

    @extend_schema(request=EmailChangeIn, responses={202: shape_of(EmailChangesOut)})
    def post(self, request: Request) -> Response:
        """Request another address, or a new letter.

        The response is the same whether the address is taken or not.
        """
        self.require_fresh_proof()
        letter = request_email_change(actor=self.actor, address=self.parse(EmailChangeIn)["email"])
        return answer(presenters.show_email_changes(letter), status=202)

    delete = Write(Action.CHANGE_EMAIL, cancel_email_change)


class ConfirmedEmail(Endpoint):
    """POST: Confirm the new address by the secret of the link.

    Only the person who requested it can confirm.
    """

    keeps_answers = False

    post = Write(Action.CHANGE_EMAIL, confirm_email_change, body=ConfirmEmailIn, shows=show_own_account)
