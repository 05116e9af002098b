"""Helpers of the tests of programmes."""

from __future__ import annotations

from typing import Any

from programmes.kit.dossiers.services import begin_dossier
from programmes.models import Dossier
from programmes.recommendations.policies import KIND
from tests.cast import World


def begin(world: World, by: str = "facilitator", kind: str = KIND, **facts: Any) -> Dossier:
    """Begin a dossier in the group of a world."""
    facts.setdefault("title_uk", "Рекомендації аудиту")
    return begin_dossier(actor=world.actor(by), group_id=world.group.pk, kind=kind, **facts)
