"""Where a child lives, and places that must stay unknown.

None of these words is a reason by itself: a group talks of crisis rooms, of checkpoints and of pupils all the
time. They are one beside a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

Span = tuple[int, int]
Spans = Iterable[Span]

NEAR = 120
"""Characters between what belongs together."""
BESIDE = 60
"""The same, of a word and the name that it is said of."""
ENOUGH = 50
"""Words of one sort that are looked at in one text: all are compared with all."""


def _any(*words: str, then: str = r"\b") -> re.Pattern[str]:
    """One of these, from the beginning of a word."""
    return re.compile(rf"\b(?:{'|'.join(words)}){then}", re.IGNORECASE)


STREET = (
    *(r"вул(?:иц\w{1,2}|\.)", r"просп(?:ект\w{0,2}|\.)", r"пров(?:ул\w{2,4}|\.)", r"бульв(?:ар\w{0,2}|\.)"),
    *(r"площ\w{1,2}", r"пл\.", r"узвіз\w{0,2}", "шосе", r"набережн\w{2}"),
)
HOUSE = r"буд(?:ин\w{1,3}|\.)\s?(?:№\s?)?"
ADDRESS = _any(
    rf"(?:{'|'.join(STREET)})[ \u00a0]?[^\n;!?\d]{{2,40}}?(?:{HOUSE})?(?:№\s?)?"
    r"\d{1,3}(?:[-/]\d{1,3})?\s?-?(?:[а-гґ]\b)?(?!\w)",
    rf"{HOUSE}\d{{1,3}}(?!\d)",
    then="",
)

CHILD = _any(
    *(r"дитин\w{1,2}", "учн(?:я|ю|ем|еві)", r"учен(?:ь|иц\w{1,3})", r"школяр(?:к\w{1,3}|[аіу]|ем|еві)?"),
    *(r"хлопч(?:ик|ак)\w{0,3}", r"дівчин(?:к|ц)\w{1,3}", r"неповнолітн\w{1,4}", r"малолітн\w{1,4}"),
    *(r"вихован(?:ець|ц[яюе]\w{0,2}|к\w{1,2})", r"підліт(?:ок|к[аоу]\w{0,2})", "син(?:а|у|ом|ові)?"),
    *(r"(?:перш|друг|третьо|п[’'ʼ]ято)оклас\w{3,5}", r"дон(?:ьк|ьц|еч)\w{1,3}"),
    r"\d{1,2}[ -]?[«\"]?[А-ДЄ][»\"]?[ -]клас\w{0,2}",
)
# Who is named beside a class may teach it.
TEACHES = re.compile(r"(?i)(?:учител|вчител|керівни|виховател|викладач|асистент)\w*[^.\n]{0,25}$")

LETTER = "[а-щьюяєіїґ'’ʼ]"
CAPITALISED = rf"[А-ЩЮЯЄІЇҐ]{LETTER}+(?:-[А-ЩЮЯЄІЇҐ]{LETTER}+)?"
PAIR = re.compile(rf"\b{CAPITALISED}[ \u00a0]{CAPITALISED}\b")
NAMED_AFTER = re.compile(rf"\b(?:імені|ім\.)[ \u00a0]+(?:{CAPITALISED}[ \u00a0]?){{1,3}}")
# How given names begin, in any case: two capitalised words alone may be a school or a village.
NAMES = """
    Аліна Аліни Аліні Аліс Анаст Ангел Андрі Анн Антон Артем Артур Богдан Борис Вадим Валент Валер
    Варвар Васил Верон Віктор Віолет Віра Віри Вітал Владисл Володим Вячесл Галин Ганн Георг Гліб Григор
    Давид Данил Дар’ Дарин Дарі Денис Діан Дмитр Едуард Емм Єв Єлизав Єгор Захар Злат Зоряна Іван Ігор
    Ілл Ілон Інн Ірин Кароліна Катер Кир Костян Ксен Ларис Леон Лес Лід Ліл Любов Людмил Макар Максим
    Маргар Марин Марі Март Марк Матв Мико Микит Мирослав Михайл Мілан Надій Назар Натал Нестор Нік Оксан
    Олег Олександр Олексі Олен Оль Орест Остап Павл Петр Полін Роксол Роман Руслан Світлан Семен Сергі
    Соломі Соф Станіслав Степан Таїс Тамар Тарас Тетян Тимоф Тимур Уляна Уляни Федір Федор Христин Юлі
    Юрі Яким Яна Яни Ярин Яросл
