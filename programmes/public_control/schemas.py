"""API shapes of public controls."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from groups.common.schemas import GroupRef, OrganisationRef
from programmes.kit.dossiers.schemas import RulesOut
from programmes.recommendations.schemas import DossierRef
from viche.kernel.api import ActionOn

MechanismName = Literal["visit", "request", "expert_review", "consultation", "platform"]
OutcomeName = Literal["open", "in_time", "late", "silent", "refused"]
ReplyKindName = Literal["answered", "refused", "silent"]
ReplyWayName = Literal["account", "link", "letter"]


class EvidenceRef(TypedDict):
    """A piece of evidence of the dossier. `present`: it was neither withdrawn nor hidden since."""

    id: UUID
    number: int
    present: bool


class TermOut(TypedDict):
    """The days that the authority has for a reply; working days are Monday to Friday."""

    days: int
    counted: Literal["calendar", "working"]


class ControlReplyOut(TypedDict):
    """A reply to the report. `way` is null for silence, which has no words either.

    `corrected`: a letter that was recorded wrongly, and once more since; it counts no more.
    """

    id: UUID
    kind: ReplyKindName
    way: ReplyWayName | None
    received_on: date
    in_time: bool
    text: str | None
    evidence: EvidenceRef | None
    corrected: bool


class ControlOut(TypedDict):
    """The facts of a public control.

    `term` are the days for a reply by the `rules`; `reply_due_on` is known when the report was sent,
    `overdue` after that day while there is no reply. `outcome` is that of the last of the `replies`; null
    before the report. `version` is that of the dossier.
    """

    mechanism: MechanismName
    announced: bool
    planned_on: date | None
    place: str
    authority: OrganisationRef
    authority_outside: bool
    mandate_letter: EvidenceRef | None
    conducted_on: date | None
    sent_on: date | None
    reply_due_on: date | None
    overdue: bool
    term: TermOut
    rules: RulesOut
    outcome: OutcomeName | None
    replies: list[ControlReplyOut]
    version: int
    allowed: list[Annotated[str, ActionOn("control")]]


class ComplaintOut(TypedDict):
    """Who complained and of what. `version` is 0, and the rest empty, while nothing was ever written."""

    words: str
    changed_at: datetime | None
    version: int


class RegisteredReplyOut(TypedDict):
    """A control whose report was sent, and what the authority did with it."""

    dossier: DossierRef
    group: GroupRef
    authority: OrganisationRef
    authority_outside: bool
    mechanism: MechanismName
    sent_on: date
    reply_due_on: date
    overdue: bool
    rules: RulesOut
    outcome: OutcomeName


class AuthorityRepliesOut(TypedDict):
    """How many reports one authority got (`asked`), and what it did with them: these add up to `asked`."""

    authority: OrganisationRef
    authority_outside: bool
    asked: int
    in_time: int
    late: int
    silent: int
    refused: int
    open: int
