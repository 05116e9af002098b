"""Participants of dossiers over HTTP."""

from __future__ import annotations

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.api import show_dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.participants import serializers, services
from viche.kernel.api import Endpoint, Write


class DossierParticipants(Endpoint):
    """Participants of a dossier.

    POST: Name an organisation or a mandate in a role of the dossier's kind.

    A mandate needs a seat with a voice in the group; a `personal` role is given to mandates alone. A
    counterpart reads a dossier that is for its participants alone only once a step opens it (`opened_at`).
    """

    records = log_dossier_access

    created = "dossiers/{id}"

    post = Write(
        DossierAction.NAME_PARTICIPANTS,
        services.name_participant,
        body=serializers.NameParticipantIn,
        shows=show_dossier,
        status=201,
        versioned=True,
    )


class DossierParticipant(Endpoint):
    """One participant of a dossier.

    DELETE: End the part of a participant; the history keeps it.
    """

    records = log_dossier_access

    delete = Write(
        DossierAction.NAME_PARTICIPANTS, services.end_participant, shows=show_dossier, versioned=True
    )
