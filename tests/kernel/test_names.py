"""Names in which one word could pass for another."""

import pytest
from django.utils.translation import override

from viche.kernel.errors import Invalid
from viche.kernel.name_validation import check_alphabets, find_mixed_alphabet_error
from viche.kernel.text import find_mixed_word


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Полiція", "Полiція"),  # a Latin i
        ("ГО «Калинодiл»", "Калинодiл"),
        ("Olena Кoваль", "Кoваль"),  # a Latin o
        ("Pоlice", "Pоlice"),  # a Cyrillic о
        ("Пοліція", "Пοліція"),  # a Greek omicron
        ("Пол\u200bi\u200bція", "Полiція"),
        ("Дем’янeнко", "Демянeнко"),  # a Latin e
        ("IT-вiдділ", "вiдділ"),
        ("Школа5a", "Школа5a"),
    ],
)
def test_a_word_of_several_alphabets_is_named(name: str, word: str) -> None:
    assert find_mixed_word(name) == word


@pytest.mark.parametrize(
    "name",
    [
        "Поліція громади",
        "IT-відділ",
        "ГО Save Україна",
        "Wi-Fi для всіх",
        "Іван II",
        "5G-вежа",
        "Школа №5",
        "Школа 5А",
        "Zoë Łukasiewicz-Šimůnek",
        "О’Коннор Д’Артаньян",
        "Мар’яна Їжакевич",
        "Йо\u0308сиф",
        "",
    ],
)
def test_honest_names_are_left_alone(name: str) -> None:
    assert find_mixed_word(name) == ""
    assert find_mixed_alphabet_error(name) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", "У слові «Полiція» змішано літери різних абеток"),
        ("en", "The word “Полiція” mixes letters of different alphabets"),
    ],
)
def test_each_name_is_told_at_its_field_in_the_language_of_the_reader(language: str, words: str) -> None:
    with override(language), pytest.raises(Invalid) as refusal:
        check_alphabets([("/name", "Полiція"), ("/name_en", "Police"), ("/short_name", "ПОЛIЦІЯ")])
    told = [(one.pointer, one.code) for one in refusal.value.errors]
    assert told == [("/name", "mixed_alphabets"), ("/short_name", "mixed_alphabets")]
    assert str(refusal.value.errors[0].message).startswith(words)
