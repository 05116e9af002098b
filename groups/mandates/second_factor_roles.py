"""Roles of this app that may require a second factor, and their present and future holders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from groups.common.periods import not_ended_q
from groups.common.texts import describe_office, describe_role
from groups.mandates.models import Deputyship
from groups.offices.models import Office, OfficeKind
from groups.organisations.models import OrganisationAdministrator
from groups.seats.deputies import find_acting_periods, load_deputy_mandates
from groups.seats.models import Membership, Role
from viche.accounts.models import Demand, Gender
from viche.accounts.roles import RoleHolding, register_roles
from viche.kernel.clock import now

People = Collection[UUID] | None


def _list_officers(kinds: Collection[str], person_ids: People) -> Iterator[RoleHolding]:
    rows = Office.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now()), kind__in=kinds)
    if person_ids is not None:
        rows = rows.filter(person__in=person_ids)
    for person_id, kind, starts_at, ends_at in rows.values_list("person_id", "kind", "starts_at", "ends_at"):
        yield RoleHolding(person_id, kind, starts_at, ends_at)


def _list_seated(codes: Collection[str], person_ids: People) -> Iterator[RoleHolding]:
    """Yield holders of mandates with seats, and deputies during their deputyships."""
    at = now()
    windows = Deputyship.objects.filter(ends_at__gt=at, ended_at=None)
    seats = Membership.objects.filter(not_ended_q(at), role__in=codes)
    seats = seats.filter(mandate__rested_at=None)
    if person_ids is not None:
        stood_in = windows.filter(deputy__in=person_ids).values("mandate")
        seats = seats.filter(Q(mandate__person__in=person_ids) | Q(mandate__in=stood_in))
    seats = seats.select_related("mandate", "group")
    rows = list(seats.prefetch_related(Prefetch("mandate__deputyships", queryset=windows)))
    belonging = load_deputy_mandates(one for seat in rows for one in seat.mandate.deputyships.all())
    for seat in rows:
        term = seat.term & seat.mandate.term(seat.group.time_zone)
        spans = [(seat.mandate.person_id, term)]
        spans += [
            (one.deputy_id, term & acts)
            for one in seat.mandate.deputyships.all()
            for acts in find_acting_periods(one, belonging)
        ]
        for person_id, span in spans:
            if not span.is_empty and (person_ids is None or person_id in person_ids):
                yield RoleHolding(person_id, seat.role, span.start, span.end)


def _list_administrators(_codes: Collection[str], person_ids: People) -> Iterator[RoleHolding]:
    rows = OrganisationAdministrator.objects.filter(until=None)
    if person_ids is not None:
        rows = rows.filter(person__in=person_ids)
    for person_id, since in rows.values_list("person_id", "since"):
        yield RoleHolding(person_id, ADMINISTRATOR, since)


ADMINISTRATOR = "organisation_administrator"
OFFICE_NAMES: dict[str, Callable[[], str]] = {
    kind.value: partial(describe_office, kind, Gender.NEUTRAL) for kind in OfficeKind
}
register_roles(
    OFFICE_NAMES, _list_officers, {kind.value: Demand.ANY for kind in OfficeKind}, are_offices=True
)
register_roles(
    {ADMINISTRATOR: lambda: _("administrator of an organisation")},
    _list_administrators,
    {ADMINISTRATOR: Demand.ANY},
)
register_roles({role.value: partial(describe_role, role, Gender.NEUTRAL) for role in Role}, _list_seated)
