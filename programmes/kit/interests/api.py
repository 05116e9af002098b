"""Interests of participants over HTTP."""

from __future__ import annotations

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.api import show_dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.interests import serializers, services
from viche.kernel.api import Endpoint, Write


class ParticipantInterests(Endpoint):
    """Interests of a participant who is named as a person (`personal` of the role).

    PUT: Declare the interests of a participant for whom one speaks. The latest declaration counts.
    """

    records = log_dossier_access

    put = Write(
        DossierAction.DECLARE_INTERESTS,
        services.declare_interests,
        body=serializers.DeclareInterestsIn,
        shows=show_dossier,
        versioned=True,
    )


class ParticipantTieOutcome(Endpoint):
    """What follows from the tie that a participant declared.

    PUT: Decide whether they stay or step aside, which ends their part. Not for whoever declared it.
    """

    records = log_dossier_access

    put = Write(
        DossierAction.DECIDE_TIE,
        services.decide_tie,
        body=serializers.DecideTieIn,
        shows=show_dossier,
        versioned=True,
    )
