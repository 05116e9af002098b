"""What an edition of a public control freezes, and what of it the public reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from programmes.models import Dossier
from programmes.public_control.report import build_report
from tests.cast import World
from tests.programmes.helpers import take
from tests.programmes.kit.helpers import prove_finding, record
from tests.programmes.public_control.helpers import COMPLAINANT, begin, bring, finish_report, reply
from tests.programmes.recommendations.helpers import draft, issue
from viche.kernel.pdf.report import encode_report, render_report

pytestmark = pytest.mark.django_db


def dump_report(dossier: Dossier, language: str = "uk", *, for_public: bool = False) -> str:
    with override(language):
        return str(encode_report(build_report(dossier, language, for_public)))


@pytest.fixture
def dossier(world: World) -> Dossier:
    """With two findings, one of which may be published, a draft of a recommendation, and a reply."""
    made = begin(world, place="вул. Шкільна, 1", complaint=COMPLAINANT)
    bring(world, made, "conducted")
    for title, may in (("Немає журналу", True), ("Пост без охорони", False)):
        prove_finding(
            world, record(world, made, "councillor", title_uk=title, may_be_published=may), "councillor"
        )
    draft(world, "teacher", dossier=made, title_uk="Завести журнал")
    finish_report(world, made)
    take(world, made, "report_sent", "teacher")
    reply(world, made, text="Журнал заведемо у травні")
    return Dossier.objects.select_related("group", "lead").get(pk=made.pk)


def test_the_report_tells_what_was_controlled_found_and_answered(world: World, dossier: Dossier) -> None:
    report = dump_report(dossier)
    people: Any = [world.people[one].name_uk for one in ("teacher", "councillor")]
    for words in (
        *("вул. Шкільна, 1", "Немає журналу", "Пост без охорони", "Завести журнал", *people),
        *("Журнал заведемо у травні", "Протокол візиту", "Приклад значень, не юридична порада"),
        world.organisations["police"].name_uk,
    ):
        assert words in report, words
    assert COMPLAINANT not in report
    assert "Example values, not legal advice" in dump_report(dossier, "en")


def test_what_is_signed_off_says_how_long_a_reply_may_take(world: World) -> None:
    dossier = bring(world, begin(world), "conducted")
    report = dump_report(dossier, "en")
    assert "calendar days" in report or "working days" in report
    assert "Example values, not legal advice" in report


def test_the_public_reads_no_people_no_words_of_theirs_and_what_may_be_published(
    world: World, dossier: Dossier
) -> None:
    report = dump_report(dossier, for_public=True)
    for words in ("Немає журналу", "Чи пустили вас?", world.organisations["police"].name_uk):
        assert words in report, words
    people: Any = [world.people[one].name_uk for one in ("teacher", "councillor")]
    for words in ("Пост без охорони", "Завести журнал", "Журнал заведемо", "09:10", COMPLAINANT, *people):
        assert words not in report, words


def test_a_recommendation_is_as_public_as_its_finding(world: World, dossier: Dossier) -> None:
    for finding in dossier.findings.order_by("number"):
        title = f"Щодо проблеми {finding.number}"
        source = ("finding", finding.pk)
        issue(world, draft(world, "teacher", dossier=dossier, title_uk=title, source=source), "teacher")
    inside, outside = dump_report(dossier), dump_report(dossier, for_public=True)
    assert [f"Щодо проблеми {one}" in inside for one in (1, 2)] == [True, True]
    assert [f"Щодо проблеми {one}" in outside for one in (1, 2)] == [True, False]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_text_is_printed_as_it_is(world: World, language: str) -> None:
    soup = '#panic("x") \\ $ * _ [ ] <b>'
    dossier = bring(world, begin(world, title_uk=soup, place=soup), "conducted")
    with override(language):
        report = build_report(dossier, language, for_public=False)
        assert render_report(report).startswith(b"%PDF")
    assert report.title == soup
