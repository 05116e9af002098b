"""What begins and ends by itself: the deadlines engine says when to look again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q
from django.utils.translation import gettext as _, override

from groups.common.periods import open_seats
from groups.grants import container_named, container_of, sync_grants
from groups.grants.models import GrantDue
from groups.guest_shares.revocation import take_back_shares
from groups.initiative_groups.events import TermsPassed
from groups.initiative_groups.models import GroupState, InitiativeGroup
from groups.mandates.departures import outlived_administrations, outlived_shares
from groups.mandates.lifecycle import record_leads_over, record_lost_facilitators, seat_event
from groups.mandates.models import Mandate
from groups.memberships.events import SeatChanged
from groups.organisations.administrators import end_administering
from groups.seats.models import Membership, Role
from groups.seats.selectors import held_seats, seated
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def look_again(*, actor: Actor, rows: Sequence[GrantDue]) -> None:
    """Bring the grants of some containers up to date, since one of their sources has begun or ended. The
    loss of a facilitator by it is recorded.
    """
    moments: dict[str, dict[UUID, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        moments[row.container_type][row.container_id].append(row.due_at)
    objs: list[Model] = []
    for name, found in moments.items():
        if (kind := container_named(name)) is not None:
            objs.extend(kind.model._default_manager.filter(pk__in=found))
    sync_grants(*objs, reason="term_passed")
    GrantDue.objects.filter(container_id__in=[obj.pk for obj in objs], fired_at__isnull=False).delete()
    groups = [obj for obj in objs if isinstance(obj, InitiativeGroup)]
    for group in groups:
        record(actor, TermsPassed(group_id=group.pk))
    record_leads_over(actor, groups, moments[container_of(InitiativeGroup).kind])


@service(Reason.SYSTEM)
def let_go_who_ran_out(*, actor: Actor, person_id: UUID) -> None:
    """The mandate of a person has run out by its day: what it carried ends as if it had been ended."""
    # As whoever ends a mandate does, or changes its days. Whoever gives them another meanwhile is not waited
    # for: they may hold groups, which come after all mandates. It is as if that came a moment later.
    list(Mandate.objects.filter(person=person_id).order_by("pk").select_for_update(no_key=True))
    with override(settings.LANGUAGE_CODE):
        why = _("The mandate has run out.")
    administered = outlived_administrations().filter(person=person_id).order_by("pk")
    end_administering(actor, administered.select_for_update(of=("self",), no_key=True), why)
    sync_grants(*take_back_shares(actor, person_id, outlived_shares()), reason="mandate_over")


@service(Reason.SYSTEM)
def record_lost_leads_of(*, actor: Actor, person_id: UUID) -> None:
    """Record each group that lost a facilitator as their account was closed, unless a deputy stands in."""
    at = now()
    held = held_seats(at).filter(mandate__person=person_id, role=Role.FACILITATOR)
    lost = held.exclude(group__state=GroupState.DISSOLVED).exclude(pk__in=seated(at).values("pk"))
    record_lost_facilitators(actor, lost.select_related("mandate"))


@service(Reason.SYSTEM)
def show_seats_of(*, actor: Actor, person_id: UUID) -> None:
    """Let the tables hear that somebody's account was closed or opened: they sit there no more, or again."""
    _show_seats(actor, Q(mandate__person=person_id) | Q(mandate__deputyships__deputy=person_id))


@service(Reason.SYSTEM)
def show_seats_for(*, actor: Actor, organisation_id: UUID) -> None:
    """Let the tables hear that an organisation sits there for another sector."""
    _show_seats(actor, Q(mandate__organisation=organisation_id))


def _show_seats(actor: Actor, which: Q) -> None:
    seats = Membership.objects.filter(open_seats(now()), which).select_related("mandate").distinct()
    for seat in seats.order_by("group", "id"):
        record(actor, seat_event(SeatChanged, seat))
