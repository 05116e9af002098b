"""Nobody appoints themselves, nor makes themselves a deputy: a second person confirms it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from groups.common.people import person_named
from groups.mandates.deputies import appoint_deputy, name_usual_deputy
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.own_seats import OwnPost
from groups.mandates.policies import MandateAction
from groups.mandates.services import appoint_mandate
from groups.mandates.succession import pass_on_mandate
from groups.organisations.policies import OrganisationAction
from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.services import request_approval
from viche.kernel.actor import Actor
from viche.kernel.services import service

KIND = "groups.own_post"
STEPS: dict[str, Callable[..., Mandate | Deputyship]] = {
    "appoint": appoint_mandate,
    "pass_on": pass_on_mandate,
    "name_deputy": name_usual_deputy,
    "appoint_deputy": appoint_deputy,
}
"""The steps by which somebody may come to act for an organisation."""


@service(
    OrganisationAction.APPOINT,
    MandateAction.PASS_ON,
    MandateAction.NAME_DEPUTY,
    MandateAction.APPOINT_DEPUTY,
)
def take_step(*, actor: Actor, step: str, **facts: Any) -> Mandate | Deputyship | Approval:
    """Take one of `STEPS`; for oneself, request that a second person confirms it.

    Raises what the step raises: everything but the second person is checked before it is requested.
    """
    try:
        with transaction.atomic():
            return STEPS[step](actor=actor, **facts)
    except OwnPost:
        return request_approval(actor=actor, kind=KIND, payload={"step": step, **_written(facts)})


def _written(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as JSON. Of a person named by e-mail the id: the address may be another's later."""
    kept = {
        name: value for name, value in facts.items() if name != "expected_version" and value not in (None, "")
    }
    if "email" in kept:
        kept["person_id"] = person_named(None, kept.pop("email")).pk
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) for name, value in kept.items()
    }
