"""Serializers of public controls. Limits of texts are enforced by the services."""

from __future__ import annotations

from rest_framework import serializers

from programmes.kit.dossiers.services import TITLE_LENGTH
from programmes.public_control.models import Mechanism, Outcome, ReplyKind
from programmes.public_control.services import COMPLAINT_LENGTH, PLACE_LENGTH, REPLY_LENGTH
from viche.kernel.api import Confirmed, PlainText, StrictBoolean, StrictDate, StrictSerializer, StrictUuid

REPLIES = [(one.value, one.label) for one in (ReplyKind.ANSWERED, ReplyKind.REFUSED)]


class BeginControlIn(StrictSerializer):
    """A new control of one authority: an organisation, or an `outside_body` of the register.

    `announced`: the authority is told before; otherwise the group may not know of it until it was conducted.
    `complaint`: who complained and of what, for who leads and the team alone.
    """

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    mechanism = serializers.ChoiceField(choices=Mechanism.choices)
    announced = StrictBoolean()
    planned_on = StrictDate(required=False, allow_null=True)
    place = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    authority_organisation = StrictUuid(source="authority_id", required=False, allow_null=True)
    outside_body = StrictUuid(source="outside_body_id", required=False, allow_null=True)
    complaint = PlainText(max_length=COMPLAINT_LENGTH, required=False, allow_blank=True)
    lead = StrictUuid(source="lead_id", required=False, allow_null=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class EditControlIn(StrictSerializer):
    """Facts to change; omitted ones keep their values. `mandate_letter` is evidence of the dossier."""

    mechanism = serializers.ChoiceField(choices=Mechanism.choices, required=False)
    planned_on = StrictDate(required=False, allow_null=True)
    place = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    mandate_letter = StrictUuid(source="mandate_letter_id", required=False, allow_null=True)


class ComplaintIn(StrictSerializer):
    """Who complained and of what; empty: it is taken away."""

    words = PlainText(max_length=COMPLAINT_LENGTH, allow_blank=True)


class ReplyIn(StrictSerializer):
    """The reply of the authority; `evidence` of the dossier may be its scan."""

    kind = serializers.ChoiceField(choices=REPLIES)
    text = PlainText(max_length=REPLY_LENGTH)
    evidence = StrictUuid(source="evidence_id", required=False, allow_null=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class LetterIn(StrictSerializer):
    """A reply that came by letter; `evidence` of the dossier is its scan."""

    kind = serializers.ChoiceField(choices=REPLIES)
    received_on = StrictDate()
    evidence = StrictUuid(source="evidence_id")
    text = PlainText(max_length=REPLY_LENGTH, required=False, allow_blank=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class RegisterFilters(StrictSerializer):
    """Filters of the register of replies; `authority` is an organisation."""

    group = StrictUuid(required=False)
    authority = StrictUuid(required=False)
    outside_body = StrictUuid(required=False)
    mechanism = serializers.ChoiceField(choices=Mechanism.choices, required=False)
    outcome = serializers.ChoiceField(choices=Outcome.choices, required=False)
