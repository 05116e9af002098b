"""History of the audience of dossiers, written by every service that creates or changes one."""

from __future__ import annotations

from groups.grants import WHOLE, record_audience
from groups.models import AudienceKey, Whom
from programmes.kit.dossiers.models import Dossier
from viche.kernel.actor import Actor


def record_dossier_audience(actor: Actor, dossier: Dossier, *, made: bool = False) -> None:
    """Record for whom a dossier is from now on. `made`: it has just been created.

    The audience is its group; or its lead and the participants that have access.
    """
    named = [WHOLE] if dossier.is_shared_with_group else _list_named(dossier)
    record_audience(actor, dossier, named, made=made)


def _list_named(dossier: Dossier) -> list[AudienceKey]:
    open_now = dossier.participants.filter(until=None, opened_at__isnull=False).select_related("mandate")
    named: set[AudienceKey] = {(Whom.LEADER, dossier.lead.person_id)}
    for one in open_now:
        if one.organisation_id is not None:
            named.add((Whom.ORGANISATION, one.organisation_id))
        elif one.mandate is not None:
            named.add((Whom.PERSON, one.mandate.person_id))
    return sorted(named, key=str)
