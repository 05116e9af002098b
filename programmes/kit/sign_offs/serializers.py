"""Serializers of sign-offs."""

from __future__ import annotations

from rest_framework import serializers

from programmes.kit.dossiers.loaders import REASON_LENGTH
from programmes.kit.sign_offs.models import SignOffOutcome
from viche.kernel.api import PlainText, StrictSerializer, StrictUuid


class AskSignOffIn(StrictSerializer):
    """The participant, a reviewer, who is asked to sign off the latest edition."""

    participant_id = StrictUuid()
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class DecideSignOffIn(StrictSerializer):
    """The decision. An edition is `returned` with a reason, and `given` without one."""

    outcome = serializers.ChoiceField(SignOffOutcome.values)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)
