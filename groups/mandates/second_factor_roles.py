"""Which roles of this room may demand a second factor, and who holds them now or later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from groups.common.periods import open_seats
from groups.common.texts import office_name, role_name
from groups.mandates.models import Deputyship
from groups.offices.models import Office, OfficeKind
from groups.organisations.models import OrganisationAdministrator
from groups.seats.deputies import acting, mandates_of_deputies
from groups.seats.models import Membership, Role
from viche.accounts.models import Demand, Gender
from viche.accounts.roles import Held, roles
from viche.kernel.clock import now

People = Collection[UUID] | None


def _officers(kinds: Collection[str], person_ids: People) -> Iterator[Held]:
    rows = Office.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now()), kind__in=kinds)
    if person_ids is not None:
        rows = rows.filter(person__in=person_ids)
    for person_id, kind, starts_at, ends_at in rows.values_list("person_id", "kind", "starts_at", "ends_at"):
        yield Held(person_id, kind, starts_at, ends_at)


def _seated(codes: Collection[str], person_ids: People) -> Iterator[Held]:
    """Holders of mandates, and deputies in the windows in which they act for them."""
    at = now()
    windows = Deputyship.objects.filter(ends_at__gt=at, ended_at=None)
    seats = Membership.objects.filter(open_seats(at), role__in=codes)
    seats = seats.filter(mandate__rested_at=None)
    if person_ids is not None:
        stood_in = windows.filter(deputy__in=person_ids).values("mandate")
        seats = seats.filter(Q(mandate__person__in=person_ids) | Q(mandate__in=stood_in))
    seats = seats.select_related("mandate", "group")
    rows = list(seats.prefetch_related(Prefetch("mandate__deputyships", queryset=windows)))
    belonging = mandates_of_deputies(one for seat in rows for one in seat.mandate.deputyships.all())
    for seat in rows:
        term = seat.term & seat.mandate.term(seat.group.time_zone)
        spans = [(seat.mandate.person_id, term)]
        spans += [
            (one.deputy_id, term & acts)
            for one in seat.mandate.deputyships.all()
            for acts in acting(one, belonging)
        ]
        for person_id, span in spans:
            if not span.is_empty and (person_ids is None or person_id in person_ids):
                yield Held(person_id, seat.role, span.start, span.end)


def _administrators(_codes: Collection[str], person_ids: People) -> Iterator[Held]:
    rows = OrganisationAdministrator.objects.filter(until=None)
    if person_ids is not None:
        rows = rows.filter(person__in=person_ids)
    for person_id, since in rows.values_list("person_id", "since"):
        yield Held(person_id, ADMINISTRATOR, since)


ADMINISTRATOR = "organisation_administrator"
OFFICES: dict[str, Callable[[], str]] = {
    kind.value: partial(office_name, kind, Gender.NEUTRAL) for kind in OfficeKind
}
roles(OFFICES, _officers, {kind.value: Demand.ANY for kind in OfficeKind}, are_offices=True)
roles(
    {ADMINISTRATOR: lambda: _("administrator of an organisation")},
    _administrators,
    {ADMINISTRATOR: Demand.ANY},
)
roles({role.value: partial(role_name, role, Gender.NEUTRAL) for role in Role}, _seated)
