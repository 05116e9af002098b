"""How organisations of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.models import Organisation
from groups.organisations.services import verify_organisation
from groups.policies import OrganisationPolicy
from tests.architecture.stages.stage import Stage
from tests.cast import SYSTEM
from viche.kernel.policy import Policy


def an_organisation(stage: Stage, state: str) -> Organisation:
    police = stage.here.organisations["police"]
    if state == "verified":
        verify_organisation(actor=SYSTEM, organisation_id=police.pk, document="Витяг № 5")
    return Organisation.objects.get(pk=police.pk)


POLICIES: dict[str, Policy[Any]] = {
    "organisation": OrganisationPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "organisation": an_organisation,
}
