"""The requirement of a sign-off for transitions of dossiers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.models import Dossier
from programmes.kit.editions.models import Edition
from programmes.kit.requirements import register_requirement
from programmes.kit.sign_offs.models import SignOff, SignOffOutcome
from viche.kernel.errors import Conflict
from viche.kernel.lifecycle import Requirement


def find_missing_sign_off(dossier: Dossier) -> Conflict | None:
    """Return the error when a transition requires a sign-off and the latest edition has none."""
    latest = Edition.objects.reports().filter(dossier=dossier).first()
    if latest is not None and SignOff.objects.filter(edition=latest, outcome=SignOffOutcome.GIVEN).exists():
        return None
    return Conflict("no_sign_off", _("Another organisation has to sign off the latest edition first."))


register_requirement(Requirement.SIGN_OFF, find_missing_sign_off)
