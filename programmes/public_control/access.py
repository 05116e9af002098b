"""The control that a guest link opens to an authority without an account."""

from __future__ import annotations

from uuid import UUID

from programmes.public_control.models import Control
from tasks.external_assignees.subjects import find_live_link
from viche.kernel.lifecycle import Phase

LINK_KIND = "public_control"


def find_control_of_link(link_id: UUID) -> Control | None:
    """Return the control that a guest link opens, with its dossier and group, or None.

    The link must be live and of the body that is controlled, the report sent, the dossier not closed, and its
    group working.
    """
    link = find_live_link(LINK_KIND, link_id)
    if link is None:
        return None
    rows = Control.objects.filter(dossier=link.subject_id, outside_body=link.body_id, sent_on__isnull=False)
    admitted = rows.filter(
        dossier__phase=Phase.FOLLOW_UP,
        dossier__participants__outside_body=link.body_id,
        dossier__participants__until=None,
    )
    control = admitted.select_related("dossier__group").distinct().first()
    return control if control is not None and control.dossier.group.is_working else None
