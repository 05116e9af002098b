"""Two-person approval of an erasure requested in writing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from viche.accounts.approvals.kinds import register_approval_kind
from viche.accounts.approvals.models import Approval
from viche.kernel.actor import Actor
from viche.kernel.text import translate_field
from viche.privacy.models import SubjectRequest
from viche.privacy.registry import list_second_deciders
from viche.privacy.request_steps import ERASURE_APPROVAL_KIND
from viche.privacy.services.written_erasures import schedule_erasure


def find_deciders(approvals: Sequence[Approval]) -> dict[UUID, set[UUID]]:
    """Return officers, coordinators and administrators in office since before each request."""
    requests = SubjectRequest.objects.filter(pk__in={one.payload["request"] for one in approvals})
    people = {str(pk): person_id for pk, person_id in requests.values_list("pk", "person")}
    moments = {one.pk: (people[one.payload["request"]], one.requested_at) for one in approvals}
    found = list_second_deciders(set(moments.values()))
    return {pk: found[moment] for pk, moment in moments.items()}


def carry_out(actor: Actor, approval: Approval) -> None:
    """Schedule the erasure as the officer who requested it."""
    schedule_erasure(actor=actor, request_id=UUID(approval.payload["request"]), note=approval.payload["note"])


def describe(approvals: Sequence[Approval]) -> dict[UUID, str]:
    """Describe who is to be erased, by which document."""
    asked = {one.pk: UUID(one.payload["request"]) for one in approvals}
    requests = SubjectRequest.objects.select_related("person").in_bulk(set(asked.values()))
    found = {}
    for pk, request_id in asked.items():
        request = requests[request_id]
        words = {"person": translate_field(request.person, "name"), "document": request.document}
        found[pk] = _("Erase the personal data of %(person)s by a written request (%(document)s)") % words
    return found


register_approval_kind(
    ERASURE_APPROVAL_KIND,
    deciders=find_deciders,
    carry_out=carry_out,
    describe=describe,
    second_person=lambda: _("another data protection officer, a coordinator or an administrator"),
)
