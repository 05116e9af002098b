"""What the API says of threads that anybody reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.common.schemas import GroupRef, GroupStateName, SectorName
from viche.kernel.text import Text


class PublicThreadRow(TypedDict):
    """A thread that anybody reads, in the list of its group, since `public_on`. `closes_at` is when its last
    day is over by the clock of the group.
    """

    id: UUID
    title: Text
    purpose: Literal["consult", "deliberate", "prioritise", "mediate", "announce"]
    state: Literal["draft", "open", "summarising", "closed"]
    public_on: date
    closes_on: date | None
    closes_at: datetime | None


class PublicThreadOut(PublicThreadRow):
    """What anybody reads at the head of one. `summary_html` is safe to show, `summary` is its Markdown. Both
    and `outcome` are null where they were written for the group alone. In a group at rest
    nobody writes, whatever `state` is.
    """

    group: GroupRef
    group_state: GroupStateName
    closed_on: date | None
    outcome: Text | None
    summary: str | None
    summary_html: str | None


class PublicOrganisation(TypedDict):
    name: Text
    short_name: Text
    on_behalf: Text
    sector: SectorName


class PublicVoice(TypedDict):
    """Who speaks, in which position and for whom: names alone. See `Voice`."""

    name: Text
    position: Text | None
    organisation: PublicOrganisation | None
    acting_for: Text | None
    on_behalf: bool


class PublicQuote(TypedDict):
    """What a message repeats of another that anybody reads; "": words that were corrected since."""

    key: str
    name: Text
    text: str


class PublicMessageOut(TypedDict):
    """A message as anybody reads it. `key` is its own, and tells nothing of how many there are.
    `html` is safe to show, `body` is its Markdown; whom it names stands there as a name alone.
    What it answers or quotes is null where not everybody reads that.
    """

    key: str
    author: PublicVoice
    body: str
    html: str
    reply_to: str | None
    quote: PublicQuote | None
    posted_at: datetime
    edited: bool
