"""/people: accounts, for administrators. Of what people do they see nothing here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import present
from viche.accounts.api.factors import Proven
from viche.accounts.api.proof import require_proof
from viche.accounts.api.shapes import PersonOut
from viche.accounts.models import Gender, Language, User
from viche.accounts.policies import Action
from viche.accounts.services.administrators import make_administrator, unmake_administrator
from viche.accounts.services.keys import revoke_keys
from viche.accounts.services.password_links import invite_person
from viche.accounts.services.people import (
    create_person,
    deactivate_person,
    reactivate_person,
    rename_person,
)
from viche.accounts.services.sessions import sign_out_everywhere
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictBoolean,
    StrictSerializer,
    answer,
    keyset_page,
    page_of,
    shape,
)
from viche.kernel.events import unit
from viche.kernel.reads import Read, Way, note_reads


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
    """The whole name; without `name_en` the Ukrainian one stands in English, too."""

    name_uk = PlainText(max_length=120)
    name_en = PlainText(max_length=120, required=False, default="", allow_blank=True)
    reason = PlainText(max_length=500)


class AdministrationIn(StrictSerializer):
    reason = PlainText(max_length=500)


def _read(person_id: UUID) -> Read:
    """What is written down of whoever is shown an account."""
    return Read("account", person_id, person_id)


class People(Endpoint):
    actions = {"GET": Action.READ, "POST": Action.CREATE}
    browser_only = frozenset({"GET"})
    asks = PeopleAsked

    @extend_schema(parameters=[PeopleAsked], responses=page_of(PersonOut))
    def get(self, request: Request) -> Response:
        """People whose name or address holds the words of `q`, the newest accounts first."""
        active = {"true": True, "false": False}.get(self.asked.get("active", ""))
        found = selectors.people_found(self.actor, self.asked["q"], active=active)

        def shown(rows: list[User]) -> list[PersonOut]:
            return present.people_of(rows, self.actor)

        page = keyset_page(request, found, order=("-id",), present=shown)
        note_reads(self.actor, [_read(one["id"]) for one in page["items"]], Way.LIST)
        return answer(page)

    @extend_schema(request=CreatePersonIn, responses={201: shape(PersonOut)})
    def post(self, request: Request) -> Response:
        """Make an account, and write to its holder how to set a password."""
        with unit():
            person = create_person(actor=self.actor, **self.parse(CreatePersonIn))
            invite_person(actor=self.actor, person_id=person.pk)
        return answer(present.person(person, self.actor), status=201)


class Person(Endpoint):
    actions = {"GET": Action.READ, "PATCH": Action.RENAME}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape(PersonOut))
    def get(self, request: Request, person_id: UUID) -> Response:
        """One account."""
        person = selectors.get_person(self.actor, person_id)
        note_reads(self.actor, [_read(person_id)])
        return answer(present.person(person, self.actor))

    @extend_schema(request=RenameIn, responses=shape(PersonOut))
    def patch(self, request: Request, person_id: UUID) -> Response:
        """Correct a person's name, with the reason. They are told."""
        data = self.parse(RenameIn)
        version = self.expected_version()
        person = rename_person(actor=self.actor, person_id=person_id, expected_version=version, **data)
        return answer(present.person(person, self.actor))


class Invitation(Endpoint):
    actions = {"POST": Action.INVITE}

    @extend_schema(request=None, responses={202: None})
    def post(self, request: Request, person_id: UUID) -> Response:
        """Send a new link to set the first password."""
        invite_person(actor=self.actor, person_id=person_id)
        return answer(None, status=202)


class Deactivation(Endpoint):
    actions = {"POST": Action.DEACTIVATE, "DELETE": Action.REACTIVATE}

    @extend_schema(request=DeactivationIn, responses=shape(PersonOut))
    def post(self, request: Request, person_id: UUID) -> Response:
        """End all access of a person at once. It needs a fresh proof of who asks."""
        selectors.get_person(self.actor, person_id)
        reason = self.parse(DeactivationIn)["reason"]
        require_proof(self)
        person = deactivate_person(actor=self.actor, person_id=person_id, reason=reason)
        return answer(present.person(person, self.actor))

    @extend_schema(responses=shape(PersonOut))
    def delete(self, request: Request, person_id: UUID) -> Response:
        """Let the person sign in again. It needs a fresh proof of who asks."""
        selectors.get_person(self.actor, person_id)
        require_proof(self)
        return answer(present.person(reactivate_person(actor=self.actor, person_id=person_id), self.actor))


class Administration(Proven):
    """Both need a fresh proof of who asks (`proof_required`), as a change of second factors does."""

    actions = {"POST": Action.MAKE_ADMINISTRATOR, "DELETE": Action.UNMAKE_ADMINISTRATOR}
    deletes_with = AdministrationIn

    @extend_schema(request=AdministrationIn, responses=shape(PersonOut))
    def post(self, request: Request, person_id: UUID) -> Response:
        """Let a person run the system. Every administrator is told."""
        return self._decided(make_administrator, person_id)

    @extend_schema(request=AdministrationIn, responses=shape(PersonOut))
    def delete(self, request: Request, person_id: UUID) -> Response:
        """Let a person run the system no more."""
        return self._decided(unmake_administrator, person_id)

    def _decided(self, decide: Callable[..., User], person_id: UUID) -> Response:
        selectors.get_person(self.actor, person_id)
        data = self.parse(AdministrationIn)
        self.proven()
        person = decide(actor=self.actor, person_id=person_id, **data)
        return answer(present.person(person, self.actor))


class SignOutsIn(StrictSerializer):
    """`keys` revokes tokens, the address of the calendar and sign-ins through organisations, too."""

    keys = StrictBoolean(required=False, default=True)


class SignOuts(Endpoint):
    actions = {"POST": Action.SIGN_OUT}

    @extend_schema(request=SignOutsIn, responses={204: None})
    def post(self, request: Request, person_id: UUID) -> Response:
        """End every sign-in of a person, open pages included, for a lost device; with all keys, unless `keys`
        is false.
        """
        with_keys = self.parse(SignOutsIn)["keys"]
        sign_out_everywhere(actor=self.actor, person_id=person_id, with_keys=with_keys)
        return answer(None, status=204)


class Keys(Endpoint):
    actions = {"DELETE": Action.REVOKE_KEYS}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, person_id: UUID) -> Response:
        """Revoke a person’s tokens, the address of their calendar, and sign-ins through organisations."""
        revoke_keys(actor=self.actor, person_id=person_id)
        return answer(None, status=204)
