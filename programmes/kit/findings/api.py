"""Findings of dossiers over HTTP."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.dossiers.selectors import load_dossier
from programmes.kit.findings import presenters, schemas, selectors, serializers, services
from programmes.kit.findings.models import Finding
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, Endpoint, Listing, Show, Write, answer, read_snapshot


def show_stored(actor: Actor, finding: Finding) -> schemas.FindingOut:
    """Return a finding as it was just stored."""
    (shown,) = presenters.show_findings(actor, [selectors.get_finding_of(finding.dossier, finding.pk)])
    return shown


def show_one(actor: Actor, dossier_id: UUID, finding_id: UUID) -> Answer[schemas.FindingOut]:
    """Return one finding of a dossier."""
    with read_snapshot():
        dossier = load_dossier(actor, dossier_id)
        (shown,) = presenters.show_findings(actor, [selectors.get_finding_of(dossier, finding_id)])
    return answer(shown, version=shown["version"], of=dossier)


class DossierFindings(Endpoint):
    """Findings of a dossier.

    GET: Return the findings by number, drafts included: a finding has evidence or is a draft.

    POST: Record a finding. It is a draft until evidence is added to it (`subject`: `finding:<id>`).
    """

    records = {"GET": log_dossier_access}

    get = Listing(
        DossierAction.READ, selectors.list_findings, of=load_dossier, shows=presenters.show_findings
    )

    post = Write(
        DossierAction.RECORD_FINDING,
        services.record_finding,
        body=serializers.RecordFindingIn,
        shows=show_stored,
        status=201,
    )


class DossierFinding(Endpoint):
    """One finding of a dossier.

    GET: Return the finding.

    PATCH: Change its words, or whether it may stand in a published edition.

    DELETE: Remove a draft to which no evidence was ever added.
    """

    records = {"GET": log_dossier_access}

    get = Show(DossierAction.READ, show_one)

    patch = Write(
        DossierAction.RECORD_FINDING,
        services.edit_finding,
        body=serializers.EditFindingIn,
        body_as="changes",
        shows=show_stored,
        versioned=True,
    )

    delete = Write(DossierAction.RECORD_FINDING, services.remove_finding, versioned=True)


class FindingRating(Endpoint):
    """The risk rating of a finding.

    PUT: Rate likelihood and impact by the current matrix, or take the rating away.
    """

    put = Write(
        DossierAction.RECORD_FINDING,
        services.rate_finding,
        body=serializers.RateFindingIn,
        shows=show_stored,
        versioned=True,
    )
