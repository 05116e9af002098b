"""History of roles in a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.initiative_groups.selectors import get_group_for
from groups.memberships import access_log
from groups.memberships.events import MembershipEnded, MembershipStarted, RoleChanged
from groups.memberships.history import list_role_history_of, load_seats_with_handover
from viche.kernel.api import Endpoint, Nothing, answer, page_of, paginate, read_snapshot
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of


class GroupRoleHistory(Endpoint):
    records = access_log.record_role_step_reads
    actions = {"GET": GroupAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(common_schemas.RoleStepOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List who took, changed or left which role, and who made the change, latest first."""
        with read_snapshot():
            group = get_group_for(self.actor, group_id)
            leads = GroupPolicy().can(self.actor, GroupAction.END_MEMBERSHIP, group)
            page = paginate(
                request,
                list_role_history_of(group.id),
                order=("-id",),
                present=lambda rows: _show_steps(rows, leads=leads),
            )
        return answer(page)


def _show_steps(events: Sequence[Event], *, leads: bool) -> list[common_schemas.RoleStepOut]:
    seats = load_seats_with_handover({event.subject_id for event in events})
    return [_show_step(event, seats[event.subject_id], leads) for event in events]


def _show_step(event: Event, seat: Any, leads: bool) -> common_schemas.RoleStepOut:
    mandate, role = seat.mandate, event.data["role"]
    came, left = event.kind == MembershipStarted.kind, event.kind == MembershipEnded.kind
    changed = event.kind == RoleChanged.kind
    return {
        "id": event.id,
        "at": event.at,
        "membership_id": seat.id,
        "person": common_presenters.show_person(mandate.person),
        "organisation": common_presenters.show_organisation(mandate.organisation),
        "position": bilingual_of(mandate, "position"),
        "before": event.data["before"] if changed else (role if left else None),
        "after": None if left else role,
        "by": common_presenters.show_person(event.actor) if event.actor is not None else None,
        "taken_over_from": common_presenters.show_person(mandate.predecessor.person)
        if came and seat.handed_over
        else None,
        "reason": seat.end_reason if left and leads else "",
    }
