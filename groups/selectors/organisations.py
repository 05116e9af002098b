"""Organisations that the reader may see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from groups.models import (
    Organisation,
    Territory,
)
from groups.policies import (
    OrganisationAction,
    OrganisationPolicy,
)
from viche.kernel.actor import Actor
from viche.kernel.policy import load


def organisations_for(actor: Actor) -> QuerySet[Organisation]:
    """Organisations with their parents and territories."""
    places = Territory.objects.order_by("name_key", "id")
    visible = OrganisationPolicy().visible_to(actor).select_related("parent")
    return visible.prefetch_related(Prefetch("territories", queryset=places))


def get_organisation_for(actor: Actor, organisation_id: UUID) -> Organisation:
    """One organisation. Raises NotFound."""
    return load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.READ)
