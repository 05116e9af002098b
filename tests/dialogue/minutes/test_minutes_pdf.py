"""What is printed of minutes: the form of an official record, decisions, and that no text becomes markup."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from dialogue.decisions.services.votes import record_phone_vote
from dialogue.meetings.models import ItemDecision, NoteKind
from dialogue.minutes.loaders import get_whole_minutes
from dialogue.minutes.models import LineKind, Minutes, MinutesLine
from dialogue.minutes.names import name_briefly, name_in_signature
from dialogue.minutes.record import load_record
from dialogue.minutes.report import Printer
from dialogue.minutes.services import add_line
from dialogue.models import AgendaItem
from tests.cast import World
from tests.dialogue.decisions.helpers import a_decision, move as move_decision, object_to, vote, voter_of
from tests.dialogue.helpers import a_restricted_thread, api
from tests.dialogue.minutes.helpers import a_held_meeting, minutes_of, name_people, note, shown, some_minutes
from tests.kernel.test_report import PLAIN, SOUP, pages_of, structure_of
from viche.accounts.models import User
from viche.kernel.pdf.report import (
    Heading,
    OfficialReport,
    Paragraph,
    Signatures,
    Table,
    encode_report,
    render_report,
)

pytestmark = pytest.mark.django_db


def report_of(minutes: Minutes, language: str = "en", *, for_public: bool = False) -> OfficialReport:
    record = load_record(get_whole_minutes(minutes.pk))
    with override(language):
        return Printer(record, language, for_public=for_public).build_report()


def texts_of(report: OfficialReport) -> str:
    return str(encode_report(report))


def test_names_stand_as_in_official_records() -> None:
    person = User(name_uk="Ірина Савчук", name_en="Iryna Savchuk")
    assert (name_briefly(person, "uk"), name_in_signature(person, "uk")) == ("Савчук І.", "Ірина САВЧУК")
    assert (name_briefly(person, "en"), name_in_signature(person, "en")) == ("I. Savchuk", "Iryna SAVCHUK")
    assert name_briefly(User(name_uk="Сократ"), "uk") == "Сократ"


def test_minutes_have_the_form_of_an_official_record(world: World) -> None:
    meeting, item = a_held_meeting(world, place="Бібліотека")
    note(world, item, NoteKind.RESOLVED, "Узяти до відома.")
    report = report_of(minutes_of(world, meeting))
    assert report.issuer[1] == world.group.name_uk
    assert report.marks[1:] == ("No. 1", "Бібліотека")
    kinds = [one.text for one in report.blocks if isinstance(one, Heading)]
    assert kinds == ["AGENDA", "1. REPORTED:", "RESOLVED:"]
    (signatures,) = (one for one in report.blocks if isinstance(one, Signatures))
    assert [one.post for one in signatures.people] == ["Chair", "Secretary"]


def test_decisions_stand_with_rule_count_and_dissent(world: World) -> None:
    meeting, item = a_held_meeting(world)
    row = a_decision(world)
    vote(world, row, "facilitator", "consent")
    object_to(world, row, "officer")
    move_decision(world, row, "closed")
    ItemDecision.objects.create(item=item, decision=row)
    report = report_of(minutes_of(world, meeting))
    (table,) = (one for one in report.blocks if isinstance(one, Table))
    assert table.rows[0][1:4] == ("1", "1", "0")
    texts = [one.text for one in report.blocks if isinstance(one, Paragraph)]
    assert any("Сходи обмерзнуть" in one and "Reasoned objection" in one for one in texts)
    assert any(one.startswith("Rule: Consent;") for one in texts)


def test_dissent_by_phone_bears_the_name_of_who_said_it(world: World) -> None:
    meeting, item = a_held_meeting(world)
    row = a_decision(world)
    record_phone_vote(
        actor=world.actor("secretary"),
        decision_id=row.pk,
        voter_id=voter_of(world, row, "officer").pk,
        said_by=world.people["officer"].pk,
        answer="stand_aside",
        wants_name=True,
    )
    move_decision(world, row, "closed")
    ItemDecision.objects.create(item=item, decision=row)
    texts = texts_of(report_of(minutes_of(world, meeting)))
    assert f"{name_briefly(world.people['officer'], 'en')} (" in texts


def test_a_restricted_item_is_only_its_number(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "council"))
    meeting, item = a_held_meeting(world)
    minutes = minutes_of(world, meeting)
    AgendaItem.objects.filter(pk=item.pk).update(thread=thread, title="Таємниця")
    body = str(shown(world, minutes, "facilitator"))
    assert "Таємниця" not in body
    assert minutes.lines.get().text_uk not in body
    assert "1. Restricted item." in texts_of(report_of(minutes))


def test_the_public_version_leaves_out_personal_data_and_names(world: World) -> None:
    name_people(world)
    meeting, _item = a_held_meeting(world)
    minutes = minutes_of(world, meeting)
    for text in ("Телефон 067 123 45 67", "Надали слово Ковалю."):
        MinutesLine.objects.update(text_uk=text)
        assert text in texts_of(report_of(minutes))
        public = texts_of(report_of(minutes, for_public=True))
        assert text not in public
        assert "1 line with personal data is left out" in public


def test_the_public_version_counts_those_invited_as_left_out(world: World) -> None:
    minutes = some_minutes(world)
    secretary, kind = world.actor("secretary"), LineKind.INVITED
    add_line(actor=secretary, minutes_id=minutes.pk, kind=kind, text_uk="Панас Мирний, письменник")
    assert "Панас Мирний" in texts_of(report_of(minutes))
    public = texts_of(report_of(minutes, for_public=True))
    assert "Панас Мирний" not in public
    assert "1 line with personal data is left out" in public


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_text_of_minutes_becomes_markup(world: World, language: str) -> None:
    meeting, item = a_held_meeting(world, place=PLAIN)
    for kind in NoteKind:
        note(world, item, kind, PLAIN, "officer")
    minutes = minutes_of(world, meeting)

    def drawn(text: str) -> bytes:
        MinutesLine.objects.filter(minutes=minutes).update(text_uk=text, text_en=text)
        AgendaItem.objects.filter(meeting=meeting).update(title=text)
        type(meeting).objects.filter(pk=meeting.pk).update(place=text, extraordinary=text)
        return render_report(report_of(minutes, language))

    expected = structure_of(drawn(PLAIN))
    for text in SOUP:
        pdf = drawn(text)
        assert (structure_of(pdf), pages_of(pdf)) == (expected, pages_of(pdf)), text


def test_a_pdf_is_there_in_both_languages(world: World) -> None:
    meeting, _item = a_held_meeting(world)
    minutes = minutes_of(world, meeting)
    for language in ("uk", "en"):
        answer = api(world, "observer").get(f"minutes/{minutes.pk}/pdf?language={language}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
