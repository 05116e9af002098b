"""/system/identity-providers: administration of identity providers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import presenters
from viche.accounts.api.factors import FreshProofEndpoint
from viche.accounts.api.shapes import ProviderOut
from viche.accounts.approvals.api import ApprovalOut, present_approval
from viche.accounts.oidc.discovery import get_discovery_document
from viche.accounts.policies import SystemAction, require_administrator
from viche.accounts.services.providers import edit_provider, remove_provider, request_provider
from viche.kernel.api import Listing, PlainText, StrictBoolean, StrictSerializer, answer, shape_of
from viche.kernel.errors import Invalid
from viche.kernel.safe_http import Unreachable

NO_PROVIDER = _("No provider of OpenID Connect answers there, or it calls itself otherwise.")


class Domains(serializers.ListField):
    def __init__(self, **facts: Any) -> None:
        super().__init__(child=PlainText(max_length=253), max_length=50, **facts)


class EditProviderIn(StrictSerializer):
    """Omitted fields stay as they are."""

    name_uk = PlainText(max_length=120, required=False)
    name_en = PlainText(max_length=120, required=False, allow_blank=True)
    client_id = PlainText(max_length=255, required=False)
    client_secret = PlainText(max_length=255, required=False)
    is_enabled = StrictBoolean(required=False)
    domains = Domains(required=False)


class AddProviderIn(StrictSerializer):
    code = PlainText(max_length=30)
    name_uk = PlainText(max_length=120)
    name_en = PlainText(max_length=120, required=False, default="", allow_blank=True)
    issuer = PlainText(max_length=255)
    client_id = PlainText(max_length=255)
    client_secret = PlainText(max_length=255)
    domains = Domains(required=False, default=list)


class ProviderEndpoint(FreshProofEndpoint):
    def shown(self, provider_id: UUID) -> ProviderOut:
        kept = selectors.list_provider_usage(self.actor)
        return presenters.show_managed_provider(next(one for one in kept if one.row.pk == provider_id))


class ManagedProviders(ProviderEndpoint):
    """GET: List all providers, also those that are switched off."""

    actions = {"POST": SystemAction.MANAGE_PROVIDERS}
    browser_only = frozenset({"GET", "POST"})
    scopes = {"GET": ("accounts:read",), "POST": ("accounts:read", "accounts:write")}

    get = Listing(
        SystemAction.MANAGE_PROVIDERS, selectors.list_provider_usage, shows=presenters.show_managed_provider
    )

    @extend_schema(request=AddProviderIn, responses={202: shape_of(ApprovalOut)})
    def post(self, request: Request) -> Response:
        """Request a provider; it becomes active once a second administrator confirms it.

        The issuer is contacted at once, to check that it is a provider.
        """
        require_administrator(self.actor)
        self.require_fresh_proof()
        sent = self.parse(AddProviderIn)
        try:
            get_discovery_document(sent["issuer"])
        except Unreachable as error:
            raise Invalid.field("/issuer", "unreachable", NO_PROVIDER) from error
        return answer(present_approval(self.actor, request_provider(actor=self.actor, **sent)), status=202)


class ManagedProvider(ProviderEndpoint):
    actions = {"PATCH": SystemAction.MANAGE_PROVIDERS, "DELETE": SystemAction.MANAGE_PROVIDERS}
    browser_only = frozenset({"PATCH", "DELETE"})
    scopes = {"PATCH": ("accounts:read", "accounts:write"), "DELETE": ("accounts:read", "accounts:write")}
    conditional = frozenset({"PATCH"})

    @extend_schema(request=EditProviderIn, responses=shape_of(ProviderOut))
    def patch(self, request: Request, provider_id: UUID) -> Response:
        """Change a provider. One that is switched off stops new sign-ins at once.

        A new domain waits for a second administrator (`/approvals`); until then it is not among `domains`.
        """
        version = self.expected_version()
        require_administrator(self.actor)
        self.require_fresh_proof()
        changes = self.parse(EditProviderIn)
        provider = edit_provider(
            actor=self.actor, provider_id=provider_id, expected_version=version, changes=changes
        )
        return answer(self.shown(provider.pk), version=provider.version)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, provider_id: UUID) -> Response:
        """Delete a provider with which nobody is linked."""
        require_administrator(self.actor)
        self.require_fresh_proof()
        remove_provider(actor=self.actor, provider_id=provider_id)
        return answer(None, status=204)
