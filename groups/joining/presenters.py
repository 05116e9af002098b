"""Presenters of invitations and requests for a seat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, TypedDict, cast
from uuid import UUID

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants import list_shareable_kinds
from groups.joining.invitations import InvitationOutcome
from groups.joining.models import Invitation, JoinRequest, PersonalInvitation
from groups.joining.personal_emails import is_offer_valid
from groups.joining.policies import InvitationPolicy, JoinRequestPolicy, PersonalInvitationPolicy
from groups.joining.selectors import get_last_letters, has_account
from viche.accounts.models import Letter
from viche.kernel.actor import Actor
from viche.kernel.api import ActionOn, OneOf
from viche.kernel.clock import now
from viche.kernel.text import Text, bilingual_of

StateName = Literal["pending", "admitted", "declined", "withdrawn"]
LetterState = Literal["waiting", "sent", "failed"]
Why = Literal["refused", "given_up", "bounced", "returned"]


class LetterOut(TypedDict):
    """The newest e-mail of an invitation.

    `sent`: a mail server accepted it at `at`; more is not known. `failed`: it did not arrive and is not
    retried, see `why`. Otherwise `at` is when it was requested.
    """

    state: LetterState
    why: Why | None
    at: datetime


class InvitationOut(TypedDict):
    """An invitation link. `opens`: it can be used; `for_address`: it is for one person alone.

    `email` is empty for an open link, and after the address was deleted; `ends_on` is the last day of the
    seat that it gives.
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
    allowed: list[Annotated[str, ActionOn("invitation")]]


class MadeInvitationOut(InvitationOut):
    """`link` and its QR code (an SVG document) are shown only this once."""

    link: str
    qr: str


class ProofOut(TypedDict):
    """The address of a letter, and whether it has an account.

    The holder of the letter's link has read what came to `email`, so they may know.
    """

    email: str
    has_account: bool


class OfferOut(TypedDict):
    """What a link offers. `appoints` is false when an appointment is needed first.

    `proof` is present only for the link of a letter.
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
    """What is offered to one person, until `ends_at`.

    The right to administer `organisation`, `office` in `territory`, or a guest share of one `thing` with
    `access`.
    """

    invited_by: common_schemas.PersonRef
    offered: Literal["administration", "office", "share"]
    organisation: common_schemas.OrganisationRef | None
    territory: common_schemas.TerritoryRef | None
    office: Literal["coordinator", "data_protection_officer"] | None
    thing: Annotated[str, OneOf(list_shareable_kinds)] | None
    access: Literal["read", "speak", "work"] | None
    document: str
    ends_at: datetime | None
    expires_at: datetime


class PersonalInvitationOut(PersonalThing):
    """`thing_id` is the id of the shared object; `opens`: the invitation can still be accepted.

    `email` is empty after the address was deleted.
    """

    id: UUID
    thing_id: UUID | None
    email: str
    letter: LetterOut | None
    created_at: datetime
    used_at: datetime | None
    opens: bool
    allowed: list[Annotated[str, ActionOn("personal_invitation")]]


class PersonalOfferOut(PersonalThing):
    """What a letter offers. `holds` is false when its creator may no longer give it."""

    holds: bool
    proof: ProofOut


class JoinRequestOut(TypedDict):
    """`words` is the requester's text; `reason` belongs to the answer."""

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
    allowed: list[Annotated[str, ActionOn("join_request")]]


class ArrivalOut(TypedDict):
    """The outcome of an invitation: a seat (`seated`), or a request that waits for an answer.

    `lapsed`: the invitation no longer gives a seat, whatever it once offered, so it became a request.
    """

    group: common_schemas.GroupRef
    seated: bool
    lapsed: bool
    request: JoinRequestOut | None


def show_invitations(rows: Sequence[Invitation], actor: Actor) -> list[InvitationOut]:
    allowed = InvitationPolicy().allowed_in(actor, rows)
    letters = get_last_letters([row.id for row in rows])
    return [
        _show_invitation(row, letters.get(row.id), steps) for row, steps in zip(rows, allowed, strict=True)
    ]


def _show_letter(row: Letter) -> LetterOut:
    if row.sent_at is not None and not row.lost:
        return {"state": "sent", "why": None, "at": row.sent_at}
    state: LetterState = "failed" if row.next_try_at is None else "waiting"
    return {"state": state, "why": cast("Why | None", row.lost or None), "at": row.created_at}


