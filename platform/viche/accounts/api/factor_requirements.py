"""/system/factor-requirements, /system/factor-resets: administration of second factors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import presenters
from viche.accounts.api.factors import FreshProofEndpoint
from viche.accounts.api.shapes import FactorRequirementOut
from viche.accounts.models import Demand
from viche.accounts.policies import Action, SystemAction, require_administrator
from viche.accounts.services.factor_requirements import require_factors
from viche.accounts.services.factors import reset_factors
from viche.kernel.api import (
    Endpoint,
    Instant,
    Listing,
    PlainText,
    StrictSerializer,
    answer,
    shape_of,
)
from viche.kernel.errors import Invalid


class RequireFactorsIn(StrictSerializer):
    demand = serializers.ChoiceField(Demand.choices)
    since = Instant()


class ResetFactorsIn(StrictSerializer):
    email = PlainText(max_length=254)
    reason = PlainText(max_length=500)


class FactorRequirements(Endpoint):
    """GET: Return the second factor that each role demands, and how many holders lack it."""

    browser_only = frozenset({"GET"})
    scopes = {"GET": ("accounts:read",)}

    get = Listing(
        SystemAction.REQUIRE_FACTORS, selectors.list_role_demands, shows=presenters.show_factor_requirement
    )


class FactorRequirement(FreshProofEndpoint):
    actions = {"PUT": SystemAction.REQUIRE_FACTORS}
    browser_only = frozenset({"PUT"})
    scopes = {"PUT": ("accounts:read", "accounts:write")}
    conditional = frozenset({"PUT"})

    @extend_schema(request=RequireFactorsIn, responses=shape_of(FactorRequirementOut))
    def put(self, request: Request, role: str) -> Response:
        """Set the second factor that a role demands.

        If-Match is the version from the list, 0 for the first time.
        """
        version = self.expected_version()
        require_administrator(self.actor)
        self.require_fresh_proof()
        require_factors(actor=self.actor, role=role, expected_version=version, **self.parse(RequireFactorsIn))
        found = selectors.list_role_demands(self.actor)
        one = next(one for one in found if one.role == role)
        return answer(presenters.show_factor_requirement(one), version=one.version)


class FactorResets(FreshProofEndpoint):
    actions = {"POST": Action.RESET_FACTORS}

    @extend_schema(request=ResetFactorsIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Remove all second factors of a person who has lost them, and end their sessions."""
        require_administrator(self.actor)
        self.require_fresh_proof()
        sent = self.parse(ResetFactorsIn)
        person = selectors.find_person_by_email(self.actor, sent["email"])
        if person is None:
            raise Invalid.field("/email", "not_found", _("There is no such person."))
        reset_factors(actor=self.actor, person_id=person.pk, reason=sent["reason"])
        return answer(None, status=204)
