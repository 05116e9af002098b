"""Serializers of dossiers. Limits of texts are enforced by the services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from programmes.kit.dossiers.models import DossierVisibility
from programmes.kit.dossiers.services import TITLE_LENGTH
from programmes.kit.registry import PROGRAMMES
from viche.kernel.api import NameField, PlainText, StrictBoolean, StrictSerializer, StrictUuid
from viche.kernel.lifecycle import Phase


class ReaderOr(serializers.CharField):
    """An id, or `me`: the organisations and mandates for which the reader speaks."""

    def to_internal_value(self, data: Any) -> Any:
        return "me" if data == "me" else StrictUuid().to_internal_value(data)


class DossierQuery(StrictSerializer):
    """Filters of a list of dossiers.

    `lead` is a mandate, `participant` an organisation; `me` stands for those for which the reader speaks.
    `mine=me`: the reader leads it or is a participant. `waiting=me`: a transition is open to the part that
    the reader has, whether or not the dossier has what it requires.
    """

    group = StrictUuid(source="group_id", required=False)
    kind = NameField(lambda: PROGRAMMES, required=False)
    phase = serializers.ChoiceField(choices=[str(one) for one in Phase], required=False)
    lead = ReaderOr(required=False)
    participant = ReaderOr(required=False)
    mine = serializers.ChoiceField(choices=["me"], required=False)
    waiting = serializers.ChoiceField(choices=["me"], required=False)


class KnownDossierQuery(StrictSerializer):
    """Filter of the dossiers of a group that the reader may know of, but not read."""

    kind = NameField(lambda: PROGRAMMES, required=False)


def list_begun_kinds() -> list[str]:
    """Return the kinds of dossiers that are begun without facts of their own."""
    return [kind for kind, one in PROGRAMMES.items() if not one.own_begin]


class BeginDossierIn(StrictSerializer):
    """A new dossier.

    `lead` is the mandate that leads it, by default the one through which it is begun (`on_behalf_of`).
    `sealed`: the group may not know that it exists; only for `visibility` `participants`.
    """

    kind = NameField(list_begun_kinds)
    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    lead = StrictUuid(source="lead_id", required=False, allow_null=True)
    visibility = serializers.ChoiceField(choices=DossierVisibility.choices, required=False)
    sealed = StrictBoolean(required=False)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class EditDossierIn(StrictSerializer):
    """Fields to change; omitted fields keep their values."""

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)


class DossierLeadIn(StrictSerializer):
    """`lead` is the mandate that leads the dossier from now on."""

    lead = StrictUuid(source="lead_id")
