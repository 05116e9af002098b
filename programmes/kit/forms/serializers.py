"""Serializers of forms."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programmes.kit.dossiers.loaders import REASON_LENGTH
from programmes.kit.forms.services import NOTE_LENGTH
from viche.kernel.api import PlainText, StrictBoolean, StrictSerializer, StrictUuid


class StartFormIn(StrictSerializer):
    """The name of the form."""

    name = PlainText(max_length=40)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


@extend_schema_field({"type": ["string", "number", "boolean", "array"], "items": {"type": "string"}})
class AnyValue(serializers.JSONField):
    """A value whose form its question decides."""

    def to_internal_value(self, data: Any) -> Any:
        return data


class FormAnswerIn(StrictSerializer):
    """An answer. `value` has the form of its question; null or left out takes the answer back.

    `reason`: why the question does not apply, which must be said, or why this answer replaces another.
    """

    value = AnyValue(required=False, allow_null=True)
    note = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    not_applicable = StrictBoolean(required=False)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class CompleteFormIn(StrictSerializer):
    """On whose behalf it is completed."""

    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)
