"""Services that apply starts and ends of terms when their time comes, run by the deadlines engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q
from django.utils.translation import gettext as _, override

from groups.common.periods import not_ended_q
from groups.grants import container_of, find_container_by_kind, sync_grants
from groups.grants.models import GrantDue
from groups.guest_shares.revocation import revoke_shares
from groups.initiative_groups.events import TermsPassed
from groups.initiative_groups.models import GroupState, InitiativeGroup
from groups.mandates.departures import list_expired_administrations, list_expired_shares
from groups.mandates.lifecycle import build_seat_event, record_leads_over, record_lost_facilitators
from groups.mandates.models import Mandate
from groups.memberships.events import SeatChanged
from groups.organisations.administrators import end_administrations
from groups.seats.models import Membership, Role
from groups.seats.selectors import list_active_seats, list_occupied_seats
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def resync_due_grants(*, actor: Actor, rows: Sequence[GrantDue]) -> None:
    """Synchronise the grants of containers in which a term has begun or ended.

    Records facilitators whom groups lost thereby.
    """
    moments: dict[str, dict[UUID, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        moments[row.container_type][row.container_id].append(row.due_at)
    objs: list[Model] = []
    for name, found in moments.items():
        if (kind := find_container_by_kind(name)) is not None:
            objs.extend(kind.model._default_manager.filter(pk__in=found))
    sync_grants(*objs, reason="term_passed")
    GrantDue.objects.filter(container_id__in=[obj.pk for obj in objs], fired_at__isnull=False).delete()
    groups = [obj for obj in objs if isinstance(obj, InitiativeGroup)]
    for group in groups:
        record(actor, TermsPassed(group_id=group.pk))
    record_leads_over(actor, groups, moments[container_of(InitiativeGroup).kind])


@service(Reason.SYSTEM)
def revoke_expired_access(*, actor: Actor, person_id: UUID) -> None:
    """Revoke the access that depended on an expired mandate of a person, as when a mandate is ended."""
    # Lock mandates first, as the services that change them do. New mandates of a concurrent appointment are
    # not waited for: that transaction may hold groups, which are locked after mandates (deadlock). The effect
    # is as if they were created a moment later.
    list(Mandate.objects.filter(person=person_id).order_by("pk").select_for_update(no_key=True))
    with override(settings.LANGUAGE_CODE):
        why = _("The mandate has run out.")
    administered = list_expired_administrations().filter(person=person_id).order_by("pk")
    end_administrations(actor, administered.select_for_update(of=("self",), no_key=True), why)
    sync_grants(*revoke_shares(actor, person_id, list_expired_shares()), reason="mandate_over")


@service(Reason.SYSTEM)
def record_lost_leads_of(*, actor: Actor, person_id: UUID) -> None:
    """Record each group that lost a facilitator because their account was closed and no deputy acts."""
    at = now()
    held = list_active_seats(at).filter(mandate__person=person_id, role=Role.FACILITATOR)
    lost = held.exclude(group__state=GroupState.DISSOLVED).exclude(
        pk__in=list_occupied_seats(at).values("pk")
    )
    record_lost_facilitators(actor, lost.select_related("mandate"))


@service(Reason.SYSTEM)
def refresh_seats_of(*, actor: Actor, person_id: UUID) -> None:
    """Announce to the groups of a person that their account was closed or reopened."""
    _refresh_seats(actor, Q(mandate__person=person_id) | Q(mandate__deputyships__deputy=person_id))


@service(Reason.SYSTEM)
def refresh_seats_for(*, actor: Actor, organisation_id: UUID) -> None:
    """Announce to the groups of an organisation that its sector has changed."""
    _refresh_seats(actor, Q(mandate__organisation=organisation_id))


def _refresh_seats(actor: Actor, which: Q) -> None:
    seats = Membership.objects.filter(not_ended_q(now()), which).select_related("mandate").distinct()
    for seat in seats.order_by("group", "id"):
        record(actor, build_seat_event(SeatChanged, seat))
