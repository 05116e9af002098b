"""Policy of the transitions of dossiers of recommendations."""

from __future__ import annotations

from programmes.kit.dossiers.policies import TransitionPolicy
from programmes.recommendations.lifecycle import Action

KIND = "recommendations"


class RecommendationDossierPolicy(TransitionPolicy):
    """Policy of the transitions of a dossier of recommendations."""

    kind = KIND
    every = Action
