"""Invitations and requests for a seat as the API tells them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, TypedDict, cast
from uuid import UUID

from groups.api import present, shapes
from groups.models import Invitation, JoinRequest, Membership
from groups.policies import InvitationPolicy, JoinRequestPolicy
from groups.selectors import has_account, last_letters
from viche.accounts.models import Letter
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.text import Text, both

StateName = Literal["pending", "admitted", "declined", "withdrawn"]
LetterState = Literal["waiting", "sent", "failed"]


class LetterOut(TypedDict):
    """The newest letter of an invitation. `sent` means that a mail server took it, at `at`; no more is known.

    `failed` means that none would, and nothing more is tried. Otherwise `at` is when it was asked for.
    """

    state: LetterState
    at: datetime


class InvitationOut(TypedDict):
    """A link into the group. `opens` says whether it works, `for_address` whether it is for one person alone.

    `email` is empty for one that anybody may use, and once the address was forgotten; `ends_on` is the last
    day of the seat that it gives.
    """

    id: UUID
    organisation: shapes.OrganisationRef
    role: shapes.RoleName
    email: str
    for_address: bool
    letter: LetterOut | None
    position: Text
    document: str
    ends_on: date | None
    uses: int
    used: int
    created_at: datetime
    created_by: shapes.PersonRef
    expires_at: datetime
    opens: bool
    allowed: list[str]


class MadeInvitationOut(InvitationOut):
    """`link` and its QR code (an SVG document) are shown this once."""

    link: str
    qr: str


class ProofOut(TypedDict):
    """Who holds the link of a letter has read what came to `email`: they may know if it has an account."""

    email: str
    has_account: bool


class OfferOut(TypedDict):
    """What a link offers, to whoever holds it. `appoints` is false where somebody has to appoint first.

    `proof` is there for the link of a letter alone.
    """

    group: shapes.GroupRef
    territory: shapes.TerritoryRef
    organisation: shapes.OrganisationRef
    role: shapes.RoleName
    position: Text
    appoints: bool
    for_address: bool
    ends_on: date | None
    proof: ProofOut | None
    expires_at: datetime


class JoinRequestOut(TypedDict):
    """`words` is what the person wrote; `reason` belongs to the answer."""

    id: UUID
    group: shapes.GroupRef
    person: shapes.PersonRef
    organisation: shapes.OrganisationRef
    role: shapes.RoleName
    position: Text
    words: str
    state: StateName
    asked_at: datetime
    decided_at: datetime | None
    decided_by: shapes.PersonRef | None
    reason: str
    allowed: list[str]


class ArrivalOut(TypedDict):
    """Where a link has led: to a seat (`seated`), or to a request that waits for an answer."""

    group: shapes.GroupRef
    seated: bool
    request: JoinRequestOut | None


def invitations(rows: Sequence[Invitation], actor: Actor) -> list[InvitationOut]:
    allowed = InvitationPolicy().allowed_in(actor, rows)
    letters = last_letters([row.id for row in rows])
    return [_invitation(row, letters.get(row.id), steps) for row, steps in zip(rows, allowed, strict=True)]


def _letter(row: Letter) -> LetterOut:
    if row.sent_at is not None:
        return {"state": "sent", "at": row.sent_at}
    return {"state": "failed" if row.next_try_at is None else "waiting", "at": row.created_at}


def _invitation(row: Invitation, letter: Letter | None, allowed: list[str]) -> InvitationOut:
    return {
        "id": row.id,
        "organisation": present.organisation(row.organisation),
        "role": cast("shapes.RoleName", row.role),
        "email": row.email,
        "for_address": row.is_for_address,
        "letter": None if letter is None else _letter(letter),
        "position": both(row, "position"),
        "document": row.document,
        "ends_on": row.ends_on,
        "uses": row.uses,
        "used": row.used,
        "created_at": row.created_at,
        "created_by": present.person(row.created_by),
        "expires_at": row.expires_at,
        "opens": row.opens(now()),
        "allowed": allowed,
    }


def offer(row: Invitation, letter: Letter | None) -> OfferOut:
    """Whom it is for is told to who has read the letter; to who holds the link, only that it is for one."""
    return {
        "group": present.group_ref(row.group),
        "territory": present.territory_ref(row.group.territory),
        "organisation": present.organisation(row.organisation),
        "role": cast("shapes.RoleName", row.role),
        "position": both(row, "position"),
        "appoints": row.document != "",
        "for_address": row.is_for_address,
        "ends_on": row.ends_on,
        "proof": None if letter is None else _proof(letter),
        "expires_at": row.expires_at,
    }


def _proof(letter: Letter) -> ProofOut:
    return {"email": letter.address, "has_account": has_account(letter.address)}


def join_requests(rows: Sequence[JoinRequest], actor: Actor) -> list[JoinRequestOut]:
    allowed = JoinRequestPolicy().allowed_in(actor, rows)
    return [_join_request(row, steps) for row, steps in zip(rows, allowed, strict=True)]


def _join_request(row: JoinRequest, allowed: list[str]) -> JoinRequestOut:
    return {
        "id": row.id,
        "group": present.group_ref(row.group),
        "person": present.person(row.person),
        "organisation": present.organisation(row.organisation),
        "role": cast("shapes.RoleName", row.role),
        "position": both(row, "position"),
        "words": row.words,
        "state": cast("StateName", row.state),
        "asked_at": row.asked_at,
        "decided_at": row.decided_at,
        "decided_by": None if row.decided_by is None else present.person(row.decided_by),
        "reason": row.reason,
        "allowed": allowed,
    }


def arrival(came_to: Membership | JoinRequest, actor: Actor) -> ArrivalOut:
    """Where a link has led somebody."""
    request = came_to if isinstance(came_to, JoinRequest) else None
    return {
        "group": present.group_ref(came_to.group),
        "seated": request is None,
        "request": None if request is None else join_requests([request], actor)[0],
    }
