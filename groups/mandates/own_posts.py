"""Appointments of representatives and deputies; a second person confirms appointments of oneself."""

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
APPOINTMENT_STEPS: dict[str, Callable[..., Mandate | Deputyship]] = {
    "appoint": appoint_mandate,
    "pass_on": transfer_mandate,
    "name_deputy": set_usual_deputy,
    "appoint_deputy": appoint_deputy,
}
"""Services that appoint a person to act for an organisation, by the `step` that a request stores."""


@service(
    OrganisationAction.APPOINT,
    MandateAction.PASS_ON,
    MandateAction.NAME_DEPUTY,
    MandateAction.APPOINT_DEPUTY,
)
def appoint_or_request_approval(*, actor: Actor, step: str, **facts: Any) -> Mandate | Deputyship | Approval:
    """Run one of `APPOINTMENT_STEPS`, or request an approval when the actor appoints themselves.

    Raises the errors of the step, except OwnPost. The step checks everything else before it raises OwnPost,
    so a request is made only for a valid appointment.
    """
    try:
        with transaction.atomic():
            return APPOINTMENT_STEPS[step](actor=actor, **facts)
    except OwnPost:
        return request_approval(
            actor=actor, kind=APPROVAL_KIND, payload={"step": step, **_serialise_facts(facts)}
        )


def _serialise_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a step as JSON.

    An e-mail address is replaced by the person's id, because the address may belong to another person later.
    """
    kept = {
        name: value for name, value in facts.items() if name != "expected_version" and value not in (None, "")
    }
    if "email" in kept:
        kept["person_id"] = get_person_by_id_or_email(None, kept.pop("email")).pk
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) for name, value in kept.items()
    }
