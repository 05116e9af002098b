"""Who confirms that somebody acts for an organisation by an appointment of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from groups.authority.territorial import office_holders
from groups.common.texts import local
from groups.mandates.models import Mandate
from groups.mandates.own_posts import KIND, STEPS
from groups.offices.models import OfficeKind
from groups.organisations.models import Organisation
from groups.organisations.policies import codes_of
from viche.accounts.approvals.kinds import approval_kind
from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.accounts.selectors import administrators_before
from viche.kernel.actor import Actor

READERS: dict[str, Callable[[str], Any]] = {
    "organisation_id": UUID,
    "mandate_id": UUID,
    "person_id": UUID,
    "deputy_id": UUID,
    "starts_on": date.fromisoformat,
    "ends_on": date.fromisoformat,
    "starts_at": datetime.fromisoformat,
    "ends_at": datetime.fromisoformat,
}
"""How facts that are no text are read back from the payload of a request."""


def organisation_of(approval: Approval) -> UUID:
    """Return for which organisation somebody would act."""
    if "organisation_id" in approval.payload:
        return UUID(approval.payload["organisation_id"])
    return Mandate.objects.get(pk=UUID(approval.payload["mandate_id"])).organisation_id


def find_deciders(approval: Approval) -> Iterable[UUID]:
    """Return the administrators, and who coordinates everywhere where the organisation works; each since
    before it was requested.
    """
    at, codes = approval.requested_at, codes_of(organisation_of(approval))
    return office_holders(OfficeKind.COORDINATOR, codes, before=at) | administrators_before(at)


def carry_out(actor: Actor, approval: Approval) -> None:
    """Take a step that a second person has confirmed, with the rights of who requested it."""
    facts = {
        name: READERS.get(name, str)(value) for name, value in approval.payload.items() if name != "step"
    }
    STEPS[approval.payload["step"]](actor=actor, confirmed=True, **facts)


def describe(approval: Approval) -> str:
    """Say who would act for which organisation, in which way."""
    person = cast("User", approval.requested_by)
    organisation = Organisation.objects.get(pk=organisation_of(approval))
    words = {"person": local(person, "name"), "organisation": local(organisation, "name")}
    named = approval.payload.get("person_id")
    # An appointment of another person may name the requester as the usual deputy.
    if approval.payload["step"] in ("name_deputy", "appoint_deputy") or named != str(person.pk):
        return _("%(person)s would stand in for a representative of %(organisation)s") % words
    return _("%(person)s would represent %(organisation)s") % words


approval_kind(
    KIND,
    deciders=find_deciders,
    carry_out=carry_out,
    describe=describe,
    second_person=lambda: _("another coordinator of the territory, or an administrator"),
)
