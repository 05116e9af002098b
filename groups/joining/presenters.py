"""Invitations and requests for a seat as the API tells them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, TypedDict, cast
from uuid import UUID

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants import shareable_kinds
from groups.joining.invitations import Arrival
from groups.joining.models import Invitation, JoinRequest, PersonalInvitation
from groups.joining.personal_emails import still_given
from groups.joining.policies import InvitationPolicy, JoinRequestPolicy, PersonalInvitationPolicy
from groups.joining.selectors import has_account, last_letters
from viche.accounts.models import Letter
from viche.kernel.actor import Actor
from viche.kernel.api import OneOf
from viche.kernel.clock import now
from viche.kernel.text import Text, both

StateName = Literal["pending", "admitted", "declined", "withdrawn"]
LetterState = Literal["waiting", "sent", "failed"]
Why = Literal["refused", "given_up", "bounced", "returned"]


class LetterOut(TypedDict):
    """The newest letter of an invitation. `sent` means that a mail server took it, at `at`; no more is known.

    `failed` means that it did not arrive, and nothing more is tried: `why`. Otherwise `at` is when it was
    asked for.
    """

    state: LetterState
    why: Why | None
    at: datetime


class InvitationOut(TypedDict):
    """A link into the group. `opens` says whether it works, `for_address` whether it is for one person alone.

    `email` is empty for one that anybody may use, and once the address was forgotten; `ends_on` is the last
    day of the seat that it gives.
    """

    id: UUID
    organisation: common_schemas.OrganisationRef
    role: common_schemas.RoleName
    email: str
    for_address: bool
    letter: LetterOut | None
    position: Text
    document: str
    ends_on: date | None
    uses: int
    used: int
    created_at: datetime
    created_by: common_schemas.PersonRef
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

    group: common_schemas.GroupRef
    territory: common_schemas.TerritoryRef
    organisation: common_schemas.OrganisationRef
    role: common_schemas.RoleName
    position: Text
    appoints: bool
    for_address: bool
    ends_on: date | None
    proof: ProofOut | None
    expires_at: datetime


class PersonalThing(TypedDict):
    """What is offered to one person: to administer `organisation`, `office` in `territory`, or to be a guest
    of one `thing` with `access`. `ends_at` is when that is over.
    """

    invited_by: common_schemas.PersonRef
    offered: Literal["administration", "office", "share"]
    organisation: common_schemas.OrganisationRef | None
    territory: common_schemas.TerritoryRef | None
    office: Literal["coordinator", "data_protection_officer"] | None
    thing: Annotated[str, OneOf(shareable_kinds)] | None
    access: Literal["read", "speak", "work"] | None
    document: str
    ends_at: datetime | None
    expires_at: datetime


class PersonalInvitationOut(PersonalThing):
    """`thing_id` names what is shared; `opens` says whether the letter still opens it. `email` is empty once
    the address was forgotten.
    """

    id: UUID
    thing_id: UUID | None
    email: str
    letter: LetterOut | None
    created_at: datetime
    used_at: datetime | None
    opens: bool
    allowed: list[str]


class PersonalOfferOut(PersonalThing):
    """What a letter offers, to whoever has it. It does not hold when who made it may not give it any more."""

    holds: bool
    proof: ProofOut


class JoinRequestOut(TypedDict):
    """`words` is what the person wrote; `reason` belongs to the answer."""

    id: UUID
    group: common_schemas.GroupRef
    person: common_schemas.PersonRef
    organisation: common_schemas.OrganisationRef
    role: common_schemas.RoleName
    position: Text
    words: str
    state: StateName
    asked_at: datetime
    decided_at: datetime | None
    decided_by: common_schemas.PersonRef | None
    reason: str
    allowed: list[str]


class ArrivalOut(TypedDict):
    """Where a link has led: to a seat (`seated`), or to a request that waits for an answer.

    `lapsed` says that the invitation gives no seat any more, whatever it once offered: so one was asked for.
    """

    group: common_schemas.GroupRef
    seated: bool
    lapsed: bool
    request: JoinRequestOut | None


def invitations(rows: Sequence[Invitation], actor: Actor) -> list[InvitationOut]:
    allowed = InvitationPolicy().allowed_in(actor, rows)
    letters = last_letters([row.id for row in rows])
    return [_invitation(row, letters.get(row.id), steps) for row, steps in zip(rows, allowed, strict=True)]


def _letter(row: Letter) -> LetterOut:
    if row.sent_at is not None and not row.lost:
        return {"state": "sent", "why": None, "at": row.sent_at}
    state: LetterState = "failed" if row.next_try_at is None else "waiting"
    return {"state": state, "why": cast("Why | None", row.lost or None), "at": row.created_at}


def _invitation(row: Invitation, letter: Letter | None, allowed: list[str]) -> InvitationOut:
    return {
        "id": row.id,
        "organisation": common_presenters.organisation(row.organisation),
        "role": cast("common_schemas.RoleName", row.role),
        "email": row.email,
        "for_address": row.is_for_address,
        "letter": None if letter is None else _letter(letter),
        "position": both(row, "position"),
        "document": row.document,
        "ends_on": row.ends_on,
        "uses": row.uses,
        "used": row.used,
        "created_at": row.created_at,
        "created_by": common_presenters.person(row.created_by),
        "expires_at": row.expires_at,
        "opens": row.opens(now()),
        "allowed": allowed,
    }


def offer(row: Invitation, letter: Letter | None) -> OfferOut:
    """Whom it is for is told to who has read the letter; to who holds the link, only that it is for one."""
    return {
        "group": common_presenters.group_ref(row.group),
        "territory": common_presenters.territory_ref(row.group.territory),
        "organisation": common_presenters.organisation(row.organisation),
        "role": cast("common_schemas.RoleName", row.role),
        "position": both(row, "position"),
        "appoints": row.document != "",
        "for_address": row.is_for_address,
        "ends_on": row.ends_on,
        "proof": None if letter is None else _proof(letter),
        "expires_at": row.expires_at,
    }


def _proof(letter: Letter) -> ProofOut:
    return {"email": letter.address, "has_account": has_account(letter.address)}


def _personal(row: PersonalInvitation) -> PersonalThing:
    return cast(
        "PersonalThing",
        {
            "invited_by": common_presenters.person(row.created_by),
            "offered": row.offered,
            "organisation": common_presenters.organisation(row.organisation) if row.organisation else None,
            "territory": common_presenters.territory_ref(row.territory) if row.territory else None,
            "office": row.office or None,
            "thing": row.container_type or None,
            "access": row.access or None,
            "document": row.document,
            "ends_at": row.ends_at,
            "expires_at": row.expires_at,
        },
    )


def personal_invitations(rows: Sequence[PersonalInvitation], actor: Actor) -> list[PersonalInvitationOut]:
    """Needs organisations, territories and makers loaded."""
    letters, at = last_letters([row.id for row in rows]), now()
    allowed = PersonalInvitationPolicy().allowed_in(actor, rows)
    return [
        {
            **_personal(row),
            "id": row.id,
            "thing_id": row.container_id,
            "email": row.email,
            "letter": _letter(letters[row.id]) if row.id in letters else None,
            "created_at": row.created_at,
            "used_at": row.used_at,
            "opens": row.opens(at),
            "allowed": steps,
        }
        for row, steps in zip(rows, allowed, strict=True)
    ]


def personal_offer(letter: Letter, row: PersonalInvitation) -> PersonalOfferOut:
    return {**_personal(row), "holds": still_given(row), "proof": _proof(letter)}


def join_requests(rows: Sequence[JoinRequest], actor: Actor) -> list[JoinRequestOut]:
    allowed = JoinRequestPolicy().allowed_in(actor, rows)
    return [_join_request(row, steps) for row, steps in zip(rows, allowed, strict=True)]


def _join_request(row: JoinRequest, allowed: list[str]) -> JoinRequestOut:
    return {
        "id": row.id,
        "group": common_presenters.group_ref(row.group),
        "person": common_presenters.person(row.person),
        "organisation": common_presenters.organisation(row.organisation),
        "role": cast("common_schemas.RoleName", row.role),
        "position": both(row, "position"),
        "words": row.words,
        "state": cast("StateName", row.state),
        "asked_at": row.asked_at,
        "decided_at": row.decided_at,
        "decided_by": None if row.decided_by is None else common_presenters.person(row.decided_by),
        "reason": row.reason,
        "allowed": allowed,
    }


def arrival(row: Arrival, actor: Actor) -> ArrivalOut:
    """Where a link has led somebody."""
    request = row.came_to if isinstance(row.came_to, JoinRequest) else None
    return {
        "group": common_presenters.group_ref(row.came_to.group),
        "seated": request is None,
        "lapsed": row.lapsed,
        "request": None if request is None else join_requests([request], actor)[0],
    }
