"""Effects of transitions on who sees a dossier. They only ever widen it."""

from __future__ import annotations

from groups.grants import sync_grants
from programmes.kit.dossiers.audience import record_dossier_audience
from programmes.kit.dossiers.events import DossierVisibilityChanged
from programmes.kit.dossiers.loaders import event_fields_of
from programmes.kit.dossiers.models import Dossier, DossierVisibility
from programmes.kit.dossiers.numbers import assign_number
from viche.kernel.actor import Actor
from viche.kernel.events import record


def announce_dossier(actor: Actor, dossier: Dossier) -> None:
    """Let the group know that a sealed dossier exists. Does nothing if it knows already."""
    if not dossier.is_sealed:
        return
    assign_number(dossier)
    dossier.save(update_fields=["year", "number", "known_at"])
    record(actor, DossierVisibilityChanged(**event_fields_of(dossier), known=True))


def widen_dossier(actor: Actor, dossier: Dossier) -> None:
    """Let the whole group read a dossier. Does nothing if it does already."""
    if dossier.is_shared_with_group:
        return
    dossier.visibility = DossierVisibility.GROUP
    if dossier.is_sealed:
        assign_number(dossier)
    dossier.save(update_fields=["visibility", "year", "number", "known_at"])
    record_dossier_audience(actor, dossier)
    record(actor, DossierVisibilityChanged(**event_fields_of(dossier), known=True))
    sync_grants(dossier, reason="dossier_widened")
