"""Appointments of oneself, also as a deputy: a second person must confirm them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from groups.common.people import get_person_by_id_or_email
from groups.mandates.deputies import appoint_deputy, set_usual_deputy
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.own_seats import OwnPost
from groups.mandates.policies import MandateAction
from groups.mandates.services import appoint_mandate
from groups.mandates.succession import transfer_mandate
from groups.organisations.policies import OrganisationAction
from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.services import request_approval
from viche.kernel.actor import Actor
from viche.kernel.services import service

APPROVAL_KIND = "groups.own_post"
STEPS: dict[str, Callable[..., Mandate | Deputyship]] = {
    "appoint": appoint_mandate,
    "pass_on": transfer_mandate,
    "name_deputy": set_usual_deputy,
    "appoint_deputy": appoint_deputy,
}
"""The steps by which somebody may come to act for an organisation."""


@service(
    OrganisationAction.APPOINT,
    MandateAction.PASS_ON,
    MandateAction.NAME_DEPUTY,
    MandateAction.APPOINT_DEPUTY,
)
def execute_step(*, actor: Actor, step: str, **facts: Any) -> Mandate | Deputyship | Approval:
    """Execute one of `STEPS`, or request approval when the actor appoints themselves.

    Raises what the step raises: everything but the second person is checked before the request.
    """
    try:
        with transaction.atomic():
            return STEPS[step](actor=actor, **facts)
    except OwnPost:
        return request_approval(
            actor=actor, kind=APPROVAL_KIND, payload={"step": step, **_serialise_facts(facts)}
        )


def _serialise_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as JSON. Of a person named by e-mail the id: the address may be another's later."""
    kept = {
        name: value for name, value in facts.items() if name != "expected_version" and value not in (None, "")
    }
    if "email" in kept:
        kept["person_id"] = get_person_by_id_or_email(None, kept.pop("email")).pk
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) for name, value in kept.items()
    }
