"""What is found, by whom, and what nobody learns by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.lifecycle.visibility import set_audience
from dialogue.models import MessageAttachment, ThreadState, Visibility
from dialogue.posting.editing import withdraw_message
from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, a_thread_in, restrict, say, widen
from tests.search.acts import asking, found, hits, ids, said
from tests.tasks.helpers import an_item, an_item_in, prove, token_of
from viche.files.models import StoredFile
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord
from viche.search.candidates import SearchFilter
from viche.search.jobs import index_missing_things, learn_new_words
from viche.search.kinds import KINDS
from viche.search.models import Entry
from viche.search.query_parser import parse_query
from viche.search.results import SearchResults

pytestmark = pytest.mark.django_db


def test_a_message_is_found_by_another_form_of_its_words(world: World) -> None:
    message = say(world, "officer", a_thread(world), "Патруль із **рішеннями** сесії йде до школи")
    page = found(world, "observer", "рішення школа")
    assert ids(page) == [str(message.pk)]
    (hit,) = page["items"]
    assert hit["kind"] == "message"
    assert hit["url"] == f"/threads/{message.thread_id}?message=1"
    assert said(hit["snippet"]) == "Патруль із рішеннями сесії йде до школи"
    assert hits(hit["snippet"]) == ["рішеннями", "школи"]
    assert hit["group"]["id"] == str(world.group.pk)
    assert hit["person"]["id"] == str(world.people["officer"].pk)
    assert hit["organisation"] is None, "it was said personally"
    assert page["similar"] is False


def test_every_word_must_stand_there_and_none_that_is_left_out(world: World) -> None:
    thread = a_thread(world)
    both = say(world, "officer", thread, "Пандус біля лікарні")
    only = say(world, "officer", thread, "Пандус біля ліцею")
    assert ids(found(world, "observer", "пандус лікарня")) == [str(both.pk)]
    assert ids(found(world, "observer", "пандус -лікарня")) == [str(only.pk)]


def test_a_phrase_stands_as_it_is_and_over_no_border(world: World) -> None:
    thread = a_thread(world)
    near = say(world, "officer", thread, "Дитячого садка немає")
    say(world, "officer", thread, "Садок є, але не дитячий")
    assert ids(found(world, "observer", "«дитячий садок»")) == [str(near.pk)]


def test_a_thread_is_found_by_its_tag(world: World) -> None:
    thread = a_thread(world, title_uk="Куди йти під час тривоги", tags=["укриття"])
    assert ids(found(world, "observer", "укриттях")) == [str(thread.pk)]
    assert ids(found(world, "outsider", "укриттях")) == []


def test_the_newest_is_the_first_and_pages_go_on(world: World) -> None:
    thread = a_thread(world)
    posted = [say(world, "officer", thread, f"Світлофор {number}") for number in range(5)]
    first = found(world, "observer", "світлофор", limit=2)
    second = found(world, "observer", "світлофор", limit=2, cursor=first["next_cursor"])
    third = found(world, "observer", "світлофор", limit=2, cursor=second["next_cursor"])
    assert ids(first) + ids(second) + ids(third) == [str(one.pk) for one in reversed(posted)]
    assert third["next_cursor"] is None


# ---- who finds it ------------------------------------------------------------------------------------------


def test_what_is_restricted_is_found_by_its_readers_alone(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("school",), title_uk="Тривожна кнопка")
    message = say(world, "teacher", thread, "Кнопка не працює")
    expected = {str(thread.pk), str(message.pk)}
    assert set(ids(found(world, "teacher", "кнопка"))) == expected
    assert set(ids(found(world, "facilitator", "кнопка"))) == expected
    for other in ("officer", "councillor", "observer", "outsider", "former", "administrator"):
        assert ids(found(world, other, "кнопка")) == []


def test_whoever_finds_something_restricted_is_written_down(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("school",))
    say(world, "teacher", thread, "Домофон")
    say(world, "teacher", a_thread(world), "Дзвінок")
    found(world, "facilitator", "дзвінок")
    assert not AccessRecord.objects.exists()
    found(world, "facilitator", "домофон")
    row = AccessRecord.objects.get()
    assert (row.reader_id, row.kind, row.object_id) == (world.people["facilitator"].pk, "thread", thread.pk)


def test_access_that_ends_ends_here_at_once(world: World) -> None:
    say(world, "officer", a_thread(world), "Сигналізація")
    assert ids(found(world, "teacher", "сигналізація"))
    seat = world.seats["teacher"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Звільнення")
    # Nothing was indexed since.
    assert asking(world, "teacher", q="сигналізація").json()["items"] == []


def test_a_thread_that_is_restricted_is_gone_before_anything_is_indexed(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread, "Камера спостереження")
    assert ids(found(world, "councillor", "камера"))
    set_audience(
        actor=world.actor("facilitator"),
        thread_id=thread.pk,
        expected_version=thread.version,
        visibility=Visibility.RESTRICTED,
        organisation_ids=[world.organisations["police"].pk],
        person_ids=[],
    )
    assert asking(world, "councillor", q="камера").json()["items"] == []
    assert asking(world, "officer", q="камера").json()["items"]


def test_what_is_restricted_is_not_even_looked_for_among_others(world: World) -> None:
    """Or how long it takes would tell how much there is: its group is no key of it, until it is widened."""
    thread = a_restricted_thread(world, organisations=("school",))
    message = say(world, "teacher", thread, "Сейф")
    drain_outbox()
    assert world.group.pk not in Entry.objects.get(pk=message.pk).keys
    thread = widen(world, thread)
    drain_outbox()
    assert world.group.pk in Entry.objects.get(pk=message.pk).keys
    assert ids(asking(world, "officer", q="сейф").json()) == [str(message.pk)]
    restrict(world, thread, organisations=("school",))
    drain_outbox()
    assert world.group.pk not in Entry.objects.get(pk=message.pk).keys


def test_a_draft_is_found_by_who_may_open_it(world: World) -> None:
    thread = a_thread_in(world, ThreadState.DRAFT, title_uk="Чернетка про велодоріжку")
    assert ids(found(world, "facilitator", "велодоріжка")) == [str(thread.pk)]
    assert ids(found(world, "officer", "велодоріжка")) == []


def test_a_token_finds_what_its_scopes_reach(world: World) -> None:
    thread = a_thread(world, title_uk="Ліхтар")
    item = an_item(world, title_uk="Полагодити ліхтар")
    drain_outbox()

    def kinds(*scopes: str) -> set[Any]:
        actor = token_of(world, "officer", *scopes)
        page = SearchResults(actor, SearchFilter(parse_query("ліхтар"), list(KINDS.values()))).page(10, ())
        return {row.pk for row in page}

    assert kinds("dialogue:read") == {thread.pk}
    assert kinds("tasks:read") == {item.pk}
    assert kinds("files:read") == set()


def test_nobody_learns_from_forgiven_mistakes_what_they_do_not_see(world: World) -> None:
    """The answers are the same byte for byte with the words of others and without them."""
    thread = a_restricted_thread(world, organisations=("school",))
    questions = ("Шевчнко", "шевченко", "шевченк", "освітленя")
    say(world, "officer", a_thread(world), "Освітлення вулиць")
    drain_outbox()
    learn_new_words()
    before = [asking(world, "officer", q=one).content for one in questions]
    say(world, "teacher", thread, "Шевченко, Шевченка, освітленню")
    drain_outbox()
    learn_new_words()
    assert [asking(world, "officer", q=one).content for one in questions] == before
    assert ids(found(world, "teacher", "Шевчнко"))


# ---- kinds and filters -------------------------------------------------------------------------------------


def test_items_files_and_people_are_found_too(world: World) -> None:
    item = an_item_in(world, "in_progress", title_uk="Встановити парковку", description="Біля ратуші")
    stored = StoredFile.objects.create(
        uploaded_by=world.people["councillor"], name="ратуша.pdf", media_type="application/pdf", size=1
    )
    file = prove(world, item, kind="file", title="Фото", url="", file_id=stored.pk)
    prove(world, item, title="Стаття про ратушу")  # a link is no file
    page = found(world, "observer", "ратуша")
    assert ids(page) == [str(file.pk), str(item.pk)]
    assert [one["kind"] for one in page["items"]] == ["file", "action"]
    assert page["items"][0]["url"] == f"/actions/{item.pk}#evidence-1"
    assert hits(page["items"][0]["snippet"]) == ["ратуша"]
    assert page["items"][1]["url"] == f"/actions/{item.pk}"
    officer = world.people["officer"]
    people = found(world, "observer", officer.name_uk, kind="person")
    assert [one["person"]["id"] for one in people["items"]] == [str(officer.pk)]
    assert people["items"][0]["url"] == f"/groups/{world.group.pk}/members"
    assert hits(people["items"][0]["title"]["uk"])
    # Who sits at no table with them does not know them.
    assert ids(found(world, "outsider", officer.name_uk, kind="person")) == []


def test_an_item_of_a_thread_that_was_widened_is_found_by_the_group(world: World) -> None:
    """It is still read through its thread alone, which the whole group now reads."""
    thread = a_restricted_thread(world, organisations=("council", "school"))
    item = an_item_in(world, "in_progress", title_uk="Встановити парковку", thread_id=thread.pk)
    drain_outbox()
    assert ids(found(world, "officer", "парковка")) == []
    thread = widen(world, thread)
    drain_outbox()
    assert ids(asking(world, "officer", q="парковка").json()) == [str(item.pk)]
    restrict(world, thread, organisations=("council", "school"))
    drain_outbox()
    assert world.group.pk not in Entry.objects.get(pk=item.pk).keys


def test_what_a_message_brings_is_found_by_its_name_and_by_its_words(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("school",), title_uk="Ремонт")
    message = say(world, "teacher", thread, "Ось")
    attached = MessageAttachment.objects.create(
        file_id=uuid7(),
        message=message,
        position=0,
        name="кошторис.png",
        media_type="image/png",
        size=1,
        alt="Таблиця з цінами на двері",
    )
    drain_outbox()  # the row came after the message: here alone
    index_missing_things()
    for typed in ("кошторис", "двері", "таблиця ціна"):
        page = found(world, "teacher", typed, kind="file")
        assert ids(page) == [str(attached.pk)], typed
        assert page["items"][0]["kind"] == "file"
        assert page["items"][0]["url"] == f"/threads/{thread.pk}?message=1"
        assert ids(found(world, "officer", typed)) == []
    withdraw_message(actor=world.actor("teacher"), message_id=message.pk, expected_version=1)
    assert ids(found(world, "teacher", "кошторис")) == []
    index_missing_things()
    assert not Entry.objects.filter(pk=attached.pk).exists()


def test_what_is_found_is_narrowed(world: World) -> None:
    thread = a_thread(world, title_uk="Дорога до ліцею")
    by_officer = say(world, "officer", thread, "Дорога розбита")
    by_teacher = say(world, "teacher", thread, "Дорога небезпечна", on_behalf=True)
    assert ids(found(world, "observer", "дорога", kind="message")) == [str(by_teacher.pk), str(by_officer.pk)]
    assert ids(found(world, "observer", "дорога", kind="thread")) == [str(thread.pk)]
    assert ids(found(world, "observer", "дорога", author=world.people["officer"].pk)) == [str(by_officer.pk)]
    school = world.organisations["school"].pk
    assert ids(found(world, "observer", "дорога", organisation=school)) == [str(by_teacher.pk)]
    assert ids(found(world, "observer", "дорога", group=world.group.pk, kind="thread")) == [str(thread.pk)]
    assert ids(found(world, "observer", "дорога", group=thread.pk)) == [], "an id counts in its role alone"
    later = (now() + timedelta(minutes=1)).isoformat()
    assert ids(found(world, "observer", "дорога", since=later)) == []
    assert len(ids(found(world, "observer", "дорога", before=later))) == 3


def test_mistakes_and_beginnings_are_forgiven_where_nothing_stands_as_typed(world: World) -> None:
    message = say(world, "officer", a_thread(world), "Освітлення й пандус біля Шевченка")
    for typed in ("освітленя", "Шевчнко", "освітл", "пандсу", "Шевчекно"):
        page = found(world, "observer", typed)
        assert ids(page) == [str(message.pk)], typed
        assert page["similar"] is True
        assert hits(page["items"][0]["snippet"]), typed
    assert ids(found(world, "observer", "кіт")) == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "required"),
        ({"q": ""}, "blank"),
        ({"q": "…"}, "no_word"),
        ({"q": "а" * 201}, "max_length"),
        ({"q": "слово", "kind": "letter"}, "unknown_kind"),
        ({"q": "слово", "group": "1"}, "invalid"),
        ({"q": "слово", "since": "2026-11-01"}, "no_offset"),
        ({"q": "слово", "colour": "red"}, "unknown"),
    ],
)
def test_bad_questions_are_refused_by_field(world: World, asked: dict[str, str], code: str) -> None:
    answer = asking(world, "observer", **asked)
    assert answer.status_code == 400
    assert [one["code"] for one in answer.json()["errors"]] == [code]


@pytest.mark.parametrize(
    "typed",
    [
        "'",
        "\\",
        "') | ('а",
        "а:*",
        "!а",
        "& |",
        "<->",
        "\u202eслово",
        "'а\\''",
        "%s %(q)s {} {0}",
        "𗀀 слово",
        "ﷺ" * 60,
    ],
)
def test_no_sign_is_an_operator(world: World, typed: str) -> None:
    say(world, "officer", a_thread(world), "Нічого такого")
    drain_outbox()
    assert asking(world, "observer", q=typed).status_code in (200, 400)


def test_as_many_questions_for_many_as_for_one(world: World) -> None:
    thread = a_thread(world, title_uk="Ліхтар")
    say(world, "officer", thread, "Ліхтар")
    an_item(world, title_uk="Ліхтар")
    drain_outbox()

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert asking(world, "teacher", q="ліхтар").status_code == 200
        return len(queries)

    count()
    few = count()
    for number in range(12):
        say(world, "officer", thread, f"Ліхтар {number}")
        an_item(world, title_uk=f"Ліхтар {number}")
    drain_outbox()
    assert count() == few
