"""Schemas of minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict
from uuid import UUID

from groups.common.schemas import GroupRef, PersonRef, Voice
from viche.kernel.api import ActionOn
from viche.kernel.text import Text

MinutesStateName = Literal["draft", "remarks", "signing", "signed"]
LineKindName = Literal["invited", "listened", "spoke", "resolved", "action", "annex"]
RemarkStateName = Literal["open", "accepted", "declined"]
SignerRoleName = Literal["chair", "secretary"]
SignatureWayName = Literal["proof", "paper", "container"]


class MinutesCard(TypedDict):
    """Minutes in a list. `number` counts within the `year`; `meeting_number` from the founding."""

    id: UUID
    group: GroupRef
    meeting_id: UUID
    meeting_number: int | None
    held_at: datetime
    year: int
    number: int
    state: MinutesStateName
    remarks_until: datetime | None
    signed_at: datetime | None
    public_at: datetime | None
    version: int


class MinutesLineOut(TypedDict):
    """A line. `item_id` is null for one of the whole meeting; `speaker` is printed before the text."""

    id: UUID
    kind: LineKindName
    item_id: UUID | None
    position: int
    speaker: Voice | None
    text: Text
    version: int


class RemarkOut(TypedDict):
    """A remark. When it is accepted, the line has the `proposed` words, and `before` those it had."""

    id: UUID
    number: int
    line_id: UUID | None
    item_id: UUID | None
    author: Voice
    at: datetime
    text: str
    proposed: Text | None
    state: RemarkStateName
    answer: str
    before: Text | None
    decided_by: PersonRef | None
    decided_at: datetime | None


class MinutesSignatureOut(TypedDict):
    """Who signs, and how they signed; `signed_at` is null until then. `sha256`: the digest they signed.

    `recorded_by` confirmed it here, or brought the file that was signed elsewhere.
    """

    role: SignerRoleName
    signer: Voice
    way: SignatureWayName | None
    file_id: UUID | None
    file_name: str
    sha256: str | None
    recorded_by: PersonRef | None
    signed_at: datetime | None


class MinutesCorrectionOut(TypedDict):
    id: UUID
    number: int
    text: Text
    author: Voice
    at: datetime


class MinutesOut(MinutesCard):
    """Minutes as one reader sees them.

    `report` is the document in the reader's language: as it is now, or as it was signed. Its `blocks` name
    their `kind`. `sha256` is the digest of the signed edition.
    """

    made_by: PersonRef
    made_at: datetime
    lines: list[MinutesLineOut]
    remarks: list[RemarkOut]
    signatures: list[MinutesSignatureOut]
    corrections: list[MinutesCorrectionOut]
    report: dict[str, Any]
    sha256: str | None
    allowed: list[Annotated[str, ActionOn("minutes")]]


class PublicMinutes(TypedDict):
    """The public version of signed minutes, in both languages, with the digest of its content."""

    id: UUID
    held_at: datetime
    year: int
    number: int
    sha256: str
    public_at: datetime
    report: dict[str, Any]
    corrections: list[Text]


class MinutesFrame(TypedDict):
    """What changed in minutes, by the kind of the event."""

    minutes_id: UUID
    meeting_id: UUID
    state: MinutesStateName
    version: int
    change: str
