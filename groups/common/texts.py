"""Words in the language that is active, and those that follow the gender which a person has chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language, gettext_lazy as _, pgettext

from groups.offices.models import OfficeKind
from groups.organisations.models import Sector
from groups.seats.models import Role
from viche.accounts.models import Gender
from viche.kernel.names import check_letters
from viche.kernel.text import Text, both

APPOINTS_ONE = _("A document appoints one person: invite them by an e-mail address, or leave it empty.")
MANDATE_RESTS = _("This mandate is suspended: it takes a seat once it is resumed.")
NOT_OF_LEVEL = _("By its digits this code is not one of that level.")
TOO_MANY_CELLS = _(
    "This row has more cells than the first one has headings. "
    "In CSV a text with the sign that separates cells stands in quotes."
)
MAY_NOT_APPOINT = _("The coordinator appoints for this organisation. Leave the document empty.")
DAY_AS_SAID = "j E Y"


def local(row: object, field: str) -> str:
    """A bilingual column in the language that is active now."""
    return active(both(row, field))


def active(words: Text) -> str:
    return words["uk"] if get_language() == "uk" else words["en"]


def check_names(columns: Mapping[str, str]) -> None:
    """Names by their columns, told at the fields of the API. Raises Invalid where a word mixes alphabets."""
    check_letters((f"/{column.removesuffix('_uk')}", name) for column, name in columns.items())


def sector_names(sectors: Iterable[str]) -> str:
    """Sectors in a row, in the language that is active now."""
    return ", ".join(str(Sector(one).label) for one in sectors)


def role_name(role: Role, gender: str) -> str:
    """The name of a role inside a sentence, in the active language."""
    if gender == Gender.FEMININE:
        return {
            Role.FACILITATOR: pgettext("role of a woman", "facilitator"),
            Role.SECRETARY: pgettext("role of a woman", "secretary"),
            Role.MEMBER: pgettext("role of a woman", "member"),
            Role.OBSERVER: pgettext("role of a woman", "observer"),
        }[role]
    return {
        Role.FACILITATOR: pgettext("role", "facilitator"),
        Role.SECRETARY: pgettext("role", "secretary"),
        Role.MEMBER: pgettext("role", "member"),
        Role.OBSERVER: pgettext("role", "observer"),
    }[role]


def office_name(office: OfficeKind, gender: str) -> str:
    """The name of an office inside a sentence, in the active language."""
    if office == OfficeKind.DATA_PROTECTION_OFFICER:
        return pgettext("office", "data protection officer")
    if gender == Gender.FEMININE:
        return pgettext("office of a woman", "coordinator")
    return pgettext("office", "coordinator")
