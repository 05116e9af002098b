"""Texts of several slices, and words that follow a person's grammatical gender."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _, pgettext

from groups.offices.models import OfficeKind
from groups.organisations.models import Sector
from groups.seats.models import Role
from viche.accounts.models import Gender
from viche.kernel.name_validation import check_alphabets

APPOINTS_ONE = _("A document appoints one person: invite them by an e-mail address, or leave it empty.")
MANDATE_IS_SUSPENDED = _("This mandate is suspended: it takes a seat once it is resumed.")
NOT_OF_LEVEL = _("By its digits this code is not one of that level.")
TOO_MANY_CELLS = _(
    "This row has more cells than the first one has headings. "
    "In CSV a text with the sign that separates cells stands in quotes."
)
MAY_NOT_APPOINT = _("The coordinator appoints for this organisation. Leave the document empty.")


def check_names(columns: Mapping[str, str]) -> None:
    """Raise Invalid where a word of a name mixes alphabets.

    `columns` maps columns to names; errors point at the fields of the API.
    """
    check_alphabets((f"/{column.removesuffix('_uk')}", name) for column, name in columns.items())


def describe_sectors(sectors: Iterable[str]) -> str:
    """Return the names of sectors, comma-separated, in the active language."""
    return ", ".join(str(Sector(one).label) for one in sectors)


def describe_role(role: Role, gender: str) -> str:
    """Return the name of a role for use inside a sentence, in the active language."""
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


def describe_office(office: OfficeKind, gender: str) -> str:
    """Return the name of an office for use inside a sentence, in the active language."""
    if office == OfficeKind.DATA_PROTECTION_OFFICER:
        return pgettext("office", "data protection officer")
    if gender == Gender.FEMININE:
        return pgettext("office of a woman", "coordinator")
    return pgettext("office", "coordinator")
