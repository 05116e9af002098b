"""Personal data in access requests: the reasons and the answers are erased with the person who asked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from groups.access.privacy import explain_access
from programmes.kit.access_requests.access_log import REQUEST
from programmes.kit.access_requests.models import DossierAccessRequest
from programmes.kit.dossiers.access_log import name_dossier
from programmes.kit.dossiers.policies import DossierPolicy
from viche.kernel.actor import Actor
from viche.privacy.holdings import Rows
from viche.privacy.registry import (
    AccessGround,
    ErasureOrder,
    register_eraser,
    register_personal_data,
    register_recorded_kind,
)

register_personal_data(
    "programmes.access_requests",
    Rows(
        DossierAccessRequest,
        "person",
        "at=asked_at subject text=reason state=get_state_display reason=answer",
        subject=name_dossier,
    ),
    Rows(
        DossierAccessRequest.objects.exclude(person=F("decided_by")),
        "decided_by",
        "at=decided_at subject what state=get_state_display reason=answer",
        subject=name_dossier,
        what=_("answered who asked for access"),
    ),
    title=_("Dossiers to which you asked for access, and requests that you answered"),
    purpose=_("To let who leads a dossier decide who else reads it."),
    recipients=_("Who leads the dossier, and who asked."),
)


def _find_grounds(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return the grounds of reading requests: the reader leads the dossier and reads it."""
    rows = list(DossierAccessRequest.objects.filter(pk__in=ids).select_related("dossier"))
    found = explain_access(DossierPolicy(), person_id, [row.dossier for row in rows])
    return {row.pk: found[row.dossier_id] for row in rows if row.dossier_id in found}


register_recorded_kind(REQUEST, grounds=_find_grounds)


def erase_requests(_actor: Actor, order: ErasureOrder) -> None:
    DossierAccessRequest.objects.filter(person=order.person_id).update(reason="", answer="")


register_eraser("programmes.access_requests", erase_requests)
