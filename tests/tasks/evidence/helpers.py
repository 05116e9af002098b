"""What tests of removed evidence do over and over."""

from __future__ import annotations

from tasks.evidence.removal import hide_evidence, restore_evidence, withdraw_evidence
from tasks.models import Evidence
from tests.cast import World

REASON = "На фото обличчя дитини"


def withdraw(world: World, piece: Evidence, by: str = "councillor") -> Evidence:
    withdraw_evidence(actor=world.actor(by), evidence_id=piece.pk)
    return Evidence.objects.get(pk=piece.pk)


def hide(world: World, piece: Evidence, by: str = "facilitator", reason: str = REASON) -> Evidence:
    hide_evidence(actor=world.actor(by), evidence_id=piece.pk, reason=reason)
    return Evidence.objects.get(pk=piece.pk)


def restore(world: World, piece: Evidence, by: str = "facilitator") -> Evidence:
    restore_evidence(actor=world.actor(by), evidence_id=piece.pk)
    return Evidence.objects.get(pk=piece.pk)
