"""Serializers of recommendations. Limits of texts and rules for addressees are enforced by the services."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programmes.kit.dossiers.loaders import REASON_LENGTH
from programmes.kit.dossiers.serializers import ReaderOr
from programmes.recommendations.fields import CAUSE_LENGTH, SOURCES, TEXT_LENGTH, TITLE_LENGTH
from programmes.recommendations.models import Theme
from programmes.recommendations.selectors import AGES, ORDERINGS
from programmes.recommendations.services.theme import MAX_AT_ONCE
from programmes.recommendations.states import IMPLEMENTATION, RESPONSE, STEPS, Implementation, Response
from tasks.items.choices import Priority, TargetGroup
from tasks.items.fields import CRITERION_LENGTH, DESCRIPTION_LENGTH, MAX_CRITERIA
from tasks.items.serializers import Day
from viche.kernel.api import PlainText, StrictBoolean, StrictSerializer, StrictUuid


@extend_schema_field(OpenApiTypes.STR)
class Names(serializers.Field[list[str], str, Any, Any]):
    """One or more states of an axis, separated by commas."""

    default_error_messages = {"unknown_state": _("There is no such state.")}

    def __init__(self, known: type[StrEnum], **options: Any) -> None:
        self.known: Collection[str] = [one.value for one in known]
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> list[str]:
        names = str(data).split(",")
        if not set(names) <= set(self.known):
            self.fail("unknown_state")
        return list(dict.fromkeys(names))


class RecommendationFilters(StrictSerializer):
    """Filters of recommendations in force, that is, issued and not superseded.

    `addressee` is an organisation, or `me` for those for which the reader speaks. `age`: days since it was
    issued, up to that number and more than the one before; `more` is over a year. `mine=me`: addressed to an
    organisation of the reader. `waiting=me`: an answer or verification is expected from the reader.
    """

    group = StrictUuid(source="group_id", required=False)
    dossier = StrictUuid(source="dossier_id", required=False)
    addressee = ReaderOr(source="addressee_id", required=False)
    outside_body = StrictUuid(source="outside_body_id", required=False)
    theme = serializers.ChoiceField(choices=Theme.choices, required=False)
    response = Names(Response, source="responses", required=False)
    implementation = Names(Implementation, source="implementations", required=False)
    target_group = serializers.ChoiceField(choices=TargetGroup.choices, required=False)
    age = serializers.ChoiceField(choices=list(AGES), required=False)
    mine = serializers.ChoiceField(choices=["me"], required=False)
    waiting = serializers.ChoiceField(choices=["me"], required=False)


class RecommendationQuery(RecommendationFilters):
    """Filters and order of the register of recommendations; `order`: due or newest."""

    order = serializers.ChoiceField(choices=list(ORDERINGS), required=False, default="due")


class SourceIn(StrictSerializer):
    """What a recommendation follows from."""

    kind = serializers.ChoiceField(choices=SOURCES)
    id = StrictUuid()


class WordsIn(StrictSerializer):
    """Words, and the addressee: an organisation or `outside_body`. `cause` quotes what it follows from."""

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    text = PlainText(source="text_uk", max_length=TEXT_LENGTH, required=False)
    text_en = PlainText(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    cause = PlainText(source="cause_uk", max_length=CAUSE_LENGTH, required=False, allow_blank=True)
    cause_en = PlainText(max_length=CAUSE_LENGTH, required=False, allow_blank=True)
    addressee_organisation = StrictUuid(source="addressee_organisation_id", required=False, allow_null=True)
    outside_body = StrictUuid(source="outside_body_id", required=False, allow_null=True)
    theme = serializers.ChoiceField(choices=Theme.choices, required=False)
    target_groups = serializers.ListField(
        child=serializers.ChoiceField(choices=TargetGroup.choices),
        required=False,
        max_length=len(TargetGroup),
    )


class MakeRecommendationIn(WordsIn):
    """A draft. `follows_from` is the finding, decision, message or thread that it follows from.

    `on_behalf_of` is the mandate through which it is proposed, for a reader with several.
    """

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    text = PlainText(source="text_uk", max_length=TEXT_LENGTH)
    theme = serializers.ChoiceField(choices=Theme.choices)
    follows_from = SourceIn(source="source", required=False, allow_null=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)

    def validate_follows_from(self, value: Any) -> Any:
        return None if value is None else (value["kind"], value["id"])


class EditRecommendationIn(WordsIn):
    """Fields of a draft to change; omitted fields keep their values."""


class ReplaceRecommendationIn(WordsIn):
    """A better wording; what is omitted is taken over."""

    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class IssueRecommendationIn(StrictSerializer):
    """`on_behalf_of` is the mandate through which it is issued, for a reader with several."""

    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class MoveRecommendationIn(StrictSerializer):
    """A step on one of the axes.

    `agreed_on` is the day by which an addressee that accepts wants to be done. `logged`: whoever leads
    records the step for the addressee and says in `reason` who said what. `on_behalf_of` is the mandate
    through which it is taken, for a reader with several.
    """

    to = serializers.ChoiceField(
        choices=list(STEPS),
        help_text=f"{RESPONSE.describe_transitions()} {IMPLEMENTATION.describe_transitions()}",
    )
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    agreed_on = Day(required=False, allow_null=True)
    logged = StrictBoolean(required=False)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class RecommendationThemeIn(StrictSerializer):
    """The theme."""

    theme = serializers.ChoiceField(choices=Theme.choices)


class RecommendationThemesIn(RecommendationThemeIn):
    """The theme of several recommendations."""

    recommendations = serializers.ListField(
        child=StrictUuid(), source="recommendation_ids", min_length=1, max_length=MAX_AT_ONCE
    )


class RecommendationActionIn(StrictSerializer):
    """An action item; title, target groups and owner are by default those of the recommendation."""

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    description = PlainText(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)
    owner_organisation = StrictUuid(source="owner_organisation_id", required=False)
    outside_body = StrictUuid(source="outside_body_id", required=False)
    verifier_organisation = StrictUuid(source="verifier_organisation_id", required=False, allow_null=True)
    due_on = Day()
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    criteria = serializers.ListField(
        child=PlainText(max_length=CRITERION_LENGTH), required=False, max_length=MAX_CRITERIA
    )
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class LinkedActionIn(StrictSerializer):
    """The action item that follows from the recommendation."""

    action = StrictUuid(source="action_id")
