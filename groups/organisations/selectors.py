"""Organisations that the reader may see, and their records."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from groups.common.collation import holding_words
from groups.organisations.models import Organisation, OrganisationAdministrator, WithdrawnMark
from groups.organisations.policies import OrganisationAction, OrganisationPolicy, administered_by
from groups.territories.models import Territory
from groups.territories.selectors import get_territory_for
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.policy import load


def organisations_for(
    actor: Actor,
    *,
    words: str = "",
    inside: UUID | None = None,
    administered: bool = False,
    appointed: bool = False,
) -> QuerySet[Organisation]:
    """Organisations with their parents and territories.

    `words` leaves those of which a name holds them, `inside` those that work anywhere in one territory,
    `administered` those of which `actor` is an administrator, `appointed` those for which `actor` names the
    representatives, as their administrator or as coordinator.
    """
    places = Territory.objects.order_by("name_key", "id")
    policy = OrganisationPolicy()
    visible = policy.appointed_by(actor) if appointed else policy.visible_to(actor)
    if words:
        visible = visible.filter(holding_words("name", words) | holding_words("short_name", words))
    if inside is not None:
        prefix = get_territory_for(actor, inside).prefix
        working = Territory.objects.filter(code__startswith=prefix, organisations=OuterRef("pk"))
        visible = visible.filter(Exists(working))
    if administered:
        visible = visible.filter(pk__in=administered_by(actor))
    loaded = visible.select_related("parent", "verified_by")
    return loaded.prefetch_related(Prefetch("territories", queryset=places))


def get_organisation_for(actor: Actor, organisation_id: UUID) -> Organisation:
    """One organisation with all that is told of it. Raises NotFound."""
    organisation = organisations_for(actor).filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    return organisation


def organisations_named(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Organisation]:
    """Some organisations by their ids, as far as `actor` knows of them."""
    return OrganisationPolicy().visible_to(actor).in_bulk(ids)


def administrators_of(actor: Actor, organisation_id: UUID) -> QuerySet[OrganisationAdministrator]:
    """Who names its representatives, and who did. Raises NotFound or Forbidden."""
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.SEE_RECORD)
    rows = OrganisationAdministrator.objects.filter(organisation=organisation_id)
    return rows.select_related("person", "named_by")


def withdrawn_marks_of(actor: Actor, organisation_id: UUID) -> QuerySet[WithdrawnMark]:
    """On what it was verified before, and why not any more. Raises NotFound or Forbidden."""
    load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.SEE_RECORD)
    rows = WithdrawnMark.objects.filter(organisation=organisation_id)
    return rows.select_related("verified_by", "withdrawn_by")
