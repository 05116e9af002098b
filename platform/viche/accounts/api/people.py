"""/people: accounts, for administrators. What people do in the product is not visible here."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import presenters
from viche.accounts.api.factors import FreshProofEndpoint
from viche.accounts.api.reauthentication import require_proof
from viche.accounts.api.shapes import PersonOut
from viche.accounts.approvals.api import ApprovalOut, present_approval
from viche.accounts.models import Gender, Language
from viche.accounts.policies import Action
from viche.accounts.services.administrators import request_administrator, revoke_administrator
from viche.accounts.services.keys import revoke_keys
from viche.accounts.services.password_links import invite_person
from viche.accounts.services.people import (
    create_person,
    deactivate_person,
    reactivate_person,
    rename_person,
)
from viche.accounts.services.sessions import sign_out_everywhere
from viche.kernel.access_log import Read, log_each
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Endpoint,
    PlainText,
    Show,
    StrictBoolean,
    StrictSerializer,
    Write,
    answer,
    page_of,
    paginate,
    shape_of,
)
from viche.kernel.events import open_unit_of_work


class PeopleAsked(StrictSerializer):
    q = PlainText(max_length=100, required=False, default="", allow_blank=True)
    active = serializers.ChoiceField(["true", "false"], required=False)


class CreatePersonIn(StrictSerializer):
    email = PlainText(max_length=254)
    name_uk = PlainText(max_length=120)
    name_en = PlainText(max_length=120, required=False, default="", allow_blank=True)
    gender = serializers.ChoiceField(Gender.choices, default=Gender.NEUTRAL, source="grammatical_gender")
    language = serializers.ChoiceField(Language.choices, default=Language.UKRAINIAN)


class DeactivationIn(StrictSerializer):
    reason = PlainText(max_length=500)


class RenameIn(StrictSerializer):
    """The whole name; without `name_en` the Ukrainian one is used in English, too."""

    name_uk = PlainText(max_length=120)
    name_en = PlainText(max_length=120, required=False, default="", allow_blank=True)
    reason = PlainText(max_length=500)


class AdministrationIn(StrictSerializer):
    reason = PlainText(max_length=500)


record_accounts = log_each(lambda one: Read("account", one["id"], one["id"]))


class People(Endpoint):
    records = {"GET": record_accounts}
    actions = {"GET": Action.READ, "POST": Action.CREATE}
    browser_only = frozenset({"GET"})
    asks = PeopleAsked

    @extend_schema(parameters=[PeopleAsked], responses=page_of(PersonOut))
    def get(self, request: Request) -> Response:
        """List people whose name or address contains every word of `q`, the newest accounts first."""
        active = {"true": True, "false": False}.get(self.asked.get("active", ""))
        found = selectors.find_people(self.actor, self.asked["q"], active=active)

        present = partial(presenters.show_people, actor=self.actor)
        return answer(paginate(request, found, order=("-id",), present=present))

    @extend_schema(request=CreatePersonIn, responses={201: shape_of(PersonOut)})
    def post(self, request: Request) -> Response:
        """Create an account, and send its holder a link to set a password."""
        with open_unit_of_work():
            person = create_person(actor=self.actor, **self.parse(CreatePersonIn))
            invite_person(actor=self.actor, person_id=person.pk)
        return answer(presenters.show_person(person, self.actor), status=201)


def _show_account(actor: Actor, person_id: UUID) -> PersonOut:
    return presenters.show_person(selectors.get_person(actor, person_id), actor)


class Person(Endpoint):
    """GET: Return one account.

    PATCH: Correct a person's name, with a reason, which the person is told.
    """

    records = {"GET": record_accounts}

    get = Show(Action.READ, _show_account)

    patch = Write(Action.RENAME, rename_person, body=RenameIn, shows=presenters.show_person, versioned=True)


class Invitation(Endpoint):
    actions = {"POST": Action.INVITE}

    @extend_schema(request=None, responses={202: None})
    def post(self, request: Request, person_id: UUID) -> Response:
        """Send a new link to set the first password."""
        invite_person(actor=self.actor, person_id=person_id)
        return answer(None, status=202)


class Deactivation(Endpoint):
    actions = {"POST": Action.DEACTIVATE, "DELETE": Action.REACTIVATE}

    @extend_schema(request=DeactivationIn, responses=shape_of(PersonOut))
    def post(self, request: Request, person_id: UUID) -> Response:
        """End all access of a person at once. Needs a fresh proof of identity."""
        selectors.get_person(self.actor, person_id)
        reason = self.parse(DeactivationIn)["reason"]
        require_proof(self)
        person = deactivate_person(actor=self.actor, person_id=person_id, reason=reason)
        return answer(presenters.show_person(person, self.actor))

    @extend_schema(responses=shape_of(PersonOut))
    def delete(self, request: Request, person_id: UUID) -> Response:
        """Let the person sign in again. It needs a fresh proof of who asks."""
        selectors.get_person(self.actor, person_id)
        require_proof(self)
        return answer(
            presenters.show_person(reactivate_person(actor=self.actor, person_id=person_id), self.actor)
        )


class Administration(FreshProofEndpoint):
    """Request or revoke an administrator. Needs a fresh proof of identity (`proof_required`)."""

    actions = {"POST": Action.MAKE_ADMINISTRATOR, "DELETE": Action.UNMAKE_ADMINISTRATOR}
    deletes_with = AdministrationIn

    @extend_schema(request=AdministrationIn, responses={202: shape_of(ApprovalOut)})
    def post(self, request: Request, person_id: UUID) -> Response:
        """Request that a person becomes an administrator; another administrator has to confirm it."""
        reason = self._parse_reason(person_id)
        approval = request_administrator(actor=self.actor, person_id=person_id, reason=reason)
        return answer(present_approval(self.actor, approval), status=202)

    @extend_schema(request=AdministrationIn, responses=shape_of(PersonOut))
    def delete(self, request: Request, person_id: UUID) -> Response:
        """Revoke the administrator role of a person."""
        reason = self._parse_reason(person_id)
        person = revoke_administrator(actor=self.actor, person_id=person_id, reason=reason)
        return answer(presenters.show_person(person, self.actor))

    def _parse_reason(self, person_id: UUID) -> str:
        """Return the reason of the request. Raises NotFound, Invalid and ProofRequired, in this order."""
        selectors.get_person(self.actor, person_id)
        reason: str = self.parse(AdministrationIn)["reason"]
        self.require_fresh_proof()
        return reason


class SignOutsIn(StrictSerializer):
    """`keys` also revokes tokens, the calendar feed, and sign-ins through organisations."""

    keys = StrictBoolean(source="with_keys", required=False, default=True)


class SignOuts(Endpoint):
    """POST: End every session of a person, open pages included, for a lost device.

    All keys are revoked, too, unless `keys` is false.
    """

    post = Write(Action.SIGN_OUT, sign_out_everywhere, body=SignOutsIn)


class Keys(Endpoint):
    """DELETE: Revoke a person’s tokens, calendar feed address, and sign-ins through organisations."""

    delete = Write(Action.REVOKE_KEYS, revoke_keys)
