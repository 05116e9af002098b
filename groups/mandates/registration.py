"""Approval of appointments of oneself: deciders, execution and description."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.authority.territorial import OfficeHolders
from groups.common.periods import COUNTRY_ZONE
from groups.mandates.models import Mandate
from groups.mandates.own_posts import APPOINTMENT_STEPS, APPROVAL_KIND
from groups.offices.models import OfficeKind
from groups.organisations.models import Organisation
from groups.organisations.policies import get_codes_by_organisation
from viche.accounts.approvals.kinds import register_approval_kind
from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.accounts.selectors import filter_before, get_administrator_times
from viche.kernel.actor import Actor
from viche.kernel.text import translate_field

PARSERS: dict[str, Callable[[str], Any]] = {
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


def get_organisation_id(approval: Approval) -> UUID:
    """Return the id of the organisation that the person would represent."""
    if "organisation_id" in approval.payload:
        return UUID(approval.payload["organisation_id"])
    return Mandate.objects.get(pk=UUID(approval.payload["mandate_id"])).organisation_id


def find_deciders(approvals: Sequence[Approval]) -> dict[UUID, set[UUID]]:
    """Return administrators, and coordinators of all territories where the organisation works, by request.

    Only those who were so before the request, and never the people who would act: an administrator whom they
    named may have made the request.
    """
    organisations = _get_organisation_ids(approvals)
    codes = get_codes_by_organisation(set(organisations.values()))
    administrators, holders = get_administrator_times(), OfficeHolders.of(OfficeKind.COORDINATOR)
    return {
        one.pk: (
            holders.list_covering(codes.get(organisations[one.pk], []), before=one.requested_at)
            | filter_before(administrators, one.requested_at)
        )
        - _get_appointee_ids(one)
        for one in approvals
    }


def _get_appointee_ids(approval: Approval) -> set[UUID]:
    facts = approval.payload
    return {UUID(facts[name]) for name in ("person_id", "deputy_id") if name in facts}


def _get_organisation_ids(approvals: Sequence[Approval]) -> dict[UUID, UUID]:
    """Return `get_organisation_id` of each request, in one query."""
    mandates = {UUID(one.payload["mandate_id"]) for one in approvals if "organisation_id" not in one.payload}
    known = dict(Mandate.objects.filter(pk__in=mandates).values_list("pk", "organisation_id"))
    return {
        one.pk: UUID(one.payload["organisation_id"])
        if "organisation_id" in one.payload
        else known[UUID(one.payload["mandate_id"])]
        for one in approvals
    }


def carry_out(actor: Actor, approval: Approval) -> None:
    """Execute a step that a second person has confirmed, with the rights of its requester."""
    facts = {
        name: PARSERS.get(name, str)(value) for name, value in approval.payload.items() if name != "step"
    }
    APPOINTMENT_STEPS[approval.payload["step"]](actor=actor, confirmed=True, **facts)


def describe(approval: Approval) -> str:
    """Describe who would represent which organisation, and how."""
    facts = approval.payload
    organisation = Organisation.objects.get(pk=get_organisation_id(approval))
    # A mandate is appointed with its usual deputy, who may be the one for whom this takes a second person.
    deputy_id = facts.get("deputy_id", facts["person_id"] if facts["step"] == "name_deputy" else None)
    person = User.objects.get(pk=deputy_id or facts["person_id"])
    words = {"person": translate_field(person, "name"), "organisation": translate_field(organisation, "name")}
    if deputy_id is not None:
        return _("%(person)s would stand in for a representative of %(organisation)s") % (
            words
        ) + _describe_deputised(facts)
    return _("%(person)s would represent %(organisation)s") % words


def _describe_deputised(facts: Mapping[str, str]) -> str:
    """Describe the holder, the document of the mandate and, where it is set, the term."""
    mandates = Mandate.objects.select_related("person")
    mandate = mandates.get(pk=facts["mandate_id"]) if "mandate_id" in facts else None
    holder = mandate.person if mandate else User.objects.get(pk=facts["person_id"])
    document = mandate.document if mandate else facts["document"]
    days = [facts.get(f"{side}_at", facts.get(f"{side}_on", "")) for side in ("starts", "ends")]
    term = "–".join(_show_day(datetime.fromisoformat(day)) for day in days if day)
    words = (translate_field(holder, "name"), document, term)
    return f": {', '.join(one for one in words if one)}"


def _show_day(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo(COUNTRY_ZONE)) if moment.tzinfo else moment
    return date_format(local, "SHORT_DATE_FORMAT")


register_approval_kind(
    APPROVAL_KIND,
    deciders=find_deciders,
    carry_out=carry_out,
    describe=describe,
    second_person=lambda: _("another coordinator of the territory, or an administrator"),
)
