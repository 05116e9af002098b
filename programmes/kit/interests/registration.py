"""The requirement of declared interests for transitions of dossiers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.models import Dossier
from programmes.kit.interests.models import InterestDeclaration, TieOutcome
from programmes.kit.registry import DossierRole, get_programme
from programmes.kit.requirements import register_requirement
from viche.kernel.errors import Conflict
from viche.kernel.lifecycle import Requirement


def find_undeclared_interests(dossier: Dossier) -> Conflict | None:
    """Return the error unless there is a team, and nobody of it has an undecided tie or has not declared."""
    team = list(dossier.participants.filter(part=DossierRole.TEAM, until=None))
    if not team:
        return Conflict("no_team", _("Name who does the work first."))
    programme = get_programme(dossier.kind)
    declarers = [one for one in team if programme.declares_interests(one.role)]
    latest = InterestDeclaration.objects.latest_of(declarers)
    if len(latest) < len(declarers):
        return Conflict("interests_not_declared", _("Not everybody has declared their interests yet."))
    if any(one.has_tie and one.outcome != TieOutcome.STAYS for one in latest.values()):
        return Conflict("tie_undecided", _("It is not decided yet what follows from a declared tie."))
    return None


register_requirement(Requirement.INTERESTS_DECLARED, find_undeclared_interests)
