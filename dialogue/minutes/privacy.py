"""Personal data in minutes, for export. Signed minutes are a record: an erasure does not change them."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from dialogue.minutes.models import Minutes, MinutesCorrection, MinutesLine, MinutesSignature, Remark
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data

PURPOSE = _("The record of a meeting: who was there, what was said and decided.")
RECIPIENTS = _("Everyone who can read the group; anyone, for what was published.")

PartRows = partial(Rows, minutes=lambda row, _me: str(row.minutes))

register_personal_data(
    "dialogue.minutes_lines",
    PartRows(
        MinutesLine.objects.select_related("minutes"),
        "speaker__person",
        "minutes kind=get_kind_display text_uk",
    ),
    PartRows(
        Remark.objects.select_related("minutes"),
        ["author", "decided_by"],
        "at minutes text proposed_uk state=get_state_display answer",
    ),
    title=_("What you said by the minutes, and remarks on them that you made or decided"),
    purpose=PURPOSE,
    recipients=RECIPIENTS,
)
register_personal_data(
    "dialogue.minutes",
    Rows(Minutes, "made_by", "at=made_at number year state=get_state_display"),
    PartRows(
        MinutesSignature.objects.select_related("minutes"),
        ["mandate__person", "recorded_by"],
        "at minutes role=get_role_display way=get_way_display",
    ),
    PartRows(MinutesCorrection.objects.select_related("minutes"), "author", "at minutes text_uk"),
    title=_("Minutes that you made, signed or corrected"),
    purpose=PURPOSE,
    recipients=RECIPIENTS,
)
