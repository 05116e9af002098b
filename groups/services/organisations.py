"""Registering and verifying organisations."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.events import OrganisationRegistered, OrganisationVerified
from groups.models import Organisation, Sector, Territory
from groups.people import require_system
from groups.policies import OrganisationAction, OrganisationPolicy, TerritoryAction, TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


@service(TerritoryAction.REGISTER_ORGANISATION)
def register_organisation(
    *,
    actor: Actor,
    name_uk: str,
    short_name_uk: str,
    on_behalf_uk: str,
    sector: Sector,
    territory_ids: Collection[UUID],
    name_en: str = "",
    short_name_en: str = "",
    on_behalf_en: str = "",
    parent_id: UUID | None = None,
) -> Organisation:
    """Add an organisation that works in some territories; only the system adds one that works in none.

    `on_behalf_*` continues «від імені …» / “on behalf of …”.
    """
    if not territory_ids:
        require_system(actor)
    territories = [_territory(actor, territory_id) for territory_id in sorted(set(territory_ids))]
    parent = None
    if parent_id is not None:
        parent = load(OrganisationPolicy(), actor, parent_id, OrganisationAction.READ)
    organisation = Organisation.objects.create(
        name_uk=name_uk,
        name_en=name_en,
        short_name_uk=short_name_uk,
        short_name_en=short_name_en,
        on_behalf_uk=on_behalf_uk,
        on_behalf_en=on_behalf_en,
        sector=sector,
        parent=parent,
    )
    organisation.territories.set(territories)
    record(actor, OrganisationRegistered(organisation_id=organisation.id))
    return organisation


def _territory(actor: Actor, territory_id: UUID) -> Territory:
    return load(TerritoryPolicy(), actor, territory_id, TerritoryAction.REGISTER_ORGANISATION)


@service(OrganisationAction.VERIFY)
def verify_organisation(*, actor: Actor, organisation_id: UUID, document: str) -> Organisation:
    """Note that an organisation is what it says, on the strength of a document."""
    organisation = load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.VERIFY, lock=True)
    if not document.strip():
        raise Invalid.field("/document", "blank", _("Name the document that proves it."))
    organisation.verified_at = now()
    organisation.verified_by_id = actor.person_id
    organisation.verified_document = document
    organisation.version += 1
    organisation.save(update_fields=["verified_at", "verified_by", "verified_document", "version"])
    record(actor, OrganisationVerified(organisation_id=organisation.id))
    return organisation
