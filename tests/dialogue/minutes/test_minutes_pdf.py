"""What is printed of minutes: the form of an official record, decisions, and that no text becomes markup."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from dialogue.charters.models import Charter
from dialogue.decisions.services.record import ask_sector
from dialogue.decisions.services.votes import record_phone_vote
from dialogue.meetings.models import ItemDecision, Meeting, NoteKind
from dialogue.minutes.loaders import get_whole_minutes
from dialogue.minutes.models import LineKind, Minutes, MinutesLine
from dialogue.minutes.names import name_briefly, name_in_signature
from dialogue.minutes.record import load_record
from dialogue.minutes.report import Printer
from dialogue.minutes.services import add_line
from dialogue.models import AgendaItem, Decision, Method
from tests.cast import World
from tests.dialogue.decisions.helpers import (
    OPTIONS,
    a_decision,
    adopt,
    choose,
    move as move_decision,
    object_to,
    vote,
    voter_of,
)
from tests.dialogue.helpers import a_restricted_thread, api
from tests.dialogue.meetings.helpers import a_meeting, an_item, move as move_meeting
from tests.dialogue.minutes.helpers import a_held_meeting, minutes_of, name_people, note, shown, some_minutes
from tests.kernel.test_report import PLAIN, SOUP, pages_of, structure_of
from tests.tasks.helpers import in_days
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


def paragraphs_of(report: OfficialReport) -> list[str]:
    return [one.text for one in report.blocks if isinstance(one, Paragraph)]


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


def under(report: OfficialReport, heading: str) -> list[str]:
    """The paragraphs under a heading."""
    found: dict[str, list[str]] = {}
    last = ""
    for one in report.blocks:
        if isinstance(one, Heading):
            last = one.text
        elif isinstance(one, Paragraph):
            found.setdefault(last, []).append(one.text)
    return found.get(heading, [])


def test_decisions_stand_with_rule_count_and_dissent(world: World) -> None:
    meeting, item = a_held_meeting(world)
    row = a_decision(world)
    for name in ("facilitator", "teacher"):
        vote(world, row, name, "consent")
    vote(world, row, "officer", "stand_aside", reason="Сходи обмерзнуть")
    move_decision(world, row, "closed")
    ItemDecision.objects.create(item=item, decision=row)
    report = report_of(minutes_of(world, meeting))
    (table,) = (one for one in report.blocks if isinstance(one, Table))
    assert table.rows[0][1:4] == ("2", "0", "1")
    assert under(report, "DISSENTING OPINION:") == ["Police: Stand aside. Сходи обмерзнуть"]
    assert any(one.startswith("Rule: Consent;") for one in paragraphs_of(report))


def test_objections_that_stopped_a_proposal_stand_apart_from_those_who_wanted_it(world: World) -> None:
    meeting, item = a_held_meeting(world)
    row = a_decision(world)
    vote(world, row, "facilitator", "consent", reason="Слизько", wants_name=True)
    vote(world, row, "teacher", "abstain")
    object_to(world, row, "officer", wants_name=True)
    assert move_decision(world, row, "closed").state == "rejected"
    ItemDecision.objects.create(item=item, decision=row)
    report = report_of(minutes_of(world, meeting))
    (objection,) = under(report, "OBJECTIONS:")
    assert objection.startswith("Police: Reasoned objection. Сходи обмерзнуть")
    (dissent,) = under(report, "DISSENTING OPINION:")
    assert dissent.startswith(name_briefly(world.people["facilitator"], "en"))
    assert dissent.endswith("Consent. Слизько")


def test_who_preferred_another_option_is_named_with_it(world: World) -> None:
    meeting, item = a_held_meeting(world)
    row = a_decision(world, method=Method.RANKED, options=OPTIONS)
    for name, place in (("facilitator", 1), ("teacher", 1), ("officer", 2)):
        choose(world, row, name, place)
    move_decision(world, row, "closed")
    ItemDecision.objects.create(item=item, decision=row)
    report = report_of(minutes_of(world, meeting))
    assert under(report, "DISSENTING OPINION:") == ["Police: Світло. Without explanation."]


def test_what_the_tie_rule_chose_is_printed_with_its_round(world: World) -> None:
    meeting, item = a_held_meeting(world)
    row = a_decision(world, method=Method.RANKED, options=OPTIONS)
    for name, place in (("facilitator", 1), ("teacher", 2)):
        choose(world, row, name, place)
    move_decision(world, row, "closed")
    ItemDecision.objects.create(item=item, decision=row)
    ties = [one for one in paragraphs_of(report_of(minutes_of(world, meeting))) if "tie rule" in one]
    assert ties == ["Round 2: equally few votes for Поручні, Світло; by the tie rule Світло went out."]


def test_a_vote_without_quorum_has_no_dissent(world: World) -> None:
    meeting, item = a_held_meeting(world)
    Charter.objects.create(group=world.group, present_sectors=["police"])
    row = a_decision(world)
    vote(world, row, "teacher", "stand_aside")
    assert move_decision(world, row, "closed").state == "no_quorum"
    ItemDecision.objects.create(item=item, decision=row)
    report = report_of(minutes_of(world, meeting))
    assert under(report, "DISSENTING OPINION:") == []
    assert any(one.endswith("Police: no answer.") for one in paragraphs_of(report))


def test_a_withdrawn_proposal_stands_with_its_reason(world: World) -> None:
    meeting, item = a_held_meeting(world)
    row = move_decision(world, a_decision(world), "withdrawn", reason="Бракує кошторису")
    ItemDecision.objects.create(item=item, decision=row)
    minutes = minutes_of(world, meeting)
    texts = paragraphs_of(report_of(minutes))
    assert any(re.fullmatch(r"The proposal was withdrawn on .+: Бракує кошторису", one) for one in texts)
    Decision.objects.filter(pk=row.pk).update(withdrawn_reason="Телефон 067 123 45 67")
    texts = paragraphs_of(report_of(minutes, for_public=True))
    assert any(re.fullmatch(r"The proposal was withdrawn on [^:]+\.", one) for one in texts)


def test_who_was_asked_and_had_time_left_is_not_called_silent(world: World) -> None:
    Charter.objects.create(group=world.group, asked_sectors=["education"])
    row = a_decision(world)
    ask_sector(actor=world.actor("facilitator"), decision_id=row.pk, sector="education", until=in_days(2))
    for name in ("facilitator", "secretary", "officer"):
        vote(world, row, name, "consent")
    move_decision(world, row, "closed")
    meeting, item = a_held_meeting(world)
    ItemDecision.objects.create(item=item, decision=row)
    Meeting.objects.update(started_at=row.opened_at)
    texts = paragraphs_of(report_of(minutes_of(world, meeting)))
    assert any("closed before that day was over" in one for one in texts)


@pytest.mark.parametrize("is_superseded", [False, True])
def test_what_was_decided_before_the_meeting_is_only_looked_at_again(
    world: World, is_superseded: bool
) -> None:
    row = adopt(world, a_decision(world))
    if is_superseded:
        adopt(world, a_decision(world, supersedes_id=row.pk))
    meeting, item = a_held_meeting(world)
    ItemDecision.objects.create(item=item, decision=row)
    report = report_of(minutes_of(world, meeting))
    assert any(one.startswith("Looked at again. Adopted on ") for one in paragraphs_of(report))
    assert not any(isinstance(one, Table) for one in report.blocks)


def test_an_item_that_was_not_taken_up_is_postponed(world: World) -> None:
    meeting = a_meeting(world)
    an_item(world, meeting, title="Тепло в укриттях")
    move_meeting(world, meeting, "convened")
    move_meeting(world, meeting, "running")
    report = report_of(minutes_of(world, move_meeting(world, meeting, "ended")))
    assert under(report, "1. POSTPONED:") == ["Тепло в укриттях"]


def test_an_item_that_nobody_took_up_on_the_page_keeps_what_the_secretary_wrote(world: World) -> None:
    meeting, item = a_held_meeting(world)
    minutes = minutes_of(world, meeting)
    AgendaItem.objects.update(started_at=None)
    assert under(report_of(minutes), "1. REPORTED:")[0] == item.title


def test_dissent_by_phone_bears_the_name_of_who_said_it(world: World) -> None:
    meeting, item = a_held_meeting(world)
    row = a_decision(world)
    for name in ("facilitator", "teacher"):
        vote(world, row, name, "consent")
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
