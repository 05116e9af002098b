"""Fields of a recommendation, and their validation, the same for drafts and for better wordings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import Organisation
from programmes.kit.personal_data import refuse_personal_data
from programmes.recommendations.models import Recommendation, Theme
from tasks.models import OutsideBody, TargetGroup
from viche.kernel.errors import Invalid

TITLE_LENGTH, TEXT_LENGTH, CAUSE_LENGTH = 200, 5_000, 2_000
SOURCES = ("finding", "decision", "message", "thread")
"""Kinds of objects that become a recommendation."""

BECAME = "became"
TEXTS = {
    "title_uk": ("/title", TITLE_LENGTH, True),
    "title_en": ("/title_en", TITLE_LENGTH, False),
    "text_uk": ("/text", TEXT_LENGTH, True),
    "text_en": ("/text_en", TEXT_LENGTH, False),
    "cause_uk": ("/cause", CAUSE_LENGTH, False),
    "cause_en": ("/cause_en", CAUSE_LENGTH, False),
}
"""By field, its name in the API, its greatest length, and whether it is required."""


class Fields(TypedDict, total=False):
    """Fields of a draft."""

    title_uk: str
    title_en: str
    text_uk: str
    text_en: str
    cause_uk: str
    cause_en: str
    addressee_organisation_id: UUID | None
    outside_body_id: UUID | None
    theme: Theme
    target_groups: Collection[TargetGroup]


def set_fields(row: Recommendation, fields: Mapping[str, Any]) -> None:
    """Set the given fields of a draft. Raises Invalid, PersonalDataRefused."""
    for name, (pointer, longest, is_required) in TEXTS.items():
        if name in fields:
            setattr(row, name, validate_text(pointer, fields[name], longest, required=is_required))
    refuse_personal_data({TEXTS[name][0]: getattr(row, name) for name in TEXTS if name in fields})
    if "theme" in fields:
        row.theme = Theme(fields["theme"])
    if "target_groups" in fields:
        row.target_groups = [str(one) for one in TargetGroup if one in fields["target_groups"]]
    named = {"addressee_organisation_id", "outside_body_id"}
    if fields.keys() & named or row._state.adding:
        set_addressee(row, fields.get("addressee_organisation_id"), fields.get("outside_body_id"))


def set_addressee(row: Recommendation, organisation_id: UUID | None, outside_id: UUID | None) -> None:
    """Address a draft to an organisation, or to an outside body of its register. Raises Invalid."""
    if organisation_id is None and outside_id is None:
        raise Invalid.field("/addressee_organisation", "required", _("Say to whom it is addressed."))
    if organisation_id is not None and outside_id is not None:
        raise Invalid.field(
            "/outside_body", "one_addressee", _("One addressee: an organisation or an outside body.")
        )
    row.addressee_organisation = row.outside_body = None
    if organisation_id is not None:
        row.addressee_organisation = Organisation.objects.filter(pk=organisation_id).first()
        if row.addressee_organisation is None:
            raise Invalid.field("/addressee_organisation", "unknown", _("There is no such organisation."))
        return
    found = OutsideBody.objects.filter(register=row.register_id)
    row.outside_body = found.filter(pk=outside_id).first() if outside_id is not None else None
    if row.outside_body is None:
        raise Invalid.field("/outside_body", "unknown", _("There is no such body in this register."))
