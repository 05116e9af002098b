"""Schemas of public threads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.common.schemas import GroupRef, GroupStateName, SectorName
from viche.kernel.text import Text


class PublicThreadRow(TypedDict):
    """A thread in the list of a group's public threads, public since `public_on`.

    `closes_at` is the end of its last day in the group's time zone.
    """

    id: UUID
    title: Text
    purpose: Literal["consult", "deliberate", "prioritise", "mediate", "announce"]
    state: Literal["draft", "open", "summarising", "closed"]
    public_on: date
    closes_on: date | None
    closes_at: datetime | None


class PublicThreadOut(PublicThreadRow):
    """A public thread. `summary_html` is safe to display, `summary` is its Markdown.

    Both and `outcome` are null where they were written for the group alone. In a group that is not working no
    messages are posted, whatever `state` is.
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
    """The author of a message, with position and organisation, by names only. See `Voice`."""

    name: Text
    position: Text | None
    organisation: PublicOrganisation | None
    acting_for: Text | None
    on_behalf: bool


class PublicQuote(TypedDict):
    """A quote of another public message; `text` is empty when the message was edited since."""

    key: str
    name: Text
    text: str


class PublicMessageOut(TypedDict):
    """A public message. `key` identifies it without revealing how many messages there are.

    `html` is safe to display, `body` is its Markdown; mentions are replaced by the name alone. `reply_to` and
    `quote` are null where the other message is not public.
    """

    key: str
    author: PublicVoice
    body: str
    html: str
    reply_to: str | None
    quote: PublicQuote | None
    posted_at: datetime
    edited: bool
