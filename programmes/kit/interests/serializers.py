"""Serializers of interests."""

from __future__ import annotations

from rest_framework import serializers

from programmes.kit.dossiers.loaders import REASON_LENGTH
from programmes.kit.interests.models import TieOutcome
from programmes.kit.interests.services import WORDS_LENGTH
from viche.kernel.api import PlainText, StrictBoolean, StrictSerializer, StrictUuid


class DeclareInterestsIn(StrictSerializer):
    """Whether there is a tie to what the dossier is about; one is told in `words`."""

    has_tie = StrictBoolean()
    words = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class DecideTieIn(StrictSerializer):
    """What follows from a declared tie, and why."""

    outcome = serializers.ChoiceField(choices=TieOutcome.choices)
    reason = PlainText(max_length=REASON_LENGTH)
