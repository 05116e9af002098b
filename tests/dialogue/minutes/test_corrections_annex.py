"""The annex of corrections: printed beside the frozen edition, whose PDFs and digest stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from dialogue.minutes.annex import build_annex
from dialogue.minutes.models import Minutes, MinutesEdition, MinutesPaper
from dialogue.minutes.selectors import find_edition
from groups.models import Mandate
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.dialogue.minutes.helpers import fresh, name_people, set_charter, some_minutes
from tests.dialogue.minutes.test_minutes import go_public
from tests.kernel.test_report import PLAIN, SOUP, pages_of, structure_of
from tests.tasks.export.test_export import content_of
from viche.accounts.models import User
from viche.kernel.pdf.report import Facts, Heading, OfficialReport, encode_report, render_report

pytestmark = pytest.mark.django_db


def correct(world: World, minutes: Minutes, text: str, text_en: str = "") -> None:
    body = {"text": text, "text_en": text_en, "confirmed": ["phone"]}
    answer = api(world, "secretary").post(f"minutes/{minutes.pk}/corrections", body)
    assert answer.status_code == 201, answer.content


def annex_of(minutes: Minutes, language: str = "en", *, for_public: bool = False) -> OfficialReport:
    edition = find_edition(fresh(minutes), for_public=for_public)
    assert edition is not None
    with override(language):
        return build_annex(edition, language)


def texts_of(report: OfficialReport) -> str:
    return str(encode_report(report))


def digest_in(report: OfficialReport) -> str:
    return next(block.rows[-1].value for block in report.blocks if isinstance(block, Facts))


def frozen(minutes: Minutes) -> list[Any]:
    papers = MinutesPaper.objects.filter(edition__minutes=minutes).order_by("id")
    editions = MinutesEdition.objects.filter(minutes=minutes).order_by("id")
    return [*papers.values_list("pdf", "sha256"), *editions.values_list("content", "sha256")]


def test_the_annex_says_who_corrected_what_and_to_which_edition(world: World) -> None:
    name_people(world)
    minutes = some_minutes(world, "signed")
    before = frozen(minutes)
    correct(world, minutes, "Було шість.", "There were six.")
    correct(world, minutes, "Говорив Коваль.")
    report = annex_of(minutes)
    assert report.title == "ANNEX: CORRECTIONS"
    assert report.marks[1] == "No. 1"
    assert [one.text for one in report.blocks if isinstance(one, Heading)] == ["Correction 1", "Correction 2"]
    assert digest_in(report) == MinutesEdition.objects.get(minutes=minutes, for_public=False).sha256
    text = texts_of(report)
    assert "There were six." in text
    assert "Говорив Коваль." in text
    assert "О. Мельничук" in text
    assert "Було шість." in texts_of(annex_of(minutes, "uk"))
    assert frozen(minutes) == before


def test_the_public_annex_leaves_out_names_and_personal_data(world: World) -> None:
    name_people(world)
    minutes = some_minutes(world, "signed")
    for text in ("Було шість.", "Говорив Коваль.", "Телефон 067 123 45 67"):
        correct(world, minutes, text)
    report = annex_of(minutes, "uk", for_public=True)
    text = texts_of(report)
    assert "Було шість." in text
    assert [one for one in ("Коваль", "067 123", "Мельничук") if one in text] == []
    assert world.organisations["council"].name_uk in text
    assert digest_in(report) == MinutesEdition.objects.get(minutes=minutes, for_public=True).sha256


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_annex_is_downloaded_by_readers_once_there_is_a_correction(world: World, language: str) -> None:
    minutes = some_minutes(world, "signed")
    path = f"minutes/{minutes.pk}/corrections/pdf?language={language}"
    assert api(world, "observer").get(path).status_code == 404
    correct(world, minutes, "Було шість.")
    answer = api(world, "observer").get(path)
    assert answer["Content-Type"] == "application/pdf"
    assert f"/Lang({language})".encode() in content_of(answer)
    assert api(world, "outsider").get(path).status_code == 404
    wrong = api(world, "observer").get(f"{path}x")
    assert pointers(wrong) == [("/language", "invalid_choice")]


def test_everybody_downloads_the_annex_of_published_minutes_alone(world: World) -> None:
    go_public(world)
    minutes = some_minutes(world, "signed")
    path = f"public/minutes/{minutes.pk}/corrections/pdf"
    correct(world, minutes, "Було шість.")
    assert api(world, "anonymous").get(path).status_code == 404
    api(world, "facilitator").put(f"minutes/{minutes.pk}/publication")
    assert api(world, "anonymous").get(path).status_code == 200


def test_published_minutes_without_corrections_have_no_annex(world: World) -> None:
    go_public(world)
    set_charter(world, publishes_minutes=True)
    minutes = some_minutes(world, "signed")
    assert api(world, "anonymous").get(f"public/minutes/{minutes.pk}/corrections/pdf").status_code == 404


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_text_of_the_annex_becomes_markup(world: World, language: str) -> None:
    def drawn(text: str) -> bytes:
        minutes = some_minutes(world, "signed")
        Mandate.objects.filter(pk=world.mandates["secretary"].pk).update(position_uk=text, position_en=text)
        User.objects.filter(pk=world.people["secretary"].pk).update(name_uk=text, name_en=text)
        correct(world, minutes, text, text)
        return render_report(annex_of(minutes, language))

    expected = structure_of(drawn(PLAIN))
    for text in SOUP:
        pdf = drawn(text)
        assert (structure_of(pdf), pages_of(pdf)) == (expected, 1), text
