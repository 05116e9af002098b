"""Who confirms that somebody acts for an organisation by an appointment of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from groups.authority.territorial import office_holders
from groups.common.texts import local
from groups.mandates.own_posts import KIND, carry_out, organisation_of
from groups.offices.models import OfficeKind
from groups.organisations.models import Organisation
from groups.organisations.policies import codes_of
from viche.accounts.approvals.kinds import approval_kind
from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.accounts.selectors import administrators_before


def find_deciders(approval: Approval) -> Iterable[UUID]:
    """Return the administrators, and who coordinates everywhere where the organisation works; each since
    before it was requested.
    """
    at, codes = approval.requested_at, codes_of(organisation_of(approval))
    return office_holders(OfficeKind.COORDINATOR, codes, before=at) | administrators_before(at)


def describe(approval: Approval) -> str:
    """Say who would act for which organisation, in which way."""
    person = cast("User", approval.requested_by)
    organisation = Organisation.objects.get(pk=organisation_of(approval))
    words = {"person": local(person, "name"), "organisation": local(organisation, "name")}
    if approval.payload["step"] in ("name_deputy", "appoint_deputy"):
        return _("%(person)s would stand in for a representative of %(organisation)s") % words
    return _("%(person)s would represent %(organisation)s") % words


approval_kind(
    KIND,
    deciders=find_deciders,
    carry_out=carry_out,
    describe=describe,
    second_person=lambda: _("another coordinator of the territory, or an administrator"),
)
