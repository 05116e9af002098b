"""Set the charter of a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.charters.events import CharterChanged
from dialogue.charters.selectors import get_charter
from dialogue.threads.policies import DialogueAction, DialoguePolicy
from groups.models import InitiativeGroup
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(DialogueAction.SET_CHARTER)
def set_charter(
    *, actor: Actor, group_id: UUID, rules: Mapping[str, Any], expected_version: int | None = None
) -> InitiativeGroup:
    """Set the rules of a group. Decisions that are open keep the rules with which they opened.

    Raises NotFound, Forbidden, Stale, and Invalid for a sector that must be present and is also only asked.
    """
    group = load(DialoguePolicy(), actor, group_id, DialogueAction.SET_CHARTER, lock=True)
    row = get_charter(group)
    check_version(row, expected_version)
    if set(rules["present_sectors"]) & set(rules["asked_sectors"]):
        raise Invalid.field(
            "/asked_sectors", "twice", _("A sector that must be present need not be asked besides.")
        )
    for name, value in rules.items():
        setattr(row, name, value)
    save_new_version(row, whole=True)
    record(actor, CharterChanged(group_id=group.pk))
    return group
