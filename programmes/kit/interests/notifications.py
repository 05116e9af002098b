"""Notifications of ties that participants declare."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from programmes.kit.interests.events import InterestsDeclared
from programmes.kit.registry import DossierRole
from programmes.kit.transitions.notification_recipients import list_people_with, load_dossier
from programmes.kit.transitions.notifications import build_dossier_notice
from viche.kernel.models import Event
from viche.notifications.registry import Recipient, register_notices


def find_tie_recipients(event: Event) -> Iterable[Recipient]:
    """Return who leads; for a tie of the lead's own, who leads the group."""
    if not event.data["has_tie"]:
        return []
    dossier = load_dossier(event)
    is_of_lead = event.data["mandate_id"] == str(dossier.lead_id)
    return list_people_with(dossier, {DossierRole.FACILITATOR if is_of_lead else DossierRole.LEAD})


register_notices(
    build_dossier_notice(
        InterestsDeclared,
        find_tie_recipients,
        _("A participant declared a tie: %(dossier)s"),
        _("Decide whether they stay or step aside. Group: %(group)s."),
    )
)
