"""Presenters of organisations, their administrators and revoked verifications."""

from __future__ import annotations

from collections.abc import Sequence

from groups.common import presenters as common_presenters
from groups.organisations import schemas
from groups.organisations.models import Organisation, OrganisationAdministrator, WithdrawnMark
from groups.organisations.policies import OrganisationPolicy
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of


def show_organisations(rows: Sequence[Organisation], actor: Actor) -> list[schemas.OrganisationOut]:
    """Return a page of organisations as one reader sees them. Needs related rows loaded."""
    allowed = OrganisationPolicy().allowed_in(actor, rows)
    return [_show_organisation(row, steps) for row, steps in zip(rows, allowed, strict=True)]


def _show_organisation(row: Organisation, allowed: list[str]) -> schemas.OrganisationOut:
    return {
        **common_presenters.show_organisation(row),
        "parent": common_presenters.show_organisation(row.parent) if row.parent else None,
        "territories": [common_presenters.show_territory_ref(one) for one in row.territories.all()],
        "phone": row.phone,
        "email": row.email,
        "website": row.website,
        "address": bilingual_of(row, "address"),
        "verified_at": row.verified_at,
        "verified_by": common_presenters.show_person(row.verified_by) if row.verified_by else None,
        "verified_document": row.verified_document,
        "allowed": allowed,
        "version": row.version,
    }


def show_revoked_verification(row: WithdrawnMark) -> schemas.WithdrawnMarkOut:
    return {
        "id": row.id,
        "document": row.document,
        "verified_at": row.verified_at,
        "verified_by": common_presenters.show_person(row.verified_by) if row.verified_by else None,
        "withdrawn_at": row.withdrawn_at,
        "withdrawn_by": common_presenters.show_person(row.withdrawn_by) if row.withdrawn_by else None,
        "reason": row.reason,
    }


def show_administrator(row: OrganisationAdministrator) -> schemas.OrganisationAdministratorOut:
    return {
        "id": row.id,
        "person": common_presenters.show_person(row.person),
        "document": row.document,
        "since": row.since,
        "until": row.until,
        "named_by": common_presenters.show_person(row.named_by) if row.named_by else None,
        "end_reason": row.end_reason,
    }
