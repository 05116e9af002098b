"""Serializers of rounds."""

from __future__ import annotations

from rest_framework import serializers

from dialogue.rounds.models import QUESTION_LENGTH
from groups.models import Sector
from viche.kernel.api import Confirmed, Instant, PlainText, StrictSerializer, StrictUuid


class StartRoundIn(StrictSerializer):
    """The question of a round, its end, and the sectors that are asked first."""

    question = PlainText(max_length=QUESTION_LENGTH)
    ends_at = Instant()
    order = serializers.ListField(
        child=serializers.ChoiceField(choices=Sector.choices), required=False, max_length=len(Sector.values)
    )
    confirmed = Confirmed(required=False)


class EndRoundIn(StrictSerializer):
    """The round to end: another one may have started meanwhile."""

    round = StrictUuid(source="round_id")
