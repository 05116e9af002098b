"""API shapes of recommendations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from groups.common.schemas import GroupRef, MandateRef, OrganisationRef, Voice
from programmes.kit.dossiers.schemas import MissingOut, RequirementName, RulesOut, StateOut, TransitionOut
from programmes.kit.registry import PROGRAMMES
from programmes.recommendations.models import Theme
from programmes.recommendations.policies import Stage
from programmes.recommendations.states import Implementation, Response
from tasks.items.schemas import TargetGroupName
from viche.kernel.api import ActionOn, OneOf
from viche.kernel.object_links import LINKABLE
from viche.kernel.text import Text

WaitingFor = Literal["answer", "verify"]


class DossierRef(TypedDict):
    """The dossier that a recommendation belongs to."""

    id: UUID
    kind: Annotated[str, OneOf(lambda: PROGRAMMES)]
    number: int | None
    year: int | None
    title: Text
    visibility: Literal["group", "participants"]


class RecommendationOut(TypedDict):
    """A recommendation as the reader sees it.

    A draft has no `number` and no days. `due_on` is the day by which an answer is due, `agreed_on` the day by
    which the addressee wants to be done. `overdue`: an answer was due, and has not come.
    `addressee_outside`: the addressee has no account. `verified_for` is the organisation that verified it.
    `waiting` is the step expected from the reader.
    """

    id: UUID
    dossier: DossierRef
    group: GroupRef
    number: int | None
    year: int | None
    stage: Stage
    title: Text
    text: Text
    cause: Text | None
    addressee: OrganisationRef
    addressee_outside: bool
    theme: Theme
    target_groups: list[TargetGroupName]
    created_at: datetime
    issued_at: datetime | None
    due_on: date | None
    overdue: bool
    rules: RulesOut | None
    response: Response
    response_reason: str | None
    responded_at: datetime | None
    agreed_on: date | None
    implementation: Implementation
    implementation_reason: str | None
    implementation_since: datetime | None
    evidence_count: int
    verified_for: OrganisationRef | None
    version: int
    waits_for_me: bool
    waiting: WaitingFor | None
    allowed: list[Annotated[str, ActionOn("recommendation")]]


class RelatedRecommendation(TypedDict):
    """Another wording of the same recommendation."""

    id: UUID
    number: int | None
    year: int | None
    title: Text


class RelatedObject(TypedDict):
    """What it follows from, or an action item that follows from it; null: not for the reader."""

    kind: Annotated[str, OneOf(lambda: LINKABLE)]
    id: UUID | None
    number: int | None
    title: Text | None
    state: str
    url: str | None


class OpenStep(TypedDict):
    """A step that the reader may take, once nothing is `missing`. `logged`: for the addressee."""

    to: str
    label: Text
    requires: list[RequirementName]
    logged: bool
    missing: list[MissingOut]


class RecommendationPageOut(RecommendationOut):
    """A single recommendation. `seq`: the last event of `dossier:<id>` that is included.

    `response_logged`, `implementation_logged`: whoever leads recorded the step for the addressee.
    """

    proposed_by: MandateRef | None
    response_by: Voice | None
    response_logged: bool
    implementation_by: Voice | None
    implementation_logged: bool
    superseded_by: RelatedRecommendation | None
    supersedes: list[RelatedRecommendation]
    causes: list[RelatedObject]
    actions: list[RelatedObject]
    steps: list[OpenStep]
    seq: int


class BoardCell(TypedDict):
    """How many recommendations have this answer and are implemented so far."""

    response: Response
    implementation: Implementation
    count: int


class BoardOut(TypedDict):
    """Numbers of recommendations by both axes; a cell that is not there has none."""

    cells: list[BoardCell]
    total: int


class AxisOut(TypedDict):
    """An axis in words."""

    states: list[StateOut]
    transitions: list[TransitionOut]


class RecommendationWord(TypedDict):
    name: str
    label: Text


class RecommendationWords(TypedDict):
    """What the axes, themes and target groups are called, and the rules by which days are counted now."""

    response: AxisOut
    implementation: AxisOut
    themes: list[RecommendationWord]
    target_groups: list[RecommendationWord]
    rules: RulesOut
