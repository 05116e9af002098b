"""Approval of appointments of oneself: deciders, execution and descriptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from groups.authority.territorial import OfficeHolders
from groups.common.periods import COUNTRY_ZONE
from groups.mandates.models import Mandate
from groups.mandates.own_posts import APPOINTMENT_STEPS, APPROVAL_KIND
from groups.offices.models import OfficeKind
from groups.organisations.models import Organisation
from groups.organisations.policies import get_codes_by_organisation
from viche.accounts.administrator_approvals import describe_account
from viche.accounts.approvals.kinds import register_approval_kind
from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.accounts.selectors import filter_before, get_administrator_times
from viche.kernel.actor import Actor
from viche.kernel.text import format_short_day, translate_field

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
"""Parsers of the values in the payload of a request; values under other names are text."""

DEPUTY_STEPS = frozenset({"name_deputy", "appoint_deputy"})
"""Steps that appoint only a deputy, of the holder of an existing mandate."""


def find_deciders(approvals: Sequence[Approval]) -> dict[UUID, set[UUID]]:
    """Return administrators, and coordinators of all territories where the organisation works, by request.

    They must have held the office since before the request. The people to be appointed are excluded also when
    an organisation administrator named by them made the request.
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
    """Return the id of the organisation that the person of each request would represent."""
    mandates = _load_mandates(approvals)
    return {
        one.pk: UUID(one.payload["organisation_id"])
        if "organisation_id" in one.payload
        else mandates[UUID(one.payload["mandate_id"])].organisation_id
        for one in approvals
    }


def _load_mandates(approvals: Sequence[Approval]) -> dict[UUID, Mandate]:
    """Return the mandates that the requests are about, by id, with their people and organisations."""
    ids = {UUID(one.payload["mandate_id"]) for one in approvals if "mandate_id" in one.payload}
    return Mandate.objects.select_related("person", "organisation").in_bulk(ids)


def carry_out(actor: Actor, approval: Approval) -> None:
    """Execute a step that a second person has confirmed, with the rights of its requester."""
    facts = {
        name: PARSERS.get(name, str)(value) for name, value in approval.payload.items() if name != "step"
    }
    APPOINTMENT_STEPS[approval.payload["step"]](actor=actor, confirmed=True, **facts)


def describe(approvals: Sequence[Approval]) -> dict[UUID, str]:
    """Describe the people to be appointed, the organisation, the document and the term."""
    mandates = _load_mandates(approvals)
    asked = {one.payload["organisation_id"] for one in approvals if "organisation_id" in one.payload}
    organisations = Organisation.objects.in_bulk({UUID(pk) for pk in asked})
    people = User.objects.in_bulk({pk for one in approvals for pk in _get_appointee_ids(one)})
    found = {}
    for one in approvals:
        facts = {name: PARSERS.get(name, str)(value) for name, value in one.payload.items()}
        mandate = mandates[facts["mandate_id"]] if "mandate_id" in facts else None
        organisation = mandate.organisation if mandate else organisations[facts["organisation_id"]]
        appointment = _describe_appointment(facts, people, organisation)
        found[one.pk] = f"{appointment}: {_describe_basis(facts, mandate)}"
    return found


def _describe_appointment(
    facts: Mapping[str, Any], people: Mapping[UUID, User], organisation: Organisation
) -> str:
    """Describe the people by their accounts: the requester may have created these."""
    person = people[facts["person_id"] if "person_id" in facts else facts["deputy_id"]]
    words = {"person": describe_account(person), "organisation": translate_field(organisation, "name")}
    if facts["step"] in DEPUTY_STEPS:
        return _("%(person)s would stand in for a representative of %(organisation)s") % words
    if "deputy_id" not in facts:
        return _("%(person)s would represent %(organisation)s") % words
    words["deputy"] = describe_account(people[facts["deputy_id"]])
    return _("%(person)s would represent %(organisation)s, with %(deputy)s as the usual deputy") % words


def _describe_basis(facts: Mapping[str, Any], mandate: Mandate | None) -> str:
    """Describe the document and, where it is set, the term; for a deputy also the holder of the mandate."""
    deputised = mandate if facts["step"] in DEPUTY_STEPS else None
    holder = translate_field(deputised.person, "name") if deputised else ""
    document = deputised.document if deputised else facts["document"]
    starts, ends = (
        format_short_day(facts.get(f"{side}_at", facts.get(f"{side}_on")), COUNTRY_ZONE)
        for side in ("starts", "ends")
    )
    term = f"{starts or '…'}–{ends or '…'}" if starts or ends else ""
    return ", ".join(filter(None, (holder, document, term)))


register_approval_kind(
    APPROVAL_KIND,
    deciders=find_deciders,
    carry_out=carry_out,
    describe=describe,
    second_person=lambda: _("another coordinator of the territory, or an administrator"),
)
