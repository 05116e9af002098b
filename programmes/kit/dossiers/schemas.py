"""API shapes of dossiers.

The Facts are the same for every reader; the Out shapes add what depends on the reader.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypedDict
from uuid import UUID

from groups.common.schemas import GroupRef, MandateRef, OrganisationRef, Voice
from programmes.kit.registry import PROGRAMMES
from viche.kernel.api import ActionOn, OneOf
from viche.kernel.text import Text

PhaseName = Literal["preparation", "fieldwork", "review", "follow_up", "closed"]
RequirementName = Literal["reason", "evidence", "forms_complete", "interests_declared", "sign_off", "edition"]
PartName = Literal["team", "reviewer", "counterpart"]
ParticipantPartName = Literal["team", "reviewer", "counterpart", "reader"]
VisibilityName = Literal["group", "participants"]
SignOffState = Literal["asked", "given", "returned", "void"]
OutcomeName = Literal["stays", "steps_aside"]
InterestActionName = Literal["declare", "decide"]
Progress = Literal["done", "now", "next", "skipped"]


class StateOut(TypedDict):
    name: str
    label: Text
    phase: PhaseName


class TransitionOut(TypedDict):
    """A transition between states. `to` is its name in requests.

    `own_service`: it takes facts of its own, so it has an endpoint of its own.
    """

    to: str
    label: Text
    sources: list[str]
    target: str
    requires: list[RequirementName]
    own_service: bool


class ParticipantRoleOut(TypedDict):
    """A role in which participants are named; `part` is what it amounts to in every programme.

    `personal`: only people are named, and declare their interests.
    """

    name: str
    label: Text
    part: PartName
    personal: bool


class ProgrammeOut(TypedDict):
    """A kind of dossier in words. `path` is the segment of its pages; the first state is the initial one.

    `own_begin`: it is begun with facts of its own, so it has an endpoint of its own for that.
    """

    kind: str
    noun: Text
    path: str
    own_begin: bool
    states: list[StateOut]
    transitions: list[TransitionOut]
    roles: list[ParticipantRoleOut]


class OutsideBodyRef(TypedDict):
    """A body without an account."""

    id: UUID
    name: Text


class InterestsOut(TypedDict):
    """What a participant declared about their ties, and what follows from one; null before.

    `allowed`: `declare` for whoever speaks for them, `decide` for whoever leads.
    """

    has_tie: bool | None
    words: str
    declared_at: datetime | None
    outcome: OutcomeName | None
    outcome_reason: str
    allowed: list[InterestActionName]


class ParticipantOut(TypedDict):
    """A participant: an organisation, a mandate, or an outside body; the other two are null.

    Whoever asked for access is named in the role `reader` of every kind, whose part is `reader`, too.
    `opened_at` is since when it has access to a dossier that its group does not read; null: not yet.
    `interests` are null in a role that declares none.
    """

    id: UUID
    role: str
    part: ParticipantPartName
    organisation: OrganisationRef | None
    mandate: MandateRef | None
    outside_body: OutsideBodyRef | None
    since: datetime
    opened_at: datetime | None
    interests: InterestsOut | None


class RulesOut(TypedDict):
    """The rule pack by which a due day was counted. `label` is shown wherever the day is."""

    name: str
    label: Text
    source: str


class DeadlineOut(TypedDict):
    """An open deadline of a dossier. `waits_for_me`: it binds the part that the reader has."""

    name: str
    label: Text
    due_on: date
    overdue: bool
    waits_for_me: bool


class DossierDeadlineOut(DeadlineOut):
    """A deadline on the page of its dossier. `rules` is null where the lifecycle gives the days itself."""

    begun_on: date
    rules: RulesOut | None


class SignOffOut(TypedDict):
    """A request to a reviewer to sign off an edition, and the decision.

    `state` is `void` when a later edition came before the decision. `edition` is the number of the edition,
    `reason` says why it was returned. `allowed`: the reader speaks for the reviewer, and is independent.
    """

    id: UUID
    edition: int
    edition_id: UUID
    participant: ParticipantOut
    state: SignOffState
    asked_by: Voice
    asked_at: datetime
    decided_by: Voice | None
    decided_at: datetime | None
    reason: str
    allowed: list[Literal["decide_sign_off"]]


class DossierFacts(TypedDict):
    """Facts of a dossier, the same for every reader.

    `number` is unique within the register of the top group and the `year`; both are null while the dossier is
    `sealed`, that is, while its group may not know that it exists. `state_since`: when it entered its state.
    """

    id: UUID
    kind: Annotated[str, OneOf(lambda: PROGRAMMES)]
    number: int | None
    year: int | None
    title: Text
    group: GroupRef
    lead: MandateRef
    state: str
    phase: PhaseName
    state_since: datetime
    visibility: VisibilityName
    sealed: bool
    begun_at: datetime
    version: int


class DossierOut(DossierFacts):
    """A dossier as the reader sees it. `waits_for_me`: a transition is open to the part that they have.

    `deadline` is the nearest open one.
    """

    waits_for_me: bool
    deadline: DeadlineOut | None
    allowed: list[Annotated[str, ActionOn("dossier")]]


class DossierOutPage(TypedDict):
    """A page of dossiers. `seq` is that of the topic `group:<id>` for a list of one group, else null."""

    items: list[DossierOut]
    next_cursor: str | None
    seq: int | None


class KnownDossier(TypedDict):
    """A dossier that the reader may know of, but not read."""

    id: UUID
    kind: Annotated[str, OneOf(lambda: PROGRAMMES)]
    number: int
    year: int
    title: Text
    group: GroupRef
    lead: MandateRef
    known_only: bool


class StateProgress(StateOut):
    """A state of the dossier's lifecycle, and whether it has been passed.

    `skipped`: it can no longer be reached from the present state.
    """

    progress: Progress


class MissingOut(TypedDict):
    """What a dossier lacks for a transition; `code` is that of the 409 that the transition would answer."""

    code: str
    detail: Text


class OpenTransition(TypedDict):
    """A transition from the present state that the reader may take, once nothing is `missing`."""

    to: str
    label: Text
    target: str
    requires: list[RequirementName]
    own_service: bool
    missing: list[MissingOut]


class DossierPageOut(DossierOut):
    """A single dossier. `deadlines`: the open ones, the nearest first; `sign_offs`: the latest first.

    `seq`: the last event of `dossier:<id>` that is included.
    """

    lifecycle: list[StateProgress]
    transitions: list[OpenTransition]
    participants: list[ParticipantOut]
    deadlines: list[DossierDeadlineOut]
    sign_offs: list[SignOffOut]
    seq: int


class DossierHistoryOut(TypedDict):
    """An event of the history.

    `data` holds references and codes. `reason` is the text given with a transition.
    """

    id: UUID
    kind: str
    at: datetime
    actor: Voice | None
    data: dict[str, Any]
    reason: str | None


class DossierFrame(TypedDict):
    """Frame on `dossier:<id>` and `group:<id>`: the dossier changed; open pages reload what they show."""

    dossier_id: UUID
    kind: str
    state: str
    version: int
    change: str
