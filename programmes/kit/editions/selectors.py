"""Queries of editions: for readers of the dossier, and for everybody while one is published."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from programmes.kit.dossiers.loaders import get_child
from programmes.kit.dossiers.models import Dossier
from programmes.kit.editions.models import Edition, EditionPaper, Publication
from viche.kernel.errors import NotFound


def list_editions(dossier: Dossier) -> QuerySet[Edition]:
    """Return the editions of a dossier without their content, the latest first."""
    return _join_people(Edition.objects.filter(dossier=dossier).defer("content")).order_by("-number")


def get_edition_of(dossier: Dossier, edition_id: UUID) -> Edition:
    """Return an edition of a dossier that the caller has authorised. Raises NotFound."""
    return get_child(dossier, _join_people(Edition.objects.all()), edition_id)


def _join_people(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    publications = Publication.objects.order_by("published_at", "id").select_related(
        "published_by",
        "published_through__organisation",
        "published_through__person",
        "withdrawn_by",
    )
    return editions.select_related(
        "dossier", "made_by", "made_through__organisation", "made_through__person"
    ).prefetch_related(Prefetch("publications", publications))


def get_paper(edition: Edition, language: str) -> bytes:
    """Return the PDF of an edition in a language."""
    return bytes(EditionPaper.objects.values_list("pdf", flat=True).get(edition=edition, language=language))


def get_publication(edition_id: UUID) -> Publication:
    """Return the current publication of an edition. Raises NotFound for one that is not public."""
    rows = Publication.objects.filter(edition=edition_id, withdrawn_at=None)
    publication = rows.select_related("edition__dossier__group").first()
    if publication is None:
        raise NotFound
    return publication


def find_later_public_edition(edition: Edition) -> UUID | None:
    """Return the id of the latest public edition of the same dossier, if it came after this one."""
    later = Publication.objects.filter(
        edition__dossier=edition.dossier_id, edition__number__gt=edition.number, withdrawn_at=None
    )
    return later.order_by("-edition__number").values_list("edition", flat=True).first()
