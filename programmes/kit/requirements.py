"""What a transition requires besides the role and the state, and whether a dossier has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _, ngettext

from programmes.kit.dossiers.models import Dossier
from programmes.kit.editions.models import Edition
from programmes.kit.evidence.models import PRESENT, DossierEvidence
from programmes.kit.forms.models import FormSubmission
from programmes.kit.interests.models import InterestDeclaration, TieOutcome
from programmes.kit.registry import DossierRole, get_programme
from programmes.kit.sign_offs.models import SignOff, SignOffOutcome
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.lifecycle import Requirement, Transition

Check = Callable[[Dossier], Conflict | None]


def check_requirements(dossier: Dossier, step: Transition[Any, Any]) -> None:
    """Raise the Conflict of the first requirement that the dossier does not meet."""
    for missing in _find_missing_requirements(dossier, step):
        raise missing


def list_missing(actor: Actor, dossier: Dossier, step: Transition[Any, Any]) -> list[Conflict]:
    """Return everything that the dossier lacks for a transition: requirements, then guards."""
    missing = list(_find_missing_requirements(dossier, step))
    for guard in step.guards:
        try:
            guard(actor, dossier)
        except Conflict as error:
            missing.append(error)
    return missing


def _find_missing_requirements(dossier: Dossier, step: Transition[Any, Any]) -> Iterator[Conflict]:
    for requirement in Requirement:
        if requirement in step.requires and requirement is not Requirement.REASON:
            missing = CHECKS[requirement](dossier)
            if missing is not None:
                yield missing


# ---- what each of them asks --------------------------------------------------------------------------------


def find_incomplete_forms(dossier: Dossier) -> Conflict | None:
    """Return the error when a form that the dossier needs is not completed."""
    rows = FormSubmission.objects.filter(dossier=dossier, completed_at__isnull=False)
    completed = set(rows.values_list("form", flat=True))
    needed = (one for one in get_programme(dossier.kind).forms if one.applies(dossier))
    labels = [str(one.label) for one in needed if one.name not in completed]
    words = ngettext(
        "Complete this form first: %(forms)s.", "Complete these forms first: %(forms)s.", len(labels)
    )
    return Conflict("forms_incomplete", words % {"forms": ", ".join(labels)}) if labels else None


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
    return _find_open_tie(latest.values())


def _find_open_tie(declared: Iterable[InterestDeclaration]) -> Conflict | None:
    if any(one.has_tie and one.outcome != TieOutcome.STAYS for one in declared):
        return Conflict("tie_undecided", _("It is not decided yet what follows from a declared tie."))
    return None


def check_own_interests(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict unless whoever works on a dossier is named in person and has declared no open tie.

    Only for kinds in which people declare their interests. The lead is named, too, to do the work.
    """
    programme = get_programme(dossier.kind)
    roles = [one for one in programme.roles if programme.declares_interests(one)]
    if actor.is_system or not roles:
        return
    named = dossier.participants.filter(until=None, role__in=roles, mandate__person=actor.person_id)
    latest = InterestDeclaration.objects.latest_of(named).values()
    if not latest:
        raise Conflict(
            "own_interests_not_declared",
            _("Be named as a participant and declare your interests first, even if you lead."),
        )
    if (missing := _find_open_tie(latest)) is not None:
        raise missing


def find_missing_evidence(dossier: Dossier) -> Conflict | None:
    """Return the error when the dossier itself has no evidence."""
    if DossierEvidence.objects.filter(PRESENT, dossier=dossier, subject_id=dossier.pk).exists():
        return None
    return Conflict("no_evidence", _("Add evidence to the dossier first."))


def find_missing_edition(dossier: Dossier) -> Conflict | None:
    """Return the error when the dossier has no edition."""
    if Edition.objects.filter(dossier=dossier).exists():
        return None
    return Conflict("no_edition", _("Make an edition of the report first."))


def find_missing_sign_off(dossier: Dossier) -> Conflict | None:
    """Return the error when the latest edition is not signed off."""
    latest = Edition.objects.reports().filter(dossier=dossier).first()
    if latest is not None and SignOff.objects.filter(edition=latest, outcome=SignOffOutcome.GIVEN).exists():
        return None
    return Conflict("no_sign_off", _("Another organisation has to sign off the latest edition first."))


CHECKS: dict[Requirement, Check] = {
    Requirement.EVIDENCE: find_missing_evidence,
    Requirement.FORMS_COMPLETE: find_incomplete_forms,
    Requirement.INTERESTS_DECLARED: find_undeclared_interests,
    Requirement.EDITION: find_missing_edition,
    Requirement.SIGN_OFF: find_missing_sign_off,
}
"""By requirement, the function that returns what is missing. A reason is checked with the request.

A transition with a requirement that is not here raises KeyError: it must not pass unchecked.
"""
