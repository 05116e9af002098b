"""Where a child lives, and places that must stay unknown.

None of these words is a reason by itself: a group talks of crisis rooms, of checkpoints and of pupils all the
time. They are one beside a place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

Span = tuple[int, int]

NEAR = 120
"""Characters between what belongs together."""
BESIDE = 60
"""The same, of a word and the name that it is said of."""


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
    names = [one for one in _names(text) if not _touched(one, addresses)]
    words = [one for one in _spans(CHILD, text) if not TEACHES.search(text[max(0, one[0] - 50) : one[0]])]
    found: set[Span] = set()
    for name in names:
        if _near(name, words, BESIDE) and (homes := _near(name, addresses, NEAR)):
            found.update((name, *homes))
    yield from sorted(found)


def sensitive(text: str) -> Iterator[Span]:
    """Coordinates; where victims are sheltered; where the military stands."""
    if EXACT.search(text):
        yield from _spans(COORDINATES, text)
    addresses = _spans(ADDRESS, text)
    for place in _spans(HAVEN, text) if addresses else ():
        yield from _together(place, addresses)
    troops = _spans(MILITARY, text)
    somewhere = _spans(WHERE, text) if troops else []
    for place in troops:
        yield from _together(place, addresses) or _together(place, somewhere)


def _together(what: Span, places: Sequence[Span]) -> list[Span]:
    """Both in one, where one of the places is near."""
    near = _near(what, places, NEAR)
    return [(min(what[0], near[0][0]), max(what[1], near[0][1]))] if near else []


def _names(text: str) -> Iterator[Span]:
    honoured = _spans(NAMED_AFTER, text)
    for pair in PAIR.finditer(text):
        is_named = any(word.startswith(GIVEN) for word in pair.group().split())
        if is_named and not _touched(pair.span(), honoured):
            yield pair.span()


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    """In their order, and none within another."""
    return [one.span() for one in pattern.finditer(text)]


def _near(what: Span, places: Sequence[Span], within: int) -> Sequence[Span]:
    """Those at most so many characters away, of places as `_spans` finds them: there may be thousands."""
    first = bisect_left(places, what[0] - within, key=itemgetter(1))
    return places[first : bisect_right(places, what[1] + within, key=itemgetter(0))]


def _touched(one: Span, others: Sequence[Span]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for other in _near(one, others, 0))
