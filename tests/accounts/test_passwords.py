"""Which passwords are good enough."""

from __future__ import annotations

import unicodedata
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.accounts.conftest import MakePerson, sign_in
from viche.accounts.passwords import GoodPassword
from viche.accounts.services.people import change_password
from viche.kernel.actor import Actor

OLENA = SimpleNamespace(name_uk="Олена Коваль", name_en="Olena Koval", email="olena.koval@kalynodil.example")


def faults(password: str) -> list[str | None]:
    try:
        GoodPassword().validate(password, OLENA)
    except ValidationError as error:
        return [one.code for one in error.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "Калина-над-водою-7",
        "correct horse battery staple",
        "дванадцять з",  # twelve characters, a space among them
        "їжак ніс яблуко додому",
        "🌻🌾🐝🌙🏠🚲📚🎻🍎🌧️⛵🎈",
        "ж" * 3 + "щука плавала у ставку",
        "Олена любить тихі вечори",  # her name, and enough beside it
        "аб вг ґд еє " * 10,
    ],
)
def test_long_passwords_of_any_characters_are_good(password: str) -> None:
    assert faults(password) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_too_short"),
        ("одинадцять1", "password_too_short"),
        ("            ", "password_too_short"),  # spaces at the ends do not count
        ("щ" * 40 + "x" * 89, "password_too_long"),
        ("ﷺ" * 11 + "abcdef", "password_too_long"),  # one character that NFKC writes with eighteen
        ("aaaaaaaaaaaaaaaa", "password_monotonous"),
        ("1234567890123456", "password_monotonous"),
        ("abcabcabcabcabc", "password_monotonous"),
        ("парольпароль", "password_monotonous"),
        ("sonyericsson", "password_breached"),
        ("SonyEricsson", "password_breached"),
        ("password1234", "password_breached"),
        ("Sunshine-2026!!", "password_breached"),  # a stolen word made longer
        ("qwerty123456!!", "password_breached"),
        ("йцукенгшщзхї", "password_breached"),  # the upper row of the keyboard, in either language
        ("ОленаКоваль1985", "password_known_words"),
        ("Ólena.KÓVAL-2026", "password_known_words"),
        ("kalynodil.example", "password_known_words"),
        ("Віче2026Віче!", "password_known_words"),
    ],
)
def test_what_others_guess_first_is_refused(password: str, code: str) -> None:
    assert faults(password) == [code]


@pytest.mark.django_db
def test_a_password_is_the_same_from_every_keyboard(make_person: MakePerson) -> None:
    person = make_person()
    decomposed = unicodedata.normalize("NFD", "Їжачок і ґудзик")
    change_password(actor=Actor.for_system("tests"), person_id=person.pk, password=decomposed)
    composed = unicodedata.normalize("NFC", decomposed)
    assert composed != decomposed
    assert sign_in(Client(), person.email, composed).status_code == 200
    assert sign_in(Client(), person.email, f" {decomposed} ").status_code == 200
    assert sign_in(Client(), person.email, composed.lower()).status_code == 400
