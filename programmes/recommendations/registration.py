"""The programme of recommendations, as the kit knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access import SCOPE
from programmes.kit.evidence.subjects import register_evidence_subject
from programmes.kit.registry import DossierRole, Programme, register_programme
from programmes.recommendations.evidence import authorise_evidence, find_settled, update_evidence_count
from programmes.recommendations.lifecycle import RECOMMENDATIONS
from programmes.recommendations.link_targets import describe_recommendations
from programmes.recommendations.policies import KIND, RecommendationDossierPolicy
from programmes.recommendations.report import build_report
from programmes.recommendations.roles import ADDRESSEE
from viche.kernel.object_links import register_linkable

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
