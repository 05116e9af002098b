"""The columns of member lists: their names in both languages, and the parsers of their cells."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from groups.list_import.cells import (
    Cell,
    FaultyCell,
    Parser,
    choose,
    join_lines,
    parse_day,
    parse_text,
)
from groups.list_import.columns import ListColumn, ListFormat
from groups.list_import.normalisation import normalise_spelling
from groups.member_import.entries import MAX_LENGTHS
from groups.seats.models import Role
from viche.accounts.emails import normalise_email
from viche.kernel.text import Text

# The first name in each language is the one in the template.
NAMES_OF_ROLES: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.FACILITATOR: {"uk": ("фасилітатор", "фасилітаторка"), "en": ("facilitator",)},
    Role.SECRETARY: {"uk": ("секретар", "секретарка"), "en": ("secretary",)},
    Role.MEMBER: {
        "uk": ("учасник", "учасниця", "бере участь", "член групи"),
        "en": ("member", "participant"),
    },
    Role.OBSERVER: {"uk": ("спостерігач", "спостерігачка"), "en": ("observer",)},
}
ROLE_OF_NAME = {
    normalise_spelling(one): role
    for role, names in NAMES_OF_ROLES.items()
    for group in names.values()
    for one in group
}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
FORMULA_SIGN = ("formula", _("A cell cannot begin with = + - or @: programs take that for a formula."))
NO_EMAIL = ("invalid", _("This is not an e-mail address."))
UNKNOWN_ROLE = ("unknown_role", _("There is no such role. Write facilitator, secretary, member or observer."))


def _check_no_formula(text: str) -> str:
    """Return the text on one line, unless programs would take it for a formula."""
    line = join_lines(text)
    if line.startswith(FORMULA_SIGNS):
        raise FaultyCell(FORMULA_SIGN)
    return line


def _line(column: str) -> Parser:
    return partial(parse_text, max_length=MAX_LENGTHS[column], clean=_check_no_formula)


def _parse_email(cell: Cell) -> str:
    address = normalise_email(_line("email")(cell))
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise FaultyCell(NO_EMAIL) from None
    return address


def _parse_role(cell: Cell) -> Role:
    words = _line("role")(cell)
    return choose(words, ROLE_OF_NAME, UNKNOWN_ROLE) if words else Role.MEMBER


MEMBER_LIST = ListFormat(
    columns=(
        ListColumn(
            "name",
            Text(uk="Ім’я та прізвище", en="Name"),
            _line("name"),
            also="ПІБ; Ім’я; Прізвище та ім’я; Full name",
        ),
        ListColumn(
            "email",
            Text(uk="Електронна пошта", en="E-mail"),
            _parse_email,
            also="Пошта; Електронна адреса; Адреса електронної пошти; Email; E-mail address; Email address",
            required=True,
        ),
        ListColumn(
            "organisation",
            Text(uk="Організація", en="Organisation"),
            _line("organisation"),
            also="Установа; Заклад; Organization",
            required=True,
        ),
        ListColumn("position", Text(uk="Посада", en="Position"), _line("position"), also="Post; Job title"),
        ListColumn("role", Text(uk="Роль", en="Role"), _parse_role, also="Роль у групі; Role in the group"),
        ListColumn(
            "until",
            Text(uk="Останній день", en="Last day"),
            parse_day,
            also="Строк; Термін; Діє до; До; Term; Until; Valid until",
        ),
        ListColumn(
            "document",
            Text(uk="Документ про призначення", en="Appointing document"),
            _line("document"),
            also="Документ; Наказ; Document",
        ),
    ),
    empty=_("There are no people in this list below the heading."),
    too_many=_("A list may have up to 200 people. Split it."),
)
