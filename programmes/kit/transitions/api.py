"""Transitions of dossiers over HTTP."""

from __future__ import annotations

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.api import show_dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.transitions import serializers, services
from viche.kernel.api import Endpoint, Write


class DossierTransitions(Endpoint):
    """Steps of a dossier through the lifecycle of its kind.

    POST: Take a step that needs no facts of its own.

    Each step has its own right; `transitions` of a dossier lists those that are open to the reader, and what
    the dossier still lacks for each. A step from another state is a 403 (`dossier_state`), a requirement that
    is not met a 409 that names it, a reason that is missing a 422.
    """

    records = log_dossier_access

    scopes = {"POST": ("programmes:read", "programmes:write")}

    post = Write(
        DossierAction.READ,
        services.take_transition,
        body=serializers.TakeTransitionIn,
        shows=show_dossier,
        versioned=True,
    )
