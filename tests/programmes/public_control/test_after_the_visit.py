"""After the visit: who works on, what makes the report another one, and how a lost letter is replaced."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from programmes.kit.evidence.services import hide_evidence
from programmes.kit.forms.services import answer_question, start_form
from programmes.public_control.services import edit_control
from tests.cast import World
from tests.privacy.conftest import an_officer
from tests.programmes.helpers import fresh, take
from tests.programmes.kit.helpers import prove_finding, record
from tests.programmes.public_control.helpers import (
    begin,
    bring,
    control_of,
    declare,
    finish_report,
    name_letter,
    name_monitor,
)
from tests.programmes.public_control.test_steps import refusal
from viche.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


def test_nobody_looks_undeclared(world: World) -> None:
    """Neither whoever joins later, nor who leads."""
    dossier = bring(world, begin(world), "conducted")
    late = name_monitor(world, dossier, "secretary")
    for by in ("secretary", "teacher"):
        assert refusal(partial(record, world, dossier, by)) == "own_interests_not_declared"
    declare(world, late, "secretary")
    record(world, dossier, "secretary")
    form = start_form(actor=world.actor("teacher"), dossier_id=dossier.pk, name="visit")
    answering: dict[str, Any] = {"dossier_id": dossier.pk, "submission_id": form.pk, "expected_version": 0}
    answering |= {"question": "mandate_shown", "value": True}
    undeclared = refusal(lambda: answer_question(actor=world.actor("teacher"), **answering))
    assert undeclared == "own_interests_not_declared"
    declare(world, name_monitor(world, dossier, "teacher"), "teacher")
    answer_question(actor=world.actor("teacher"), **answering)


def test_a_letter_that_the_officer_hid_is_replaced(world: World) -> None:
    an_officer(world)
    dossier = bring(world, begin(world), "conducted")
    gone = control_of(dossier).mandate_letter_id
    assert gone is not None
    with pytest.raises(Forbidden):
        name_letter(world, dossier)
    hide_evidence(actor=world.actor("dpo"), dossier_id=dossier.pk, piece_id=gone, reason="Чужий")
    changing: dict[str, Any] = {"actor": world.actor("teacher"), "dossier_id": dossier.pk}
    with pytest.raises(Forbidden):
        edit_control(**changing, expected_version=fresh(dossier).version, changes={"place": "Інше"})
    name_letter(world, dossier)
    finish_report(world, dossier)
    take(world, dossier, "report_sent", "teacher")


def test_nobody_proves_undeclared(world: World) -> None:
    """A draft becomes a finding by its evidence."""
    dossier = bring(world, begin(world), "conducted")
    finding = record(world, dossier, "councillor")
    assert refusal(lambda: prove_finding(world, finding, "teacher")) == "own_interests_not_declared"
