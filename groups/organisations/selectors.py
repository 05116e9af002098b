"""Selectors of organisations and their records."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from groups.common.collation import contains_words_q
from groups.organisations.models import Organisation, OrganisationAdministrator, WithdrawnMark
from groups.organisations.policies import OrganisationAction, OrganisationPolicy, list_administered_ids
from groups.territories.models import Territory
from groups.territories.selectors import get_territory_for
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.policy import load


def list_organisations_for(
    actor: Actor,
    *,
    words: str = "",
    inside: UUID | None = None,
    administered: bool = False,
    appointed: bool = False,
) -> QuerySet[Organisation]:
    """Return organisations with their parents and territories.

    Narrowed to names that contain `words`, to work in the subtree of a territory (`inside`), to those that
    `actor` administers (`administered`), or to those whose representatives `actor` appoints as administrator
    or coordinator (`appointed`).
    """
    places = Territory.objects.order_by("name_key", "id")
    policy = OrganisationPolicy()
    visible = policy.appointed_by(actor) if appointed else policy.visible_to(actor)
    if words:
        visible = visible.filter(contains_words_q("name", words) | contains_words_q("short_name", words))
    if inside is not None:
        prefix = get_territory_for(actor, inside).prefix
        working = Territory.objects.filter(code__startswith=prefix, organisations=OuterRef("pk"))
        visible = visible.filter(Exists(working))
    if administered:
        visible = visible.filter(pk__in=list_administered_ids(actor))
    loaded = visible.select_related("parent", "verified_by")
    return loaded.prefetch_related(Prefetch("territories", queryset=places))


def get_organisation_for(actor: Actor, organisation_id: UUID) -> Organisation:
    """Return one organisation with everything that is presented of it. Raises NotFound."""
    organisation = list_organisations_for(actor).filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    return organisation


def get_organisations_by_id(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Organisation]:
    """Return organisations by id, as far as `actor` may know of them."""
    return OrganisationPolicy().visible_to(actor).in_bulk(ids)


def list_administrators_of(actor: Actor, organisation_id: UUID) -> QuerySet[OrganisationAdministrator]:
    """Return present and past administrators. Raises NotFound or Forbidden."""
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.SEE_RECORD)
    rows = OrganisationAdministrator.objects.filter(organisation=organisation_id)
    return rows.select_related("person", "named_by")


def list_revoked_verifications_of(actor: Actor, organisation_id: UUID) -> QuerySet[WithdrawnMark]:
    """Return revoked verifications. Raises NotFound or Forbidden."""
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.SEE_RECORD)
    rows = WithdrawnMark.objects.filter(organisation=organisation_id)
    return rows.select_related("verified_by", "withdrawn_by")
