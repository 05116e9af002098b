"""Serializers of evidence."""

from __future__ import annotations

from rest_framework import serializers

from tasks.evidence.models import EvidenceKind
from tasks.evidence.validation import NOTE_LENGTH, TITLE_LENGTH, URL_LENGTH
from tasks.items.loaders import REASON_LENGTH
from viche.kernel.api import PlainText, StrictSerializer, StrictUuid


class EvidenceContentIn(StrictSerializer):
    """One piece of evidence. `file` is an upload of the requesting person."""

    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    title = PlainText(max_length=TITLE_LENGTH)
    note = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    file = StrictUuid(source="file_id", required=False, allow_null=True)
    url = PlainText(max_length=URL_LENGTH, required=False, allow_blank=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class AddEvidenceIn(EvidenceContentIn):
    """One piece of evidence of an action item, perhaps for one criterion of it."""

    criterion = StrictUuid(source="criterion_id", required=False, allow_null=True)


class HideEvidenceIn(StrictSerializer):
    """The reason, which all readers of the action item see in place of the evidence."""

    reason = PlainText(max_length=REASON_LENGTH)
