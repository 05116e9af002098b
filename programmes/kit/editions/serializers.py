"""Serializers of editions."""

from __future__ import annotations

from rest_framework import serializers

from programmes.kit.dossiers.loaders import REASON_LENGTH
from viche.kernel.api import PlainText, StrictBoolean, StrictSerializer, StrictUuid
from viche.kernel.editions import LANGUAGES


class MakeEditionIn(StrictSerializer):
    """`reason` is needed after the first edition. `for_public`: with what may be published alone."""

    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    for_public = StrictBoolean(required=False)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class PublishEditionIn(StrictSerializer):
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class WithdrawEditionIn(StrictSerializer):
    """The reason, which readers of the dossier see."""

    reason = PlainText(max_length=REASON_LENGTH)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class EditionPaperAsked(StrictSerializer):
    language = serializers.ChoiceField([*LANGUAGES])
