"""Blocks of reports that programmes share: what they say, and that no text becomes markup."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from programmes.kit.participants.services import name_participant
from programmes.kit.report_blocks import build_findings, build_participants
from programmes.models import Dossier, Finding
from tests.cast import World
from tests.kernel.test_report import PLAIN, SOUP, pages_of, structure_of
from tests.programmes.helpers import fresh, name
from tests.programmes.kit.helpers import a_working_dossier, prove_finding, record
from viche.kernel.pdf.report import Block, Group, Heading, Paragraph, Report, Table, render_report

pytestmark = pytest.mark.django_db


def a_dossier(world: World, text: str = PLAIN) -> Dossier:
    """With an organisation and a person as participants, and one rated finding."""
    dossier = a_working_dossier(world)
    name(world, dossier)
    name_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        role="addressee",
        mandate_id=world.mandates["teacher"].pk,
        expected_version=fresh(dossier).version,
    )
    finding = record(world, dossier, title_uk=text, title_en=text, text_uk=text, text_en=text)
    prove_finding(world, finding)
    Finding.objects.filter(pk=finding.pk).update(likelihood=4, impact=3, matrix="5x5-1")
    return dossier


def blocks_of(dossier: Dossier, language: str, *, for_public: bool = False) -> tuple[Block, ...]:
    with override(language):
        found = build_participants(dossier, language, for_public=for_public)
        return (*found, *build_findings(dossier, language, for_public=for_public))


def test_a_report_names_people_and_one_for_the_public_does_not(world: World) -> None:
    dossier = a_dossier(world)
    person = world.people["teacher"].name_uk

    def described(*, for_public: bool) -> list[str]:
        table = blocks_of(dossier, "uk", for_public=for_public)[1]
        assert isinstance(table, Table)
        return [row[1] for row in table.rows]

    place = world.organisations["school"].name_uk
    assert described(for_public=False)[1] == f"{person}, представник, {place}"
    assert described(for_public=True)[1] == f"представник, {place}"
    assert described(for_public=True)[0] == world.organisations["police"].name_uk


def test_findings_for_the_public_are_those_that_may_be_published(world: World) -> None:
    dossier = a_dossier(world)
    assert any(isinstance(one, Group) for one in blocks_of(dossier, "en"))
    assert not any(isinstance(one, Group) for one in blocks_of(dossier, "en", for_public=True))
    Finding.objects.filter(dossier=dossier).update(may_be_published=True)
    (finding,) = (one for one in blocks_of(dossier, "en", for_public=True) if isinstance(one, Group))
    assert finding.blocks[:2] == (Heading(f"No. 1. {PLAIN}"), Paragraph(PLAIN))


def test_without_findings_there_is_no_heading(world: World) -> None:
    assert blocks_of(a_working_dossier(world), "uk") == ()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_typed_text_becomes_markup(world: World, language: str) -> None:
    dossier = a_dossier(world)

    def drawn() -> bytes:
        return render_report(Report(language, PLAIN, PLAIN, PLAIN, blocks_of(dossier, language)))

    expected = structure_of(drawn())
    for text in SOUP:
        Finding.objects.filter(dossier=dossier).update(
            title_uk=text, title_en=text, text_uk=text, text_en=text
        )
        pdf = drawn()
        assert (structure_of(pdf), pages_of(pdf)) == (expected, 1), text
