"""/me/email-change: change of one's e-mail address."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import presenters
from viche.accounts.api.factors import FreshProofEndpoint
from viche.accounts.api.shapes import EmailChangesOut, Me
from viche.accounts.policies import Action
from viche.accounts.services.email_changes import (
    cancel_email_change,
    confirm_email_change,
    request_email_change,
)
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, answer, shape_of
from viche.kernel.events import get_head


class EmailChangeIn(StrictSerializer):
    email = PlainText(max_length=254)


class ConfirmEmailIn(StrictSerializer):
    secret = PlainText(max_length=100)


class MyEmailChange(FreshProofEndpoint):
    actions = {"GET": Action.CHANGE_EMAIL, "POST": Action.CHANGE_EMAIL, "DELETE": Action.CHANGE_EMAIL}

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

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Cancel the pending change of address."""
        cancel_email_change(actor=self.actor)
        return answer(None, status=204)


class ConfirmedEmail(Endpoint):
    actions = {"POST": Action.CHANGE_EMAIL}
    keeps_answers = False

    @extend_schema(request=ConfirmEmailIn, responses=shape_of(Me))
    def post(self, request: Request) -> Response:
        """Confirm the new address by the secret of the link.

        Only the person who requested it can confirm.
        """
        person = confirm_email_change(actor=self.actor, **self.parse(ConfirmEmailIn))
        return answer(presenters.show_me(person, get_head(f"user:{person.pk}")), version=person.version)
