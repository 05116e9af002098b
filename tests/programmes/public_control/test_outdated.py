"""What was signed off is what was found: whatever changes the report afterwards asks for another edition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from programmes.kit.dossiers.services import edit_dossier
from programmes.kit.evidence.services import hide_evidence, withdraw_evidence
from programmes.kit.findings.services import edit_finding, remove_finding
from programmes.kit.forms.services import complete_form, open_form_again
from programmes.models import Dossier, DossierEvidence, FormSubmission, Recommendation, Theme
from programmes.recommendations.services.draft import delete_recommendation, edit_recommendation
from programmes.recommendations.services.theme import set_themes
from tests.cast import World
from tests.programmes.helpers import fresh, prove, take
from tests.programmes.kit.helpers import prove_finding, record
from tests.programmes.public_control.helpers import begin, bring, finish_report
from tests.programmes.recommendations.helpers import draft
from viche.kernel.errors import Conflict

pytestmark = pytest.mark.django_db


def build_call(world: World, dossier: Dossier, name: str = "councillor") -> dict[str, Any]:
    """Return what every service of a dossier takes: who acts, and on which."""
    return {"actor": world.actor(name), "dossier_id": dossier.pk}


def complete_anew(world: World, dossier: Dossier) -> None:
    form = FormSubmission.objects.get(dossier=dossier).pk
    lead = build_call(world, dossier, "teacher")
    open_form_again(**lead, submission_id=form)
    complete_form(**lead, submission_id=form)


def reword_finding(world: World, dossier: Dossier) -> None:
    row = dossier.findings.earliest("number")
    facts: dict[str, Any] = {"finding_id": row.pk, "expected_version": row.version}
    edit_finding(**build_call(world, dossier), **facts, changes={"title_uk": "Журнал є"})


def remove_draft(world: World, dossier: Dossier) -> None:
    row = dossier.findings.latest("number")
    remove_finding(**build_call(world, dossier), finding_id=row.pk, expected_version=row.version)


def rename(world: World, dossier: Dossier) -> None:
    version = fresh(dossier).version
    edit_dossier(
        **build_call(world, dossier, "teacher"), expected_version=version, changes={"title_uk": "Інша назва"}
    )


def withdraw(world: World, dossier: Dossier) -> None:
    withdraw_evidence(
        **build_call(world, dossier), piece_id=DossierEvidence.objects.get(title="Фото двору").pk
    )


def hide(world: World, dossier: Dossier) -> None:
    piece = DossierEvidence.objects.get(title="Фото двору").pk
    hide_evidence(**build_call(world, dossier, "teacher"), piece_id=piece, reason="Обличчя")


def prove_again(world: World, dossier: Dossier) -> None:
    prove_finding(world, dossier.findings.earliest("number"), "councillor")


def recommend(world: World, dossier: Dossier) -> None:
    draft(world, "teacher", dossier=dossier)


def reword_recommendation(world: World, dossier: Dossier) -> None:
    edit_recommendation(**find_draft(world, dossier), changes={"title_uk": "Інакше"})


def discard_recommendation(world: World, dossier: Dossier) -> None:
    delete_recommendation(**find_draft(world, dossier))


def change_theme(world: World, dossier: Dossier) -> None:
    edit_recommendation(**find_draft(world, dossier), changes={"theme": Theme.STREETS})
    ids = [find_draft(world, dossier)["recommendation_id"]]
    set_themes(actor=world.actor("teacher"), recommendation_ids=ids, theme=Theme.ROADS)


def find_draft(world: World, dossier: Dossier) -> dict[str, Any]:
    row = Recommendation.objects.get(dossier=dossier)
    actor = world.actor("teacher")
    return {"actor": actor, "recommendation_id": row.pk, "expected_version": row.version}


@pytest.fixture
def dossier(world: World) -> Dossier:
    """Conducted, with its report signed off: a proven finding, an unproven one, evidence and a draft."""
    made = bring(world, begin(world), "conducted")
    prove_finding(world, record(world, made, "councillor", title_uk="Немає журналу"), "councillor")
    record(world, made, "councillor", title_uk="Пост без охорони")
    prove(world, made, "councillor", title="Фото двору")
    draft(world, "teacher", dossier=made)
    finish_report(world, made)
    return fresh(made)


@pytest.mark.parametrize(
    "change",
    [
        *(complete_anew, reword_finding, remove_draft, rename, withdraw, hide, prove_again),
        *(recommend, reword_recommendation, discard_recommendation),
    ],
)
def test_a_report_is_not_sent_that_has_changed_since(
    world: World, dossier: Dossier, change: Callable[[World, Dossier], None]
) -> None:
    change(world, dossier)
    with pytest.raises(Conflict, match="report_outdated"):
        take(world, dossier, "report_sent", "teacher")


def test_a_theme_and_another_control_are_in_no_report(world: World, dossier: Dossier) -> None:
    change_theme(world, dossier)
    record(world, bring(world, begin(world), "conducted"), "councillor")
    take(world, dossier, "report_sent", "teacher")
