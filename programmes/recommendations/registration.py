"""The programme of recommendations, as the kit knows it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access import SCOPE
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.evidence.subjects import register_evidence_subject
from programmes.kit.registry import DossierRole, Programme, register_programme
from programmes.recommendations.evidence import authorise_evidence, find_settled, update_evidence_count
from programmes.recommendations.lifecycle import ADDRESSEE, RECOMMENDATIONS
from programmes.recommendations.policies import KIND, RecommendationDossierPolicy, RecommendationPolicy
from programmes.recommendations.report import build_report
from viche.kernel.actor import Actor
from viche.kernel.object_links import LinkView, register_linkable
from viche.kernel.text import bilingual_of


def describe_recommendations(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the readable recommendations with title, answer, addressee and due day."""
    rows = RecommendationPolicy().visible_to(actor).filter(pk__in=ids)
    return {
        row.pk: LinkView(
            title=bilingual_of(row, "title"),
            url=f"/recommendations/{row.pk}",
            state=row.response,
            at=row.issued_at or row.created_at,
            owner=bilingual_of(row.addressed_to, "name"),
            number=row.number,
            due_on=row.due_on,
            reads=tuple(list_reads(row.dossier)),
        )
        for row in rows.select_related("addressee_organisation", "outside_body")
    }


register_programme(
    Programme(
        kind=KIND,
        noun=_("Recommendations"),
        path="recommendations",
        lifecycle=RECOMMENDATIONS,
        policy=RecommendationDossierPolicy,
        begun_by=frozenset({DossierRole.FACILITATOR, DossierRole.SPEAKER}),
        roles={ADDRESSEE.name: ADDRESSEE},
        report=build_report,
    )
)
register_linkable("recommendation", describe_recommendations, _("Recommendation"), SCOPE)
register_evidence_subject(
    "recommendation",
    authorise=authorise_evidence,
    changed=update_evidence_count,
    find_settled=find_settled,
)
