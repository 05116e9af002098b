"""The charter of a group, or its defaults."""

from __future__ import annotations

from dialogue.charters.models import Charter
from groups.models import InitiativeGroup
from viche.kernel.versions import NO_VERSION


def get_charter(group: InitiativeGroup) -> Charter:
    """Return the charter of a group; an unsaved one with the defaults and no version if it has none."""
    return Charter.objects.filter(group=group).first() or Charter(group=group, version=NO_VERSION)
