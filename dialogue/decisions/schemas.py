"""Schemas of decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from dialogue.decisions.policies import Action
from groups.common.schemas import GroupRef, OrganisationRef, PersonRef, SectorName, Voice
from viche.kernel.api import OneOf
from viche.kernel.object_links import LINKABLE
from viche.kernel.policy import short_name_of
from viche.kernel.text import Text

StateName = Literal["draft", "open", "adopted", "rejected", "no_quorum", "withdrawn", "superseded"]
MethodName = Literal["consensus", "consent", "majority", "ranked", "advice"]
AnswerName = Literal["for", "against", "abstain", "consent", "stand_aside", "object", "choose"]
AllowedName = Annotated[str, OneOf(lambda: [short_name_of(one) for one in Action])]


class DecisionRef(TypedDict):
    """Another decision that the chain names.

    `number` and `title` are null where the reader may not read it.
    """

    id: UUID
    number: int | None
    title: Text | None
    state: StateName


class DecisionOptionOut(TypedDict):
    id: UUID
    position: int
    label: Text
    text: str


class RuleOut(TypedDict):
    """The rule, fixed when the decision opens.

    `threshold` and `base` are those of a majority; `tie_rule` that of ranked choice. `silence` says what the
    silence of an asked sector counts as. `binds` is false for advice, and for a count on paper unless the
    charter says that it binds.
    """

    method: MethodName
    threshold: Literal["simple", "absolute", "two_thirds", "four_fifths"]
    base: Literal["present", "seated"]
    unit: Literal["seat", "organisation"]
    capacity: Literal["on_behalf", "personal"]
    secret: bool
    tie_rule: Literal["previous_rounds", "listed_order"]
    on_paper: bool
    silence: Literal["absent", "consent"]
    binds: bool
    answers: list[AnswerName]


class SectorPresenceOut(TypedDict):
    """A sector that must be `present` or `asked`, or was asked besides (`none`).

    `state`: answered, missing, asked (until the end of its day) or silent.
    """

    sector: SectorName
    demand: Literal["present", "asked", "none"]
    state: Literal["answered", "missing", "asked", "silent"]
    until: date | None


class QuorumOut(TypedDict):
    """The quorum: how many must take part, how many did, and the sectors."""

    needed: int
    answered: int
    sectors: list[SectorPresenceOut]
    is_met: bool


class ObjectionReplyOut(TypedDict):
    id: UUID
    text: str
    author: Voice
    at: datetime


class VoteOut(TypedDict):
    """An open answer. `ranking` are ids of options, the first choice first.

    `harm` is what an objection fears, `condition` on what it is lifted. `said_by` gave the answer by phone,
    and `cast_by` recorded it. `wants_name`: the author of a dissent wants to be named in the record.
    """

    answer: AnswerName
    ranking: list[UUID]
    harm: str
    condition: str
    reason: str
    wants_name: bool
    cast_by: Voice
    said_by: PersonRef | None
    at: datetime


class VoterOut(TypedDict):
    """A seat in the roll, or an organisation where each has one vote (`seat` is null).

    `vote` is null until there is one, and always in a secret ballot. `lost_at` is when the seat was lost
    while the decision was open: an open answer is gone then, a secret ballot stays. `replies` answer the
    objection of the voter, also one that was lifted.
    """

    id: UUID
    seat: Voice | None
    organisation: OrganisationRef
    sector: SectorName
    is_present: bool | None
    has_voted: bool
    lost_at: datetime | None
    vote: VoteOut | None
    replies: list[ObjectionReplyOut]


class AnswerCount(TypedDict):
    answer: AnswerName
    number: int


class OptionCount(TypedDict):
    option_id: UUID
    number: int


class VoteTransferOut(TypedDict):
    """Votes that leave an eliminated option. `target` is null where their ballots are exhausted."""

    source: UUID
    target: UUID | None
    number: int


class CountRoundOut(TypedDict):
    """A round of a ranked count: first the votes, then which options go out and where their votes go."""

    tallies: list[OptionCount]
    exhausted: int
    eliminated: list[UUID]
    by_tie: bool
    transfers: list[VoteTransferOut]


class DecisionTallyOut(TypedDict):
    """The count. `marks` are voters who took part by the roll, `ballots` the answers that were counted.

    `is_split_hidden`: of fewer than five secret ballots only the result is told, without a quorum not even
    that. `needed` is how many votes would have been enough. `tied` are options between which only the tie
    rule chose.
    """

    passed: bool
    winner: UUID | None
    marks: int
    ballots: int
    needed: int | None
    answers: list[AnswerCount]
    options: list[OptionCount]
    rounds: list[CountRoundOut]
    tied: list[UUID]
    is_split_hidden: bool


class Turnout(TypedDict):
    """How many voters answered, of how many seats that count."""

    answered: int
    seated: int


class AskOut(TypedDict):
    sector: SectorName
    until: date
    asked_by: Voice
    asked_at: datetime


class PaperBatchOut(TypedDict):
    answer: AnswerName
    ranking: list[UUID]
    number: int


class PaperEntryOut(TypedDict):
    """An entry. `batches` of the first one are shown to nobody else until the second one is there."""

    entry: int
    entered_by: Voice
    at: datetime
    batches: list[PaperBatchOut]


class DifferenceOut(TypedDict):
    answer: AnswerName
    ranking: list[UUID]
    first: int
    second: int


class FileRef(TypedDict):
    id: UUID
    name: str


class PaperOut(TypedDict):
    """Ballots of paper: two entries by two people, where they differ, and the scan."""

    entries: list[PaperEntryOut]
    differences: list[DifferenceOut]
    scan: FileRef | None


class DecisionOutcomeOut(TypedDict):
    text: Text
    by: PersonRef | None
    at: datetime


class DecisionPublicationOut(TypedDict):
    text: Text
    at: datetime


class DecisionLink(TypedDict):
    """What the decision was made of (`is_source`), or what was made of it, as far as the reader sees it."""

    kind: Annotated[str, OneOf(lambda: LINKABLE)]
    id: UUID
    title: Text
    url: str
    state: str
    is_source: bool


class SeatCount(TypedDict):
    """How many seats of a sector are alike: by their answer, `voted` in secret, or still `waiting`."""

    sector: SectorName
    mark: Literal[
        "for", "against", "abstain", "consent", "stand_aside", "object", "choose", "voted", "waiting"
    ]
    number: int


class StandingOut(TypedDict):
    """How a decision stands. `seats` are those that count.

    `quorum` is null until it opens. `tally` is live for open answers, and null until the close for a secret
    ballot or a count on paper.
    """

    turnout: Turnout
    seats: list[SeatCount]
    quorum: QuorumOut | None
    tally: DecisionTallyOut | None


class VoteResultOut(StandingOut):
    """What an answer changed: its voter, and how the decision stands with it."""

    decision_id: UUID
    version: int
    voter: VoterOut


class DecisionCard(StandingOut):
    """A decision as lists show it, without its roll.

    `number` counts in the register of the group, from the opening on. `mine` are the voters for whom the
    reader speaks now. `review_on` is the day on which it is looked at again.
    """

    id: UUID
    group: GroupRef
    thread_id: UUID | None
    visibility: Literal["group", "restricted"]
    number: int | None
    title: Text
    text: str
    state: StateName
    rule: RuleOut
    options: list[DecisionOptionOut]
    closes_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    proposed_by: Voice | None
    proposed_at: datetime
    withdrawn_reason: str
    mine: list[VoterOut]
    outcome: DecisionOutcomeOut | None
    review_on: date | None
    publication: DecisionPublicationOut | None
    allowed: list[AllowedName]
    version: int


class DecisionOut(DecisionCard):
    """A decision with its roll, what was asked and counted on paper, and what it is linked to.

    `number` counts in the register of the group, from the opening on. `mine` are the voters for whom the
    reader speaks now. `review_on` is the day on which it is looked at again. `earlier_outcomes` are the
    words that others replaced, the oldest first; the text is empty where they had personal data.
    """

    voters: list[VoterOut]
    asks: list[AskOut]
    paper: PaperOut | None
    supersedes: DecisionRef | None
    superseded_by: DecisionRef | None
    earlier_outcomes: list[DecisionOutcomeOut]
    links: list[DecisionLink]


class PublicDecisionOut(TypedDict):
    """A published decision, in words of its own. What does not bind is advice."""

    id: UUID
    number: int
    title: Text
    state: StateName
    binds: bool
    text: Text
    closed_at: datetime | None
    public_at: datetime
