"""What the public version of minutes leaves out: names of people, and corrections with them."""

from __future__ import annotations

import pytest

from dialogue.minutes.names import has_family_name
from tests.cast import World
from tests.dialogue.helpers import api
from tests.dialogue.minutes.helpers import name_people, set_charter, some_minutes
from tests.dialogue.minutes.test_minutes import go_public, list_published

pytestmark = pytest.mark.django_db


# ---- names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Іван Левицький", "Надали слово Левицькому."),
        ("Марія Левицька", "запитання до Левицької"),
        ("Іван Левицький", "думка І.Левицького"),
        ("Петро Лук’яненко", "Лук'яненка почули"),
        ("Петро Лук'яненко", "Лук’яненка почули"),
        ("Іван Нечуй-Левицький", "Левицького почули"),
        ("Олег Кравець", "Кравця почули"),
        ("Тарас Чорновіл", "слово Чорновола"),
        ("Ольга Сорока", "дякуємо Сороці"),
        ("Ганна Лоза", "(Лозі)"),
        ("Лі", "сказав Лі"),
        ("Iryna Savchuk", "by I.Savchuk’s word"),
    ],
)
def test_a_family_name_is_found_in_each_case(name: str, text: str) -> None:
    assert has_family_name(text, frozenset([name]))


@pytest.mark.parametrize(
    ("name", "text"),
    [("Лі", "лікарня і ліхтарі"), ("Іван Левицький", "Перевірено шість укриттів."), ("", "Так")],
)
def test_other_words_are_no_family_names(name: str, text: str) -> None:
    assert not has_family_name(text, frozenset([name]))


# ---- corrections -------------------------------------------------------------------------------------------


def test_a_correction_that_has_family_name_is_left_out_of_the_public_version(world: World) -> None:
    name_people(world)
    go_public(world)
    set_charter(world, publishes_minutes=True)
    minutes = some_minutes(world, "signed")
    texts = ("Шість, а не сім укриттів.", "Говорив Коваль.", "Телефон 067 123 45 67")
    for text in texts:
        body = {"text": text, "confirmed": ["phone"]}
        answer = api(world, "secretary").post(f"minutes/{minutes.pk}/corrections", body)
        assert answer.status_code == 201, answer.content
    (row,) = list_published(world)
    first, *others = [one["uk"] for one in row["corrections"]]
    assert first == texts[0]
    assert len(others) == 2
    assert not {*others} & {*texts}
    own = api(world, "observer").get(f"minutes/{minutes.pk}").json()["corrections"]
    assert [one["text"]["uk"] for one in own] == [*texts]
