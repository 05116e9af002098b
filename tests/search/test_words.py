"""Forms of words, and what somebody types."""

from __future__ import annotations

import pytest

from viche.kernel.errors import Malformed
from viche.search.query_parser import parse_query
from viche.search.snippets import build_snippet, mark_hits
from viche.search.words import MAX_WORD_LENGTH, lookup_forms, split_words


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("рішення", "рішеннями"),
        ("школа", "школі"),
        ("заходи", "заходів"),
        ("людина", "людей"),
        ("дитина", "дітьми"),
        ("ім'я", "ім’ям"),
        ("об’єкт", "об'єктами"),
        ("Коваленко", "Коваленком"),
        ("УКРИТТЯ", "укриттям"),
        ("відремонтувати", "відремонтували"),
        ("decision", "decisions"),
        ("102", "102"),
    ],
)
def test_a_word_is_found_in_every_form(typed: str, stands: str) -> None:
    assert set(lookup_forms(typed)) & set(lookup_forms(stands))


def test_what_a_hyphen_parts_are_words_of_their_own() -> None:
    text = "пожежно-рятувальна частина №17"
    assert [text[word.start : word.end] for word in split_words(text)] == [
        "пожежно",
        "рятувальна",
        "частина",
        "17",
    ]


def test_what_is_no_word_that_anybody_looks_for_is_left_out() -> None:
    assert list(split_words("!?… — " + "ы" * (MAX_WORD_LENGTH + 1))) == []


def test_letters_that_cannot_be_seen_make_no_other_word() -> None:
    for written in ("рі\u00adшення", "рі\u0301шення"):
        assert [word.forms for word in split_words(written)] == [lookup_forms("рішення")]
    assert [word.forms for word in split_words("п′ять")] == [lookup_forms("п'ять")]


@pytest.mark.parametrize("typed", ["", " … ", "-школа", '""', "-«дитячий садок»"])
def test_without_a_word_to_look_for_nothing_is_asked(typed: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_query(typed)
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [("/q", "no_word")]


def test_too_many_words_are_refused() -> None:
    with pytest.raises(Malformed) as refused:
        parse_query("слово " * 17)
    assert refused.value.errors[0].code == "too_many_words"


def test_a_question_is_quoted_for_postgresql() -> None:
    assert parse_query("ім'я").query == "('ім''я')"
    assert parse_query("102 -911").query == "('102') & !(('911'))"
    assert parse_query("«102 911»").query == "('102') <-> ('911')"


def test_a_hyphen_inside_a_word_leaves_nothing_out() -> None:
    assert parse_query("17-18").query == "('17') & ('18')"


def test_a_snippet_begins_near_the_first_word_and_marks_every_one() -> None:
    text = "Перше. " * 40 + "Пандус полагодили, а другий пандуса не має." + " Останнє." * 40
    pieces = build_snippet(text, parse_query("пандус"))
    assert [one["text"] for one in pieces if one["hit"]] == ["Пандус", "пандуса"]
    shown = "".join(one["text"] for one in pieces)
    assert shown.startswith("…Перше.")
    assert shown.endswith("Останнє.…")
    assert len(shown) <= 202


def test_a_text_without_the_word_is_shown_from_its_beginning() -> None:
    assert build_snippet("Є тільки сходи", parse_query("пандус")) == [
        {"text": "Є тільки сходи", "hit": False}
    ]


def test_a_marked_text_is_whole() -> None:
    text = "Школі — охорона: школа"
    assert "".join(one["text"] for one in mark_hits(text, parse_query("школа"))) == text
