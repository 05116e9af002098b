"""Names stand in Ukrainian order, whatever the locale of the server."""

from __future__ import annotations

import pytest
from django.db import connection

from groups.common.collation import build_sort_key
from groups.models import Territory
from tests.cast import a_territory

pytestmark = pytest.mark.django_db

ORDERED = [
    "12 будинків",
    "гай",
    "Ґанок",
    "дах",
    "Євген",
    "єнот",
    "ім’я",
    "Ірпінь",
    "їжак",
    "Йосип",
    "Нова Каховка",
    "Новгород",
    "ЩИТ",
    "юля",
    "Яблуко",
    "Lviv",
    "zorya",
]


def keys(words: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uk_sort_key(word) FROM unnest(%s::text[]) WITH ORDINALITY AS w (word, n) ORDER BY n",
            [words],
        )
        return [key for (key,) in cursor.fetchall()]


def test_the_alphabet_is_ukrainian() -> None:
    alphabet = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    found = keys(list(alphabet))
    assert found == sorted(found)
    assert len(set(found)) == 33


def test_words_stand_in_order() -> None:
    found = keys(ORDERED)
    assert found == sorted(found)


def test_case_and_apostrophes_do_not_count() -> None:
    assert len(set(keys(["Ім’я", "ім'я", "імя", "ІМʼЯ"]))) == 1


def test_both_spellings_of_a_letter_are_one() -> None:
    composed, decomposed = "\u0439", "\u0438\u0306"
    assert len(set(keys([composed, decomposed]))) == 1


def test_rows_and_the_stored_column_agree() -> None:
    for name in reversed(ORDERED):
        a_territory(name)
    named = Territory.objects.filter(name_uk__in=ORDERED)
    assert list(named.order_by("name_key", "id").values_list("name_uk", flat=True)) == ORDERED
    assert list(named.order_by(build_sort_key("name_uk"), "id").values_list("name_uk", flat=True)) == ORDERED


def test_a_page_by_name_is_read_from_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = str(Territory.objects.order_by("name_key", "id")[:50].explain())
    assert "groups_territory_order" in plan
