"""The requirement of an edition for transitions of dossiers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.models import Dossier
from programmes.kit.editions.models import Edition
from programmes.kit.requirements import register_requirement
from viche.kernel.errors import Conflict
from viche.kernel.lifecycle import Requirement


def find_missing_edition(dossier: Dossier) -> Conflict | None:
    """Return the error when a transition requires an edition and the dossier has none."""
    if Edition.objects.filter(dossier=dossier).exists():
        return None
    return Conflict("no_edition", _("Make an edition of the report first."))


register_requirement(Requirement.EDITION, find_missing_edition)
