"""Detection of children's addresses and of sensitive places, such as shelters and military positions.

None of the words alone is a match, because groups often write about crisis rooms, checkpoints and pupils. A
word matches only near a place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

Span = tuple[int, int]

MAX_DISTANCE = 120
"""Characters between what belongs together."""
MAX_NAME_DISTANCE = 60
"""The same, of a word and the name that it is said of."""


def _compile_any(*words: str, then: str = r"\b") -> re.Pattern[str]:
    """Compile a pattern for any of these words, from the start of a word."""
    return re.compile(rf"\b(?:{'|'.join(words)}){then}", re.IGNORECASE)


STREET = (
    *(r"вул(?:иц\w{1,2}|\.)", r"просп(?:ект\w{0,2}|\.)", r"пров(?:ул\w{2,4}|\.)", r"бульв(?:ар\w{0,2}|\.)"),
    *(r"площ\w{1,2}", r"пл\.", r"узвіз\w{0,2}", "шосе", r"набережн\w{2}"),
)
HOUSE = r"буд(?:ин\w{1,3}|\.)\s?(?:№\s?)?"
ADDRESS = _compile_any(
    rf"(?:{'|'.join(STREET)})[ \u00a0]?[^\n;!?\d]{{2,40}}?(?:{HOUSE})?(?:№\s?)?"
    r"\d{1,3}(?:[-/]\d{1,3})?\s?-?(?:[а-гґ]\b)?(?!\w)",
    rf"{HOUSE}\d{{1,3}}(?!\d)",
    then="",
)

CHILD = _compile_any(
    *(r"дитин\w{1,2}", "учн(?:я|ю|ем|еві)", r"учен(?:ь|иц\w{1,3})", r"школяр(?:к\w{1,3}|[аіу]|ем|еві)?"),
    *(r"хлопч(?:ик|ак)\w{0,3}", r"дівчин(?:к|ц)\w{1,3}", r"неповнолітн\w{1,4}", r"малолітн\w{1,4}"),
    *(r"вихован(?:ець|ц[яюе]\w{0,2}|к\w{1,2})", r"підліт(?:ок|к[аоу]\w{0,2})", "син(?:а|у|ом|ові)?"),
    *(r"(?:перш|друг|третьо|п[’'ʼ]ято)оклас\w{3,5}", r"дон(?:ьк|ьц|еч)\w{1,3}"),
    r"\d{1,2}[ -]?[«\"]?[А-ДЄ][»\"]?[ -]клас\w{0,2}",
)
# A person named beside a school class may be its teacher.
TEACHER = re.compile(r"(?i)(?:учител|вчител|керівни|виховател|викладач|асистент)\w*[^.\n]{0,25}$")

LETTER = "[а-щьюяєіїґ'’ʼ]"
CAPITALISED = rf"[А-ЩЮЯЄІЇҐ]{LETTER}+(?:-[А-ЩЮЯЄІЇҐ]{LETTER}+)?"
PAIR = re.compile(rf"\b{CAPITALISED}[ \u00a0]{CAPITALISED}\b")
NAMED_AFTER = re.compile(rf"\b(?:імені|ім\.)[ \u00a0]+(?:{CAPITALISED}[ \u00a0]?){{1,3}}")
# Stems of given names in any grammatical case: two capitalised words alone may be a school or a village.
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
GIVEN_NAME_STEMS = tuple(NAMES.split())

SHELTER = _compile_any(
    *(r"шелтер\w{0,3}", r"притул(?:ок|к\w{1,3})", r"прихист(?:ок|к\w{1,3})", "shelter", "crisis room"),
    r"кризов\w{1,3} (?:кімнат|центр)\w{0,3}",
    then=r"\b(?![^.\n]{0,30}(?:тварин|собак|кот|пес|animal|dog))",
)

MILITARY = _compile_any(
    r"блок-?пост\w{0,4}",
    r"склад\w{0,3} (?:боєприпас|боєкомплект|бк\b|зброї|озброєнн|пального)\w{0,3}",
    r"(?:вогнев|бойов|оборонн)\w{1,3} позиці\w{1,3}",
    r"позиці\w{1,3} (?:зсу|ппо|військ|підрозділ|артилер|бригад|батальйон|міномет)\w{0,5}",
    r"розташуванн\w (?:зсу|ппо|військ|підрозділ|техніки|бригад|батальйон)\w{0,5}",
    r"(?:дислокаці|дислоку|розквартир)\w{1,5}",
    r"установк\w{1,3} ппо",
    r"зенітн\w{1,3} (?:установк|комплекс)\w{0,3}",
)
WHERE = _compile_any(
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


def find_children(text: str) -> Iterator[Span]:
    """Yield name and address of a child: a word for a child, a name beside it, an address near both."""
    addresses = _spans(ADDRESS, text)
    if not addresses:
        return
    names = [one for one in _name_spans(text) if not _overlaps(one, addresses)]
    words = [one for one in _spans(CHILD, text) if not TEACHER.search(text[max(0, one[0] - 50) : one[0]])]
    found: set[Span] = set()
    for name in names:
        if _near(name, words, MAX_NAME_DISTANCE) and (homes := _near(name, addresses, MAX_DISTANCE)):
            found.update((name, *homes))
    yield from sorted(found)


def find_sensitive_places(text: str) -> Iterator[Span]:
    """Yield coordinates, shelters with an address, and military positions with a place."""
    if EXACT.search(text):
        yield from _spans(COORDINATES, text)
    addresses = _spans(ADDRESS, text)
    for place in _spans(SHELTER, text) if addresses else ():
        yield from _merge_with_nearest(place, addresses)
    troops = _spans(MILITARY, text)
    somewhere = _spans(WHERE, text) if troops else []
    for place in troops:
        yield from _merge_with_nearest(place, addresses) or _merge_with_nearest(place, somewhere)


def _merge_with_nearest(what: Span, places: Sequence[Span]) -> list[Span]:
    """Return the span from `what` to the nearest place within `MAX_DISTANCE`; empty if there is none."""
    near = _near(what, places, MAX_DISTANCE)
    return [(min(what[0], near[0][0]), max(what[1], near[0][1]))] if near else []


def _name_spans(text: str) -> Iterator[Span]:
    honoured = _spans(NAMED_AFTER, text)
    for pair in PAIR.finditer(text):
        is_named = any(word.startswith(GIVEN_NAME_STEMS) for word in pair.group().split())
        if is_named and not _overlaps(pair.span(), honoured):
            yield pair.span()


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    """Return the matches in order; they do not overlap."""
    return [one.span() for one in pattern.finditer(text)]


def _near(what: Span, places: Sequence[Span], within: int) -> Sequence[Span]:
    """Return the spans at most `within` characters away, by binary search: there may be thousands."""
    first = bisect_left(places, what[0] - within, key=itemgetter(1))
    return places[first : bisect_right(places, what[1] + within, key=itemgetter(0))]


def _overlaps(one: Span, others: Sequence[Span]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for other in _near(one, others, 0))
