"""Sign-offs of editions over HTTP. The page of a dossier shows them."""

from __future__ import annotations

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.api import show_dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.sign_offs import serializers, services
from viche.kernel.api import Endpoint, Write


class DossierSignOffs(Endpoint):
    """Sign-offs of a dossier.

    POST: Ask a reviewer to sign off the latest edition. A later edition voids the request.
    """

    records = log_dossier_access

    created = "dossiers/{id}"

    post = Write(
        DossierAction.ASK_SIGN_OFF,
        services.ask_sign_off,
        body=serializers.AskSignOffIn,
        shows=show_dossier,
        status=201,
        versioned=True,
    )


class SignOffDecision(Endpoint):
    """What a reviewer decides about an edition.

    PUT: Sign the edition off, or return it with a reason. Nobody does that whose organisation leads or works
    on the dossier. It is final: another edition is signed off anew.
    """

    records = log_dossier_access

    put = Write(
        DossierAction.DECIDE_SIGN_OFF,
        services.decide_sign_off,
        body=serializers.DecideSignOffIn,
        shows=show_dossier,
        versioned=True,
    )
