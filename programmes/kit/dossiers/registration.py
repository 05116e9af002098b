"""Registers dossiers with groups: what their members may begin, and what passes on with a post."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from groups.common.hooks import register_group_step, register_handover_item
from groups.models import GroupState, Mandate
from groups.policies import FACILITATE, SPEAK
from programmes.kit.dossiers.access import SHARED_Q
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import GroupProgrammesPolicy, ProgrammesAction
from programmes.kit.dossiers.services import take_over_dossiers
from viche.kernel.lifecycle import Phase


def _count_led_dossiers(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    led = Dossier.objects.filter(SHARED_Q, lead=mandate, group__in=group_ids)
    return led.exclude(phase=Phase.CLOSED).count()


register_handover_item("led_dossiers", count=_count_led_dossiers, take_over=take_over_dossiers)
register_group_step(
    ProgrammesAction.BEGIN,
    scope=GroupProgrammesPolicy().scope_of(ProgrammesAction.BEGIN),
    codenames={FACILITATE, SPEAK},
    states={GroupState.ACTIVE},
)
