"""What looks like personal data is found, and what only resembles it is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import process_time

import pytest

from viche.kernel.actor import Actor
from viche.kernel.disclosure import MAX_REPORTED, Kind, PersonalData, check_disclosure, find_personal_data

PHONE = "067 123 45 67"
IBAN = "UA213223130000026007233566001"

FIRES = {
    Kind.PHONE: [
        "Телефонуйте +380671234567",
        "тел.067 123 45 67, після 18:00",
        "(044) 234-56-78",
        "+38 (067) 123-45-67",
        "8 050 1234567",
        "38 099 123 45 67",
        "067-123-45-67,050-123-45-68",
        "буд. 5, 0971234567",
        "+380 67 123 45 67",
    ],
    Kind.TAX_NUMBER: ["Її код 3184710691", "РНОКПП: 3184710691.", "ІПН № 3184710691"],
    Kind.PASSPORT: [
        "паспорт СТ 123456",
        "АА№123456",
        "ID-картка 001234567",
        "посвідчення водія № 001234567",
        "закордонний паспорт FX123456",
        "запис 19850317-01234",
    ],
    Kind.BANK_CARD: ["картка № 4149 4991 2345 6780", "5375411234567894", "4149-4991-2345-6780"],
    Kind.IBAN: ["UA213223130000026007233566001", "ua 21 322313 0000026007233566001"],
    Kind.EMAIL: ["Пишіть на olena.koval+help@example.com.ua.", "олена@пошта.укр", "0671234567@example.ua"],
    Kind.CHILD: [
        "Учень 5-А класу Петро Іваненко живе на вул. Шевченка, 12",
        "дитина, Коваль Марія, вулиця Лесі Українки, буд. 7, кв. 3",
        "Вихованка Соломія Бондар, просп. Миру 14",
    ],
    Kind.SENSITIVE_PLACE: [
        "Ямка тут: 48.46471, 35.04623",
        "https://maps.example/?q=50.450100,30.523400",
        "48°27'53.1\"N",
        "Шелтер для постраждалих на вул. Садовій, 12",
        "кризова кімната: вулиця Миру, буд. 3",
        "Блокпост біля заправки «ОККО» посилили",
        "склад боєприпасів у лісі за селом",
        "позиції ЗСУ на околиці Вишневого",
        "вогнева позиція за мостом ліворуч",
        "Розташування підрозділу біля школи",
        "ДИСЛОКАЦІЯ бригади поблизу села",
        "розквартирували у приміщенні клубу",
        "установка ППО на полі за селом",
        "зенітний комплекс у лісі за селом",
    ],
}

QUIET = [
    "Зустріч 12.06.2026 о 10:30, перенесли з 2026-05-06 07:08",
    "Рішення № 123, лист № 0671234567, наказ № 3184710691",
    "Доручення № 4 виконано на 100 %",
    "Бюджет 1 234 567 890 грн, з них 067 123 456 грн на освітлення",
    "UA12020010010012345, UA05020030010063857",
    "ЄДРПОУ 04053915, код ДК 45000000-7, КПКВК 0611010",
    "Гаряча лінія 0 800 500 335 та 0800500335, 101, 102, 112, 15-47",
    "Код 3184710690 та 1234567890",
    "Рахунок 4149 4991 2345 6788",
    "UA003223130000026007233566001",
    "Номер АА 1234 ВС, № АБ 12345, НС 123456 грн",
    "Паспорт безпеки громади № 12 за 2026 рік",
    "@офіцер подивіться, 5 @ 7",
    "[Доручення](https://viche.example/actions/01890a5d-ac96-774b-bcce-b302099a8057)",
    "/threads/01890a5d-ac96-774b-bcce-067123456700?message=12",
    "Школа на вул. Лесі Українки, 12: учні 5-А класу просять перехід",
    "Учень 5-А класу Петро Іваненко переміг на олімпіаді",
    "Ліцей імені Тараса Шевченка, вул. Миру, 5: кожна дитина має знати вихід",
    "Вчителька 5-А класу Марія Коваль чекає на вул. Миру, 5",
    "Директорка Марія Коваль, вул. Миру, 5: дитячий садок відкрито",
    "Відкриваємо кризову кімнату та шелтер, потрібні меблі",
    "Притулок для тварин на вул. Садовій, 12",
    "Позиції сторін зблизилися. Черги на блокпості довші",
    "Площа 50.45 га, 30.52 км дороги; курс 44.1234 за 38.1234 минулого року",
    "Температура 18 °C, пандус під кутом 5°",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FIRES.items() for text in texts])
def test_it_is_found(kind: Kind, text: str) -> None:
    assert {one.kind for one in find_personal_data(text)} == {kind}


def test_every_kind_is_tried() -> None:
    assert set(FIRES) == set(Kind) - {Kind.PUBLIC}, "which is not found in any words"


def test_people_can_read_what_is_looked_for() -> None:
    page = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text(encoding="utf-8")
    assert [kind for kind in Kind if f"| `{kind.value}` |" not in page] == []


@pytest.mark.parametrize("text", QUIET)
def test_what_resembles_it_is_passed_over(text: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in find_personal_data(text)] == []


def test_just_what_is_meant_is_marked() -> None:
    text = "Оксана 🙂: +38 (067) 123-45-67, пошта o@example.ua, учень Петро Іваненко, вул. Миру, 5"
    told = [(one.kind, text[one.start : one.end]) for one in find_personal_data(text)]
    assert told == [
        (Kind.PHONE, "+38 (067) 123-45-67"),
        (Kind.EMAIL, "o@example.ua"),
        (Kind.CHILD, "Петро Іваненко"),
        (Kind.CHILD, "вул. Миру, 5"),
    ]


def test_a_number_is_of_one_kind() -> None:
    """The parts of an account look like a card and a phone."""
    text = "UA21 3223 1300 0002 6007 2335 6600 1"
    assert find_personal_data(text) == [(Kind.IBAN, 0, len(text))]


def test_of_very_many_all_are_found() -> None:
    assert len(find_personal_data(f"{PHONE}, " * (MAX_REPORTED + 5))) == MAX_REPORTED + 5


def test_nothing_stands_behind_a_list_of_others() -> None:
    """Of a school, say, with the addresses of its district, above one child."""
    child = "учень Іван Петренко, вул. Миру, 5"
    text = "вул. Шевченка, 12; Олена Коваль; блокпост; " * 120 + child
    begins = len(text) - len(child)
    found = [one for one in find_personal_data(text) if one[0] == Kind.CHILD and one[1] >= begins]
    assert [text[start:end] for _kind, start, end in found] == ["Іван Петренко", "вул. Миру, 5"]


@pytest.mark.parametrize(
    "piece",
    [
        *("учень Іван Петренко вул. Миру 5 ", "вул. Миру 5 ", "Іван Петренко "),
        *("a.", "12 ", "вул. ", "Петро ", "А", "1", "a@", "блокпост ", "паспорт "),
        *(f"{PHONE} ", "o@a.ua ", "АА123456 "),
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """A rule that looks through the rest of the text from each place works for a second, ours for a twentieth
    of that. Counted is the work of this process, however busy the machine is; the end sets all rules on.
    """
    text = f"{(piece * 10_000)[:20_000]} 123456 @ склад"
    began = process_time()
    find_personal_data(text)
    assert process_time() - began < 0.3


def disclose(
    texts: dict[str, str], confirmed: Sequence[str] = (), before: Sequence[str] = (), *, public: bool = False
) -> tuple[str, ...]:
    actor = Actor().with_confirmed(confirmed)
    return check_disclosure(actor, texts, before, public=public).disclosed


class TestTelling:
    def test_each_place_is_named_and_its_words_are_not(self) -> None:
        with pytest.raises(PersonalData) as refused:
            disclose({"/body": "Олег: 067 123 45 67"})
        (fault,) = refused.value.errors
        assert (fault.pointer, fault.code, fault.span) == ("/body", "phone", (6, 19))
        assert "067" not in str(refused.value)

    def test_what_is_confirmed_is_told(self) -> None:
        text = "067 123 45 67, o@example.ua"
        assert disclose({"/body": text}, ["phone", "email"]) == ("email", "phone")

    def test_one_kind_does_not_confirm_another(self) -> None:
        with pytest.raises(PersonalData) as refused:
            disclose({"/body": "067 123 45 67, o@example.ua"}, ["phone"])
        assert [fault.code for fault in refused.value.errors] == ["phone", "email"]

    def test_however_much_stands_above_it_no_kind_passes_unasked(self) -> None:
        """A list of contacts above something worse."""
        text = f"{PHONE}, " * (MAX_REPORTED + 5) + f"{IBAN} "
        with pytest.raises(PersonalData) as refused:
            disclose({"/body": text * 2}, ["phone"])
        named = [fault.code for fault in refused.value.errors]
        assert named == ["phone"] * (MAX_REPORTED - 1) + ["iban"]
        assert disclose({"/body": text}, ["phone", "iban"]) == ("iban", "phone")

    def test_nothing_of_much_that_stood_there_is_asked_about_when_some_goes(self) -> None:
        first, *others = (f"067 123 45 {nth}, " for nth in range(10, 10 + MAX_REPORTED + 5))
        assert disclose({"/body": "".join(others)}, (), [first + "".join(others)]) == ()

    def test_what_is_told_in_two_texts_is_told_together(self) -> None:
        actor = check_disclosure(Actor().with_confirmed(["phone", "email"]), {"/title": "067 123 45 67"})
        assert check_disclosure(actor, {"/body": "o@example.ua"}).disclosed == ("email", "phone")

    def test_only_what_was_found_counts_as_confirmed(self) -> None:
        assert disclose({"/body": "Пандус є"}, list(Kind)) == ()

    def test_what_stood_there_before_is_not_asked_about_again(self) -> None:
        assert disclose({"/body": "Тел. 0671234567!"}, (), ["тел. 067 123-45-67"]) == ()
        with pytest.raises(PersonalData):
            disclose({"/body": "0671234567, 0671234568"}, (), ["0671234567"])


def test_what_anybody_will_read_is_told_knowingly_whatever_it_says() -> None:
    with pytest.raises(PersonalData) as refused:
        disclose({"/title": "Двір", "/body": "Подзвоніть 067 123 45 67"}, ["phone"], public=True)
    assert [(one.pointer, one.code, one.span is None) for one in refused.value.errors] == [
        ("/title", "public", True),
        ("/body", "phone", False),
    ]
    assert disclose({"/body": "Двір"}, ["public"], public=True) == ("public",)
    assert disclose({"/body": "Двір"}, ["public"]) == ()
