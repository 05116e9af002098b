"""Approval of new offices: deciders, execution and description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from groups.authority.territorial import OfficeHolders
from groups.common.texts import describe_office
from groups.offices.models import OfficeKind
from groups.offices.services import NEW_OFFICE, give_office
from groups.territories.models import Territory
from viche.accounts.administrator_approvals import describe_account
from viche.accounts.approvals.kinds import register_approval_kind
from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.accounts.selectors import filter_before, get_administrator_times
from viche.kernel.actor import Actor
from viche.kernel.text import translate_field


def find_deciders(approvals: Sequence[Approval]) -> dict[UUID, set[UUID]]:
    """Return administrators, and holders of the same office over all of the territory, by request.

    Only those who were so before the request, and never the person concerned.
    """
    administrators = get_administrator_times()
    holders = {kind: OfficeHolders.of(kind) for kind in OfficeKind}
    places = {UUID(one.payload["territory_id"]) for one in approvals}
    codes = dict(Territory.objects.filter(pk__in=places).values_list("pk", "code"))
    found = {}
    for one in approvals:
        facts, before = one.payload, one.requested_at
        code = codes[UUID(facts["territory_id"])]
        colleagues = holders[OfficeKind(facts["kind"])].list_covering([code], before=before)
        others = filter_before(administrators, before) | colleagues
        found[one.pk] = others - {UUID(facts["person_id"])}
    return found


def carry_out(actor: Actor, approval: Approval) -> None:
    """Give the office, with the rights of the administrator who requested it."""
    facts = approval.payload
    give_office(
        actor=actor,
        kind=OfficeKind(facts["kind"]),
        territory_id=UUID(facts["territory_id"]),
        document=facts["document"],
        person_id=UUID(facts["person_id"]),
        ends_at=None if facts["ends_at"] is None else datetime.fromisoformat(facts["ends_at"]),
    )


def describe(approvals: Sequence[Approval]) -> dict[UUID, str]:
    """Describe who would hold which office where, and by which document."""
    people = User.objects.in_bulk({UUID(one.payload["person_id"]) for one in approvals})
    places = Territory.objects.in_bulk({UUID(one.payload["territory_id"]) for one in approvals})
    found = {}
    for one in approvals:
        person = people[UUID(one.payload["person_id"])]
        territory = places[UUID(one.payload["territory_id"])]
        found[one.pk] = _describe_office(person, territory, one.payload)
    return found


def _describe_office(person: User, territory: Territory, facts: Mapping[str, str]) -> str:
    words = {
        "person": describe_account(person),
        "office": describe_office(OfficeKind(facts["kind"]), person.grammatical_gender),
        "territory": translate_field(territory, "name"),
        "document": facts["document"],
    }
    return _("%(person)s would hold the office “%(office)s”, %(territory)s. Document: %(document)s") % words


register_approval_kind(
    NEW_OFFICE,
    deciders=find_deciders,
    carry_out=carry_out,
    describe=describe,
    second_person=lambda: _(
        "another administrator, or a holder of the same office over all of the territory"
    ),
)