def _show_invitation(row: Invitation, letter: Letter | None, allowed: list[str]) -> InvitationOut:
    return {
        "id": row.id,
        "organisation": common_presenters.show_organisation(row.organisation),
        "role": cast("common_schemas.RoleName", row.role),
        "email": row.email,
        "for_address": row.is_for_address,
        "letter": None if letter is None else _show_letter(letter),
        "position": bilingual_of(row, "position"),
        "document": row.document,
        "ends_on": row.ends_on,
        "uses": row.uses,
        "used": row.used,
        "created_at": row.created_at,
        "created_by": common_presenters.show_person(row.created_by),
        "expires_at": row.expires_at,
        "opens": row.opens(now()),
        "allowed": allowed,
    }


def show_offer(row: Invitation, letter: Letter | None) -> OfferOut:
    """Return the offer of a link. Only the reader of the letter learns the address it is for."""
    return {
        "group": common_presenters.show_group_ref(row.group),
        "territory": common_presenters.show_territory_ref(row.group.territory),
        "organisation": common_presenters.show_organisation(row.organisation),
        "role": cast("common_schemas.RoleName", row.role),
        "position": bilingual_of(row, "position"),
        "appoints": row.document != "",
        "for_address": row.is_for_address,
        "ends_on": row.ends_on,
        "proof": None if letter is None else _show_proof(letter),
        "expires_at": row.expires_at,
    }


def _show_proof(letter: Letter) -> ProofOut:
    return {"email": letter.address, "has_account": has_account(letter.address)}


def _show_personal(row: PersonalInvitation) -> PersonalThing:
    return cast(
        "PersonalThing",
        {
            "invited_by": common_presenters.show_person(row.created_by),
            "offered": row.offered,
            "organisation": common_presenters.show_organisation(row.organisation)
            if row.organisation
            else None,
            "territory": common_presenters.show_territory_ref(row.territory) if row.territory else None,
            "office": row.office or None,
            "thing": row.container_type or None,
            "access": row.access or None,
            "document": row.document,
            "ends_at": row.ends_at,
            "expires_at": row.expires_at,
        },
    )


def show_personal_invitations(
    rows: Sequence[PersonalInvitation], actor: Actor
) -> list[PersonalInvitationOut]:
    """Return personal invitations. Needs organisations, territories and creators loaded."""
    letters, at = get_last_letters([row.id for row in rows]), now()
    allowed = PersonalInvitationPolicy().allowed_in(actor, rows)
    return [
        {
            **_show_personal(row),
            "id": row.id,
            "thing_id": row.container_id,
            "email": row.email,
            "letter": _show_letter(letters[row.id]) if row.id in letters else None,
            "created_at": row.created_at,
            "used_at": row.used_at,
            "opens": row.opens(at),
            "allowed": steps,
        }
        for row, steps in zip(rows, allowed, strict=True)
    ]


def show_personal_offer(letter: Letter, row: PersonalInvitation) -> PersonalOfferOut:
    return {**_show_personal(row), "holds": is_offer_valid(row), "proof": _show_proof(letter)}


def show_join_requests(rows: Sequence[JoinRequest], actor: Actor) -> list[JoinRequestOut]:
    allowed = JoinRequestPolicy().allowed_in(actor, rows)
    return [_show_join_request(row, steps) for row, steps in zip(rows, allowed, strict=True)]


def _show_join_request(row: JoinRequest, allowed: list[str]) -> JoinRequestOut:
    return {
        "id": row.id,
        "group": common_presenters.show_group_ref(row.group),
        "person": common_presenters.show_person(row.person),
        "organisation": common_presenters.show_organisation(row.organisation),
        "role": cast("common_schemas.RoleName", row.role),
        "position": bilingual_of(row, "position"),
        "words": row.words,
        "state": cast("StateName", row.state),
        "asked_at": row.asked_at,
        "decided_at": row.decided_at,
        "decided_by": None if row.decided_by is None else common_presenters.show_person(row.decided_by),
        "reason": row.reason,
        "allowed": allowed,
    }


def show_arrival(row: InvitationOutcome, actor: Actor) -> ArrivalOut:
    request = row.came_to if isinstance(row.came_to, JoinRequest) else None
    return {
        "group": common_presenters.show_group_ref(row.came_to.group),
        "seated": request is None,
        "lapsed": row.lapsed,
        "request": None if request is None else show_join_requests([request], actor)[0],
    }
