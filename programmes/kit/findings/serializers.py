"""Serializers of findings."""

from __future__ import annotations

from programmes.kit.findings.services import TEXT_LENGTH, TITLE_LENGTH
from programmes.kit.risk import SCALE
from viche.kernel.api import PlainText, StrictBoolean, StrictInteger, StrictSerializer, StrictUuid


class EditFindingIn(StrictSerializer):
    """The changed fields of a finding. `may_be_published`: it may stand in a published edition."""

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    text = PlainText(source="text_uk", max_length=TEXT_LENGTH, required=False, allow_blank=True)
    text_en = PlainText(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    may_be_published = StrictBoolean(required=False)


class RecordFindingIn(EditFindingIn):
    """A finding, which is a draft until it has evidence."""

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class RateFindingIn(StrictSerializer):
    """Likelihood and impact from 1 to 5; both null: it is not rated any more."""

    likelihood = StrictInteger(min_value=SCALE[0], max_value=SCALE[-1], allow_null=True)
    impact = StrictInteger(min_value=SCALE[0], max_value=SCALE[-1], allow_null=True)
