"""A letter of the authority is corrected, and what a control rests on stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from programmes.models import Dossier, DossierEvidence
from tests.cast import World
from tests.dialogue.helpers import api
from tests.privacy.conftest import an_officer
from tests.programmes.helpers import fresh, prove, take
from tests.programmes.public_control.helpers import begin, bring, control_of, letter, make_overdue, reply
from tests.programmes.public_control.test_report import dump_report
from tests.programmes.public_control.test_steps import facts_of, refusal
from viche.kernel.clock import now, replace_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world: World) -> Dossier:
    return bring(world, begin(world), "report_sent")


def test_a_letter_that_was_recorded_wrongly_is_recorded_again(world: World, dossier: Dossier) -> None:
    letter(world, dossier, text="Не той")
    take(world, dossier, "follow_up", "teacher")
    letter(world, dossier, kind="refused", text="Відмова")
    shown = facts_of(world, dossier)
    assert [(one["text"], one["corrected"]) for one in shown["replies"]] == [
        ("Не той", True),
        ("Відмова", False),
    ]
    assert (shown["outcome"], fresh(dossier).state) == ("refused", "replied")


def test_a_corrected_letter_does_not_stand_in_the_report(world: World, dossier: Dossier) -> None:
    letter(world, dossier, text="Не той")
    letter(world, dossier, text="Справжній")
    told = dump_report(Dossier.objects.select_related("group", "lead").get(pk=dossier.pk))
    assert ("Не той" in told, "Справжній" in told) == (False, True)


def test_silence_stays_beside_the_letter_that_came_after_it(world: World, dossier: Dossier) -> None:
    make_overdue(dossier)
    take(world, dossier, "silence", "teacher")
    letter(world, dossier)
    letter(world, dossier)
    told = [(one["kind"], one["corrected"]) for one in facts_of(world, dossier)["replies"]]
    assert told == [("silent", False), ("answered", True), ("answered", False)]


def test_what_the_authority_replied_by_itself_is_not_corrected(world: World, dossier: Dossier) -> None:
    other = bring(world, begin(world), "report_sent")
    reply(world, dossier)
    letter(world, other)
    assert refusal(lambda: letter(world, dossier)) == "replied"


# ---- what it rests on --------------------------------------------------------------------------------------


def ask(world: World, by: str, piece: DossierEvidence, *, hide: bool = True) -> Any:
    path = f"dossiers/{piece.dossier_id}/evidence/{piece.pk}"
    if hide:
        return api(world, by).post(f"{path}/hidden", {"reason": "Зайве ім’я"})
    return api(world, by).delete(path)


def answers_of(world: World, by: str, piece: DossierEvidence) -> list[tuple[int, str]]:
    asked = (ask(world, by, piece, hide=False), ask(world, by, piece))
    return [(one.status_code, one.json()["code"]) for one in asked]


def list_allowed_on(world: World, by: str, piece: DossierEvidence) -> list[str]:
    rows = api(world, by).get(f"dossiers/{piece.dossier_id}/evidence").json()["items"]
    (found,) = [one["allowed"] for one in rows if one["id"] == str(piece.pk)]
    return list(found)


RESTS = (403, "evidence_settled")


def test_the_scan_of_a_letter_stays_while_the_letter_stands(world: World, dossier: Dossier) -> None:
    scan = prove(world, dossier, "teacher", title="Лист")
    assert list_allowed_on(world, "teacher", scan) == ["read", "withdraw", "hide"]
    letter(world, dossier, evidence_id=scan.pk)
    assert answers_of(world, "teacher", scan) == [RESTS, RESTS]
    assert list_allowed_on(world, "teacher", scan) == ["read"]
    letter(world, dossier)
    assert list_allowed_on(world, "teacher", scan) == ["read", "withdraw", "hide"]
    assert ask(world, "teacher", scan).status_code == 204


def test_the_file_of_a_reply_stays_too(world: World, dossier: Dossier) -> None:
    scan = prove(world, dossier, "officer", title="Скан")
    reply(world, dossier, evidence_id=scan.pk)
    assert ask(world, "officer", scan, hide=False).status_code == 403
    assert ask(world, "teacher", scan).status_code == 403


def test_the_officer_hides_what_a_letter_rests_on(world: World, dossier: Dossier) -> None:
    an_officer(world)
    scan = prove(world, dossier, "teacher", title="Лист")
    letter(world, dossier, evidence_id=scan.pk)
    assert ask(world, "dpo", scan).status_code == 204
    (shown,) = facts_of(world, dossier)["replies"]
    assert (shown["evidence"]["present"], shown["way"]) == (False, "letter")


def test_the_mandate_letter_stays_once_the_control_was_conducted(world: World) -> None:
    an_officer(world)
    dossier = bring(world, begin(world), "notified")
    piece = control_of(dossier).mandate_letter
    assert piece is not None
    assert list_allowed_on(world, "teacher", piece) == ["read", "withdraw", "hide"]
    take(world, dossier, "conducted", "councillor")
    assert answers_of(world, "teacher", piece) == [RESTS, RESTS]
    later = now() + timedelta(minutes=16)
    with replace_clock(lambda: later):
        assert ask(world, "teacher", piece).json()["code"] == "evidence_settled"
    assert ask(world, "dpo", piece).status_code == 204


def test_other_evidence_is_withdrawn_and_hidden_as_before(world: World, dossier: Dossier) -> None:
    letter(world, dossier)
    photo = prove(world, dossier, "teacher", title="Фото")
    assert list_allowed_on(world, "teacher", photo) == ["read", "withdraw", "hide"]
    assert ask(world, "councillor", photo).json()["code"] == "forbidden"
