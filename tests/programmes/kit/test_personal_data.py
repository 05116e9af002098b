"""Personal data is refused in findings, evidence and titles of dossiers, and cannot be confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from programmes.models import Dossier, DossierEvidence, Finding
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import begin
from tests.programmes.kit.helpers import a_working_dossier, record

pytestmark = pytest.mark.django_db

PHONE, EMAIL = "Дзвоніть 067 123 45 67", "Пишіть на oksana@example.org"
FINDING_FAULTS = [
    ({"title": PHONE}, ("/title", "phone")),
    ({"title_en": PHONE}, ("/title_en", "phone")),
    ({"text": EMAIL}, ("/text", "email")),
    ({"text_en": EMAIL}, ("/text_en", "email")),
]
TITLE_FAULTS = FINDING_FAULTS[:2]


def check_refused(answer: Any, fault: tuple[str, str]) -> None:
    assert (answer.status_code, pointers(answer)) == (422, [fault]), answer.content
    assert answer.json()["code"] == "personal_data_refused"
    assert answer.json()["errors"][0]["span"][0] > 0


@pytest.mark.parametrize(("words", "fault"), FINDING_FAULTS)
def test_a_finding_holds_no_data_of_people(
    world: World, words: dict[str, str], fault: tuple[str, str]
) -> None:
    dossier, leader = a_working_dossier(world), api(world, "facilitator")
    path = f"dossiers/{dossier.pk}/findings"
    check_refused(leader.post(path, {"title": "Темно", **words}), fault)
    assert not Finding.objects.exists()
    finding = record(world, dossier)
    check_refused(leader.patch(f"{path}/{finding.pk}", words, **{"If-Match": '"1"'}), fault)
    finding.refresh_from_db()
    assert finding.version == 1


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "link", "url": "https://example.org/act"},
        {"kind": "document", "url": "https://example.org/act"},
        {"kind": "indicator", "note": "0 люкс"},
    ],
)
@pytest.mark.parametrize(
    ("words", "fault"), [({"title": PHONE}, ("/title", "phone")), ({"note": EMAIL}, ("/note", "email"))]
)
def test_evidence_is_described_without_data_of_people(
    world: World, content: dict[str, str], words: dict[str, str], fault: tuple[str, str]
) -> None:
    body = {"title": "Замір", **content, **words}
    check_refused(api(world, "facilitator").post(f"dossiers/{begin(world).pk}/evidence", body), fault)
    assert not DossierEvidence.objects.exists()


@pytest.mark.parametrize(("words", "fault"), TITLE_FAULTS)
def test_the_title_of_a_dossier_names_nobody(
    world: World, words: dict[str, str], fault: tuple[str, str]
) -> None:
    leader = api(world, "facilitator")
    body = {"kind": "recommendations", "title": "Аудит", **words}
    check_refused(leader.post(f"groups/{world.group.pk}/dossiers", body), fault)
    assert not Dossier.objects.exists()
    dossier = begin(world)
    match = {"If-Match": f'"{dossier.version}"'}
    check_refused(leader.patch(f"dossiers/{dossier.pk}", words, **match), fault)
