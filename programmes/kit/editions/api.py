"""Editions of dossiers over HTTP, and published ones for everybody."""

from __future__ import annotations

import io
from functools import partial
from uuid import UUID

import orjson
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.dossiers.selectors import load_dossier
from programmes.kit.editions import presenters, schemas, selectors, serializers, services
from programmes.kit.editions.models import Edition
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PDF,
    PUBLIC,
    Answer,
    Download,
    Endpoint,
    Listing,
    Show,
    Write,
    answer,
    read_snapshot,
    respond_with_file,
)


def show_stored(actor: Actor, edition: Edition) -> schemas.EditionOut:
    """Return an edition as it was just stored."""
    (shown,) = presenters.show_editions(actor, [selectors.get_edition_of(edition.dossier, edition.pk)])
    return shown


def show_one(actor: Actor, dossier_id: UUID, edition_id: UUID) -> Answer[schemas.EditionPageOut]:
    """Return one edition of a dossier with its content."""
    with read_snapshot():
        dossier = load_dossier(actor, dossier_id)
        shown = presenters.show_edition_page(actor, selectors.get_edition_of(dossier, edition_id))
    return answer(shown, of=dossier)


def show_public(edition_id: UUID) -> schemas.PublicEditionOut:
    """Return a published edition."""
    with read_snapshot():
        return presenters.show_public_edition(selectors.get_publication(edition_id))


class DossierEditions(Endpoint):
    """Editions of a dossier: its report, frozen.

    GET: Return the editions without their content, the latest first.

    POST: Freeze the report as it is now, in both languages. After the first edition it says why.
    """

    records = {"GET": log_dossier_access}

    get = Listing(
        DossierAction.READ, selectors.list_editions, of=load_dossier, shows=presenters.show_editions
    )

    post = Write(
        DossierAction.MAKE_EDITION,
        services.make_edition,
        body=serializers.MakeEditionIn,
        shows=show_stored,
        status=201,
    )


class DossierEdition(Endpoint):
    """One edition of a dossier.

    GET: Return the edition with its content.
    """

    records = {"GET": log_dossier_access}

    get = Show(DossierAction.READ, show_one)


class EditionPublication(Endpoint):
    """The publication of an edition.

    PUT: Let everybody read it. It must have been made for the public.

    DELETE: Take it back from the public, at once, with a `reason`. It stays for readers of the dossier.
    """

    put = Write(
        DossierAction.PUBLISH_EDITION,
        services.publish_edition,
        body=serializers.PublishEditionIn,
        shows=show_stored,
    )

    delete = Write(
        DossierAction.WITHDRAW_EDITION,
        services.withdraw_edition,
        body=serializers.WithdrawEditionIn,
        shows=show_stored,
    )


class EditionPdf(Endpoint):
    """The PDF of an edition."""

    actions = {"GET": DossierAction.READ}
    asks = serializers.EditionPaperAsked
    media_types = (PDF,)
    records = {"GET": log_dossier_access}

    @extend_schema(parameters=[serializers.EditionPaperAsked], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, dossier_id: UUID, edition_id: UUID) -> Download:
        """Return the PDF in a language, as it was when the edition was made."""
        language, check = self.asked["language"], partial(load_dossier, self.actor, dossier_id)
        with read_snapshot():
            dossier = check()
            edition = selectors.get_edition_of(dossier, edition_id)
            paper = selectors.get_paper(edition, language)
        return respond_with_file(
            io.BytesIO(paper),
            "pdf",
            _name_paper(edition, language),
            reader=self.actor,
            check=check,
            of=dossier,
        )


class PublicEdition(Endpoint):
    """A published edition.

    GET: Return the edition, as it was when it was made. Any other edition is not found.
    """

    get = Show(PUBLIC, show_public)


class PublicEditionPdf(Endpoint):
    """The PDF of a published edition."""

    actions = {"GET": PUBLIC}
    asks = serializers.EditionPaperAsked
    media_types = (PDF,)

    @extend_schema(parameters=[serializers.EditionPaperAsked], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, edition_id: UUID) -> Download:
        """Return the PDF in a language. Any edition that is not published is not found."""
        language, check = self.asked["language"], partial(selectors.get_publication, edition_id)
        with read_snapshot():
            edition = check().edition
            paper = selectors.get_paper(edition, language)
        name = _name_paper(edition, language)
        return respond_with_file(io.BytesIO(paper), "pdf", name, reader=self.actor, check=check, of=None)


def _name_paper(edition: Edition, language: str) -> str:
    """Return the name of a file by the frozen title: the dossier may be called otherwise by now."""
    return f"{orjson.loads(edition.content)[language]['title']}, {edition.number}"
