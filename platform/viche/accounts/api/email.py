"""/me/email-change: another address for one's account."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import present
from viche.accounts.api.factors import Proven
from viche.accounts.api.shapes import EmailChangesOut, Me
from viche.accounts.policies import Action
from viche.accounts.services.email_changes import ask_email_change, cancel_email_change, confirm_email_change
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, answer, shape
from viche.kernel.events import head


class EmailChangeIn(StrictSerializer):
    email = PlainText(max_length=254)


class ConfirmEmailIn(StrictSerializer):
    secret = PlainText(max_length=100)


class MyEmailChange(Proven):
    actions = {"GET": Action.CHANGE_EMAIL, "POST": Action.CHANGE_EMAIL, "DELETE": Action.CHANGE_EMAIL}

    @extend_schema(responses=shape(EmailChangesOut))
    def get(self, request: Request) -> Response:
        """Another address of one's own that waits to be confirmed."""
        return answer(present.email_changes(selectors.my_email_change(self.actor)))

    @extend_schema(request=EmailChangeIn, responses={202: shape(EmailChangesOut)})
    def post(self, request: Request) -> Response:
        """Ask for another address, or for a new letter. The answer is the same whoever has that address."""
        self.proven()
        letter = ask_email_change(actor=self.actor, address=self.parse(EmailChangeIn)["email"])
        return answer(present.email_changes(letter), status=202)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Let the address stay as it is."""
        cancel_email_change(actor=self.actor)
        return answer(None, status=204)


class ConfirmedEmail(Endpoint):
    actions = {"POST": Action.CHANGE_EMAIL}
    keeps_answers = False

    @extend_schema(request=ConfirmEmailIn, responses=shape(Me))
    def post(self, request: Request) -> Response:
        """Change the address to the one where the link was read. The link is of the person who asks alone."""
        person = confirm_email_change(actor=self.actor, **self.parse(ConfirmEmailIn))
        return answer(present.me(person, head(f"user:{person.pk}")), version=person.version)
