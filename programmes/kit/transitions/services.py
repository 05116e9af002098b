"""Transitions of dossiers, as their programmes declare them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import Mandate
from programmes.kit.deadlines.services import replace_deadlines
from programmes.kit.dossiers.events import DossierMoved
from programmes.kit.dossiers.loaders import (
    REASON_LENGTH,
    LockedDossier,
    choose_mandate,
    event_fields_of,
    lock_for_transition,
    lock_visible_dossier,
)
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction, DossierPolicy
from programmes.kit.personal_data import refuse_personal_data
from programmes.kit.registry import DossierRole, get_programme
from programmes.kit.requirements import check_requirements
from programmes.kit.transitions.steps import record_step
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.lifecycle import Requirement, Transition
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

Step = Transition[Any, DossierRole]


@service(DossierAction.READ)
def take_transition(
    *,
    actor: Actor,
    dossier_id: UUID,
    to: str,
    expected_version: int,
    reason: str = "",
    mandate_id: UUID | None = None,
) -> Dossier:
    """Take a transition of a dossier that needs no facts of its own.

    `to` names it as its programme does, `mandate_id` is the seat by which it is taken. Raises NotFound,
    Forbidden, Stale, Invalid for an unknown step or a missing reason, Conflict for another requirement or a
    guard that fails.
    """
    step = _find_transition(actor, dossier_id, to)
    locked = lock_for_transition(actor, dossier_id, step.action, expected_version)
    if step.own_service:
        raise Invalid.field("/to", "own_service", _("This step is taken with facts of its own."))
    return apply_transition(locked, step, reason=reason, mandate_id=mandate_id)


def _find_transition(actor: Actor, dossier_id: UUID, to: str) -> Step:
    """Return the transition of a dossier's lifecycle with this name.

    Raises Invalid when there is none, but first SignedOut, Forbidden and NotFound as `lock_dossier` does:
    which names a dossier refuses would reveal to others that it exists.
    """
    kind = Dossier.objects.filter(pk=dossier_id).values_list("kind", flat=True).first()
    steps = get_programme(kind).lifecycle.transitions_by_name if kind is not None else {}
    if to not in steps:
        lock_visible_dossier(actor, dossier_id, DossierPolicy().scopes_of(DossierAction.EDIT))
        raise Invalid.field("/to", "invalid_choice", _("There is no such step."))
    return steps[to]


def apply_transition(
    locked: LockedDossier, step: Step, *, reason: str = "", mandate_id: UUID | None = None
) -> Dossier:
    """Take an authorised transition of a locked dossier.

    Checks its requirements, then its guards; sets the state, records the transition, runs its effects,
    replaces the deadlines and records the event. Raises Invalid for a missing reason, Conflict for anything
    else that is missing.
    """
    dossier, actor = locked.dossier, locked.actor
    words = validate_text("/reason", reason, REASON_LENGTH, required=Requirement.REASON in step.requires)
    refuse_personal_data({"/reason": words})
    check_requirements(dossier, step)
    for guard in step.guards:
        guard(actor, dossier)
    mandate = _choose_seat(locked, step, mandate_id)
    before = dossier.state
    _set_state(dossier, step)
    taken = record_step(
        actor, dossier, step, ("dossier", dossier.pk), before=before, words=words, mandate=mandate
    )
    for effect in step.effects:
        effect(actor, dossier)
    replace_deadlines(actor=actor, dossier=dossier, begun=step.deadlines)
    record(actor, DossierMoved(**event_fields_of(dossier), **taken))
    return dossier


def _choose_seat(locked: LockedDossier, step: Step, mandate_id: UUID | None) -> Mandate | None:
    dossier = locked.dossier

    def fits(seat: SpeakingSeat) -> bool:
        return (DossierRole.LEAD in step.roles and seat.mandate.pk == dossier.lead_id) or any(
            seat in locked.access.seats_for_part(dossier, part) for part in step.roles
        )

    return choose_mandate(locked.access.seats_for(dossier), mandate_id, fits)


def _set_state(dossier: Dossier, step: Step) -> None:
    states = {one.name: one for one in get_programme(dossier.kind).lifecycle.states}
    dossier.state, dossier.phase = step.target, states[step.target].phase
    dossier.state_since = now()
    save_new_version(dossier, "state", "phase", "state_since")
