"""The record of a step of a dossier, or of what it holds, which services of both write."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from groups.models import Mandate
from programmes.kit.dossiers.models import Dossier
from programmes.kit.transitions.models import TransitionTaken
from viche.kernel.actor import Actor
from viche.kernel.lifecycle import Transition


def record_step(
    actor: Actor,
    dossier: Dossier,
    step: Transition[Any, Any],
    subject: tuple[str, UUID],
    *,
    before: str,
    words: str,
    mandate: Mandate | None,
) -> dict[str, Any]:
    """Record a step of a dossier, or of what it holds, for ever. Returns the fields of its event."""
    mandate_id = mandate.pk if mandate is not None else None
    subject_kind, subject_id = subject
    taken = TransitionTaken.objects.create(
        dossier=dossier,
        subject_kind=subject_kind,
        subject_id=subject_id,
        name=step.name,
        before=before,
        after=step.target,
        reason=words,
        by_id=actor.person_id,
        through_id=mandate_id,
        link_id=actor.link_id,
    )
    return {
        "before": before,
        "after": taken.after,
        "transition": taken.name,
        "taken_id": taken.pk,
        "mandate_id": mandate_id,
    }
