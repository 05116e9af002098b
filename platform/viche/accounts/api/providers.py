"""/system/identity-providers: through whom people may sign in, as administrators keep it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts import selectors
from viche.accounts.api import present
from viche.accounts.api.factors import Proven
from viche.accounts.api.shapes import ProviderOut
from viche.accounts.approvals.api import ApprovalOut, present_approval
from viche.accounts.oidc.documents import document_of
from viche.accounts.policies import SystemAction, require_administrator
from viche.accounts.services.providers import edit_provider, remove_provider, request_provider
from viche.kernel.api import PlainText, StrictBoolean, StrictSerializer, answer, list_of, shape
from viche.kernel.errors import Invalid
from viche.kernel.outgoing import Unreachable

NO_PROVIDER = _("No provider of OpenID Connect answers there, or it calls itself otherwise.")


class Domains(serializers.ListField):
    def __init__(self, **facts: Any) -> None:
        super().__init__(child=PlainText(max_length=253), max_length=50, **facts)


class EditProviderIn(StrictSerializer):
    """Fields that are left out stay as they are."""

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


class OfProviders(Proven):
    def shown(self, provider_id: UUID) -> ProviderOut:
        kept = selectors.providers_kept(self.actor)
        return present.provider(next(one for one in kept if one.row.pk == provider_id))


class ManagedProviders(OfProviders):
    actions = {"GET": SystemAction.MANAGE_PROVIDERS, "POST": SystemAction.MANAGE_PROVIDERS}
    browser_only = frozenset({"GET", "POST"})
    scopes = {"GET": ("accounts:read",), "POST": ("accounts:read", "accounts:write")}

    @extend_schema(responses=list_of(ProviderOut))
    def get(self, request: Request) -> Response:
        """Every provider, those that are switched off, too."""
        return answer({"items": [present.provider(one) for one in selectors.providers_kept(self.actor)]})

    @extend_schema(request=AddProviderIn, responses={202: shape(ApprovalOut)})
    def post(self, request: Request) -> Response:
        """Let people sign in through a provider, once a second administrator has confirmed it.

        It is asked at once whether it is a provider.
        """
        require_administrator(self.actor)
        self.proven()
        sent = self.parse(AddProviderIn)
        try:
            document_of(sent["issuer"])
        except Unreachable as error:
            raise Invalid.field("/issuer", "unreachable", NO_PROVIDER) from error
        return answer(present_approval(self.actor, request_provider(actor=self.actor, **sent)), status=202)


class ManagedProvider(OfProviders):
    actions = {"PATCH": SystemAction.MANAGE_PROVIDERS, "DELETE": SystemAction.MANAGE_PROVIDERS}
    browser_only = frozenset({"PATCH", "DELETE"})
    scopes = {"PATCH": ("accounts:read", "accounts:write"), "DELETE": ("accounts:read", "accounts:write")}
    conditional = frozenset({"PATCH"})

    @extend_schema(request=EditProviderIn, responses=shape(ProviderOut))
    def patch(self, request: Request, provider_id: UUID) -> Response:
        """Change a provider. One that is switched off signs nobody in from now on.

        A new domain waits for a second administrator (`/approvals`); it is not among `domains` before.
        """
        version = self.expected_version()
        require_administrator(self.actor)
        self.proven()
        changes = self.parse(EditProviderIn)
        provider = edit_provider(
            actor=self.actor, provider_id=provider_id, expected_version=version, changes=changes
        )
        return answer(self.shown(provider.pk), version=provider.version)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, provider_id: UUID) -> Response:
        """Forget a provider with which nobody is linked."""
        require_administrator(self.actor)
        self.proven()
        remove_provider(actor=self.actor, provider_id=provider_id)
        return answer(None, status=204)
