"""The programme of recommendations, as the kit knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from programmes.kit.registry import DossierRole, ParticipantRole, Programme, register_programme
from programmes.recommendations.lifecycle import RECOMMENDATIONS
from programmes.recommendations.policies import KIND, RecommendationDossierPolicy

ADDRESSEE = ParticipantRole(
    "addressee", pgettext_lazy("participant of a dossier", "Addressee"), DossierRole.COUNTERPART
)

register_programme(
    Programme(
        kind=KIND,
        noun=_("Recommendations"),
        path="recommendations",
        lifecycle=RECOMMENDATIONS,
        policy=RecommendationDossierPolicy,
        begun_by=frozenset({DossierRole.FACILITATOR, DossierRole.SPEAKER}),
        roles={ADDRESSEE.name: ADDRESSEE},
    )
)
