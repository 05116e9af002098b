"""Personal data has no place in what a programme writes down: it is refused and cannot be confirmed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from viche.kernel.disclosure import MAX_REPORTED, PersonalData, find_personal_data
from viche.kernel.errors import FieldError


class PersonalDataRefused(PersonalData):
    """Raised for personal data in answers, findings, evidence, and the facts of a dossier."""

    code = "personal_data_refused"
    detail = _("No data of people is written here. Say it without them.")


def refuse_personal_data(texts: dict[str, str]) -> None:
    """Raise PersonalDataRefused with the places in texts (by field pointer) that hold personal data."""
    found = [
        FieldError(pointer, one.kind.value, one.kind.label, (one.start, one.end))
        for pointer, text in texts.items()
        for one in find_personal_data(text)
    ]
    if found:
        raise PersonalDataRefused(found[:MAX_REPORTED])
