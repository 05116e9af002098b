"""Checks of offices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.territories.models import Territory
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.policy import load

# An office gives access that administrators do not have.
OWN_OFFICE_REFUSED = _("You cannot give an office to yourself.")


def lock_territory_to_give(actor: Actor, territory_id: UUID, ends_at: datetime | None) -> Territory:
    """Return the territory in which an office is to be given until `ends_at`, locked.

    Raises Forbidden, and Invalid for an unknown territory or a past moment.
    """
    try:
        territory = load(TerritoryPolicy(), actor, territory_id, TerritoryAction.GIVE_OFFICE, lock=True)
    except NotFound as error:
        raise Invalid.field("/territory", "not_found", _("There is no such territory.")) from error
    if ends_at is not None and ends_at <= now():
        raise Invalid.field("/ends_at", "past", _("Choose a moment that is still to come."))
    return territory