"""
GIVEN = tuple(NAMES.split())

HAVEN = _any(
    *(r"шелтер\w{0,3}", r"притул(?:ок|к\w{1,3})", r"прихист(?:ок|к\w{1,3})", "shelter", "crisis room"),
    r"кризов\w{1,3} (?:кімнат|центр)\w{0,3}",
    then=r"\b(?![^.\n]{0,30}(?:тварин|собак|кот|пес|animal|dog))",
)

MILITARY = _any(
    r"блок-?пост\w{0,4}",
    r"склад\w{0,3} (?:боєприпас|боєкомплект|бк\b|зброї|озброєнн|пального)\w{0,3}",
    r"(?:вогнев|бойов|оборонн)\w{1,3} позиці\w{1,3}",
    r"позиці\w{1,3} (?:зсу|ппо|військ|підрозділ|артилер|бригад|батальйон|міномет)\w{0,5}",
    r"розташуванн\w (?:зсу|ппо|військ|підрозділ|техніки|бригад|батальйон)\w{0,5}",
    r"(?:дислокаці|дислоку|розквартир)\w{1,5}",
    r"установк\w{1,3} ппо",
    r"зенітн\w{1,3} (?:установк|комплекс)\w{0,3}",
)
WHERE = _any(
    *("біля", "поблизу", "поруч", "навпроти", "напроти", "неподалік", "за мостом", "на околиці", "на полі"),
    *("на (?:в|за)[’'ʼ]?їзді", "на виїзді", "на перехресті", "на території", "у дворі", "в ангарі"),
    *("[ву] (?:підвалі|приміщенні|будівлі|школі|лісі|лісосмузі)", r"\d{1,3} ?(?:км|м)"),
    then=r" [^\n.;!?]{3,40}",
)
EXACT = re.compile(r"°|\d{4}")
COORDINATES = re.compile(
    r"(?<![\w.,])(?:4[4-9]|5[0-2])[.,]\d{4,}°?(?: ?(?:N|пн\. ?ш\.))?(?:[ \u00a0,;/]|%2C){1,3}"
    r"(?:2[2-9]|3\d|40)[.,]\d{4,}(?!\w)|"
    r"\d{1,2} ?° ?\d{1,2} ?['′’] ?\d{1,2}(?:[.,]\d+)? ?[\"″”]|"
    r"(?<!\w)3[4-7][TU] ?[A-Z]{2} ?\d{4,5} ?\d{4,5}(?!\w)"
)


def children(text: str) -> Iterator[Span]:
    """The name and the address of a child: a word of childhood, a name beside it, a house near both."""
    addresses = _spans(ADDRESS, text)
    if not addresses:
        return
    names = [
        one for one in islice(_names(text), ENOUGH) if not any(_touch(one, other) for other in addresses)
    ]
    for word in islice(CHILD.finditer(text), ENOUGH):
        if TEACHES.search(text[max(0, word.start() - 50) : word.start()]):
            continue
        for name in (one for one in names if _apart(word.span(), one) <= BESIDE):
            homes = [one for one in addresses if _apart(name, one) <= NEAR]
            yield from (name, *homes) if homes else ()


def sensitive(text: str) -> Iterator[Span]:
    """Coordinates; where victims are sheltered; where the military stands."""
    if EXACT.search(text):
        yield from _spans(COORDINATES, text)
    addresses = _spans(ADDRESS, text)
    for place in _spans(HAVEN, text) if addresses else ():
        yield from _together(place, addresses)
    troops = _spans(MILITARY, text)
    somewhere = [*addresses, *_spans(WHERE, text)] if troops else []
    for place in troops:
        yield from _together(place, somewhere)


def _together(what: Span, places: Spans) -> Iterator[Span]:
    """Both, where one of the places is near."""
    near = [one for one in places if _apart(what, one) <= NEAR]
    if near:
        yield min(what[0], near[0][0]), max(what[1], near[0][1])


def _names(text: str) -> Iterator[Span]:
    honoured = _spans(NAMED_AFTER, text)
    for pair in PAIR.finditer(text):
        is_named = any(word.startswith(GIVEN) for word in pair.group().split())
        if is_named and not any(_touch(pair.span(), one) for one in honoured):
            yield pair.span()


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [one.span() for one in islice(pattern.finditer(text), ENOUGH)]


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _apart(one: Span, other: Span) -> int:
    """Characters between two places; nothing where they touch."""
    return max(one[0] - other[1], other[0] - one[1], 0)
